import Foundation

/// Turns Pokémon Showdown's data into the facts of our schema.
///
/// The data is made for a battle simulator: forms are keyed by squeezed names, learnsets are codes, and each
/// generation is a whole copy. The import gives everything a number and a slug, keeps the newest value in the main
/// tables, and keeps an older value only where it differed, with the last generation in which it held.
public struct ShowdownImport {
    /// Why the data cannot be imported.
    public enum Failure: Error, CustomStringConvertible {
        /// The folder holds no Python package `poke_env`.
        case noPackages(folder: String)
        /// A file is not there.
        case missing(file: String)
        /// A file is no JSON of the expected shape.
        case malformed(file: String, problem: String)
        /// The data names something that it does not define, or says something that the import has no word for.
        case unknown(kind: String, name: String, context: String)

        /// What is wrong, where, and what would be right.
        public var description: String {
            switch self {
            case .noPackages(let folder):
                "There is no poke_env/data/static in \(folder): give the site-packages folder, or the virtual "
                    + "environment, into which pip installed poke-env and mcpkmn-showdown."
            case .missing(let file): "\(file) is missing: install poke-env 0.16.1 and mcpkmn-showdown 1.1.1 with pip."
            case .malformed(let file, let problem): "\(file) is not as expected: \(problem)"
            case .unknown(let kind, let name, let context):
                "\(context) names the \(kind) '\(name)', which is not defined."
            }
        }
    }

    let files: ShowdownFiles
    /// The PokéAPI's numbers, which ours are wherever it has one.
    let shared: PokeAPINumbers
    /// Learnsets of generations 1 and 2 by the key of the form, or the rows of facts that have them already.
    let oldLearnsets: OldLearnsets
    /// The newest generation's forms that the games have, by Showdown's key.
    let forms: [String: ShowdownFiles.Form]
    /// The numbers that slugs got, by kind.
    var types = Numbering(kind: "type")
    var abilities = Numbering(kind: "ability")
    /// The generation that brought an ability, by its number.
    var abilityGenerations: [Int: Int] = [:]
    var items = Numbering(kind: "item")
    var moves = Numbering(kind: "move")
    var formNumbers = Numbering(kind: "form")

    /// Where the learnsets of generations 1 and 2 come from.
    enum OldLearnsets {
        case file([String: [String: [String]]])
        case rows([[FactValue]])
    }

    /// Reads the data below a folder of Python packages.
    ///
    /// - Parameters:
    ///   - folder: The folder of the packages, or the virtual environment.
    ///   - numbers: A folder with the PokéAPI's CSV files; what it does not hold comes from the facts of this program.
    ///   - oldLearnsets: Pokémon Showdown's `data/mods/gen2/learnsets.js`; without it the learnsets of generations 1
    ///     and 2 come from the facts of this program.
    /// - Throws: `Failure`, or `PokeAPIFile.Failure`.
    public init(folder: URL, numbers: URL? = nil, oldLearnsets file: URL? = nil) throws {
        files = try ShowdownFiles(folder: folder)
        forms = (files.pokedex.last ?? [:]).filter { $0.value.num > 0 }
        let known = try BuiltInFacts.load()
        shared = try PokeAPINumbers(folder: numbers, otherwise: known)
        if let file {
            oldLearnsets = .file(try ShowdownOldLearnsets.read(file))
        } else {
            let table = known.table("learnset")
            let generation = table?.index(of: "generation_id") ?? 0
            oldLearnsets = .rows(
                (table?.rows ?? []).filter { $0[generation] == .integer(1) || $0[generation] == .integer(2) })
        }
    }

    /// The facts.
    ///
    /// - Throws: `Failure` when the data contradicts itself.
    public mutating func facts() throws -> FactsFile {
        var tables = try vocabulary()
        tables += try moveTables()
        tables += try formTables()
        tables += try evolutionTables()
        tables += try learnsetTables()
        tables += shared.tables
        return FactsFile(tables: tables)
    }
}

/// The numbers of one kind of thing, by slug.
struct Numbering {
    /// What is numbered, for error messages.
    let kind: String
    private(set) var numbers: [String: Int] = [:]

    /// Starts with nothing numbered.
    init(kind: String) {
        self.kind = kind
    }

    /// Gives a slug its number.
    mutating func assign(_ number: Int, to slug: String) {
        numbers[slug] = number
    }

    /// The number of what bears this name.
    func number(of name: String, in context: String) throws(ShowdownImport.Failure) -> Int {
        guard let number = numbers[Slug.of(name)] else {
            throw .unknown(kind: kind, name: name, context: context)
        }
        return number
    }
}

extension ShowdownImport {
    /// Showdown's key of a name: its letters and digits, squeezed and in lower case.
    static func key(_ name: String) -> String {
        Slug.of(name).filter { $0 != "-" }
    }

    /// The generation that brought a species of the national number.
    static func generation(ofSpecies number: Int) -> Int {
        let lastOfGeneration = [151, 251, 386, 493, 649, 721, 809, 905]
        return 1 + lastOfGeneration.count { $0 < number }
    }

    /// The generation that brought a move of the games' number.
    static func generation(ofMove number: Int) -> Int {
        // Generation 8 ends with Legends: Arceus.
        let lastOfGeneration = [165, 251, 354, 467, 559, 621, 742, 850]
        return 1 + lastOfGeneration.count { $0 < number }
    }
}
