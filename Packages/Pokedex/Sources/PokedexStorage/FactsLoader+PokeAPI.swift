import Foundation
import PokedexFacts
import SQLDatabase

extension FactsLoader {
    /// What a checkout of the PokéAPI's gave.
    public struct Imported: Sendable, Equatable {
        /// A file that was read.
        public struct File: Sendable, Equatable {
            /// The file's name without its ending.
            public let name: String
            /// How many rows it gave.
            public let rows: Int
            /// Columns that the file should have and lacks; they are NULL.
            public let missing: [String]
            /// Columns of the file that nothing here uses.
            public let unused: [String]
        }

        /// The files in the order of their names.
        public let files: [File]
        /// Files of the folder that nothing here uses.
        public let skipped: [String]
        /// Tables that the folder has no file for; they keep what they held.
        public let absent: [String]
    }

    /// Why a folder is no checkout.
    public enum ImportFailure: Error, Equatable, CustomStringConvertible {
        /// Neither the folder nor its `data/v2/csv` holds a file that is known.
        case noCheckout(folder: String)

        /// What is wrong and what would be right.
        public var description: String {
            switch self {
            case .noCheckout(let folder):
                "There is no file of the PokéAPI's in \(folder), nor in its data/v2/csv: give the folder of a checkout "
                    + "that holds pokemon.csv, moves.csv and their like."
            }
        }
    }

    /// How many rows are read before they are written: enough to write fast, few enough to take little memory.
    private static let rowsPerBatch = 4000

    /// Replaces the tables in the PokéAPI's form by what a checkout holds, in one transaction.
    ///
    /// Files are read row by row. A table whose file the folder lacks keeps what it held. From then on the program's
    /// own facts no longer replace what was read.
    ///
    /// - Parameter folder: The checkout, or the folder of its CSV files.
    /// - Throws: ``ImportFailure``, `PokeAPIFile.Failure` with file and line, or the database's error; nothing is changed then.
    public func importPokeAPI(from folder: URL) async throws -> Imported {
        let folder = try Self.files(in: folder)
        let imported = try await filling(isTrusted: false, cache: 12_000) {
            try await database.write { connection in
                var files: [Imported.File] = []
                for table in PokeAPITables.all {
                    guard var file = try PokeAPIFile(table, in: folder) else { continue }
                    try connection.execute("DELETE FROM \(identifier: table.name)")
                    var count = 0
                    var batch = FactTable(name: table.name, columns: table.columns)
                    while let row = try file.next() {
                        batch.append(row: row)
                        count += 1
                        if batch.rows.count == Self.rowsPerBatch {
                            try Self.fill(batch, in: connection)
                            batch = FactTable(name: table.name, columns: table.columns)
                        }
                    }
                    try Self.fill(batch, in: connection)
                    try connection.execute("DELETE FROM pokeapi_imports WHERE file = \(table.file)")
                    try connection.execute(
                        "INSERT INTO pokeapi_imports (file, row_count) VALUES (\(table.file), \(count))")
                    files.append(
                        Imported.File(
                            name: table.file, rows: count, missing: file.missing.filter { $0 != "id" },
                            unused: file.unused))
                }
                return files
            }
        }
        try await database.execute("ANALYZE")
        let names = Set(imported.map(\.name))
        let present = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
            .filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }
        return Imported(
            files: imported, skipped: present.filter { !names.contains($0) }.sorted(),
            absent: PokeAPITables.all.map(\.file).filter { !names.contains($0) })
    }

    /// The folder that holds the CSV files.
    private static func files(in folder: URL) throws -> URL {
        for candidate in [folder, folder.appending(path: "data/v2/csv")] {
            let holds = PokeAPITables.all.contains { table in
                FileManager.default.fileExists(atPath: candidate.appending(path: "\(table.file).csv").path)
            }
            if holds { return candidate }
        }
        throw ImportFailure.noCheckout(folder: folder.path)
    }
}
