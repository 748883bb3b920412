import ArgumentParser
import Foundation

/// `webcrawler.toml`: options by their flags' names, for all commands or in a table for one.
///
/// ```toml
/// exclude = ["*/archive/*"]
/// [check]
/// accept = "403,999"
/// strict = true
/// ```
///
/// What it says comes before the command line, which wins. It is the part of TOML that options need: strings, numbers,
/// booleans and arrays of them.
struct ConfigurationFile {
    /// The file that is read when none is named.
    static let defaultName = "webcrawler.toml"

    private let path: String
    private var values: [(table: String, key: String, line: Int, arguments: [String])] = []

    /// The command with the file's options before its own; the command as it is when there is no file.
    static func applied<Command: ParsableCommand>(to command: Command, _ given: String?) throws -> Command {
        guard let path = given ?? (FileManager.default.fileExists(atPath: defaultName) ? defaultName : nil) else {
            return command
        }
        guard let name = Command.configuration.commandName,
            let index = CommandLine.arguments.dropFirst().firstIndex(of: name)
        else { return command }
        let file = try ConfigurationFile(path)
        let own = Array(CommandLine.arguments[(index + 1)...])
        return try Command.parse(file.arguments(for: Command.self) + own)
    }

    init(_ path: String) throws {
        self.path = path
        var reader = TOMLReader(String(decoding: try readInput(path), as: UTF8.self), path: path)
        values = try reader.read()
    }

    /// The file's options for a command. One that no command knows is an error; one of another command is passed over.
    private func arguments<Command: ParsableCommand>(for command: Command.Type) throws -> [String] {
        let name = command.configuration.commandName ?? ""
        let flags = [
            "check": Self.flags(of: CheckCommand.self), "crawl": Self.flags(of: CrawlCommand.self),
            "report": Self.flags(of: ReportCommand.self),
        ]
        var arguments: [String] = []
        for value in values {
            func fault(_ what: String) -> ValidationError {
                ValidationError("\(path), line \(value.line): \(what).")
            }
            if value.table.isEmpty {
                guard flags.values.contains(where: { $0.contains(value.key) }) else {
                    throw fault("there is no option '--\(value.key)'")
                }
                if flags[name]?.contains(value.key) == true { arguments += value.arguments }
            } else {
                guard let known = flags[value.table] else {
                    throw fault("'[\(value.table)]' is not one of [check], [crawl] and [report]")
                }
                guard known.contains(value.key) else {
                    throw fault("\(value.table) has no option '--\(value.key)'")
                }
                if value.table == name { arguments += value.arguments }
            }
        }
        return arguments
    }

    /// The long options that a command's help shows.
    private static func flags<Command: ParsableCommand>(of command: Command.Type) -> Set<String> {
        let help = command.helpMessage(columns: 200)
        var found: Set<String> = []
        for line in help.split(separator: "\n") {
            let text = line.trimmingCharacters(in: .whitespaces)
            guard text.hasPrefix("-"), let start = text.firstRange(of: "--") else { continue }
            found.insert(String(text[start.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "-" }))
        }
        return found.subtracting(["config", "help", "version"])
    }
}

/// Reads the lines of a configuration.
private struct TOMLReader {
    private let text: [Character]
    private let path: String
    private var position = 0
    private var line = 1

    init(_ text: String, path: String) {
        self.text = Array(text.replacing("\r\n", with: "\n"))
        self.path = path
    }

    mutating func read() throws -> [(table: String, key: String, line: Int, arguments: [String])] {
        var table = ""
        var values: [(table: String, key: String, line: Int, arguments: [String])] = []
        while true {
            skipSpace(lines: true)
            guard let first = peek else { return values }
            if first == "[" {
                position += 1
                table = bareKey()
                guard take("]") else { throw fault("']' behind the table's name") }
            } else {
                let start = line
                let key = try first == "\"" || first == "'" ? string() : bareKey()
                guard !key.isEmpty else { throw fault("a key such as max-pages") }
                skipSpace(lines: false)
                guard take("=") else { throw fault("'=' behind '\(key)'") }
                skipSpace(lines: false)
                values.append((table, key, start, try value().arguments(key)))
            }
            skipSpace(lines: false)
            guard peek == nil || peek == "\n" else { throw fault("the end of the line") }
        }
    }

    private enum Value {
        case text(String)
        case flag(Bool)
        case list([String])

        func arguments(_ key: String) -> [String] {
            switch self {
            // The form with an equals sign takes values that begin with a hyphen as well.
            case .text(let text): ["--\(key)=\(text)"]
            case .flag(let isSet): isSet ? ["--\(key)"] : []
            case .list(let texts): texts.map { "--\(key)=\($0)" }
            }
        }
    }

    private var peek: Character? { position < text.count ? text[position] : nil }

    private func fault(_ expected: String) -> ValidationError {
        ValidationError("\(path), line \(line): expected \(expected).")
    }

    private mutating func take(_ character: Character) -> Bool {
        guard peek == character else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace(lines: Bool) {
        while let character = peek {
            if character == "#" {
                while let inside = peek, inside != "\n" { position += inside == "\n" ? 0 : 1 }
            } else if character == "\n", lines {
                line += 1
                position += 1
            } else if character == " " || character == "\t" {
                position += 1
            } else {
                return
            }
        }
    }

    private mutating func bareKey() -> String {
        let start = position
        while let character = peek, character.isLetter || character.isNumber || character == "-" || character == "_" {
            position += 1
        }
        return String(text[start..<position])
    }

    private mutating func value() throws -> Value {
        switch peek {
        case "\"", "'": return .text(try string())
        case "[":
            position += 1
            var items: [String] = []
            while true {
                skipSpace(lines: true)
                if take("]") { return .list(items) }
                guard case .text(let item) = try value() else { throw fault("a string or number in the list") }
                items.append(item)
                skipSpace(lines: true)
                if !take(",") {
                    guard take("]") else { throw fault("',' or ']' in the list") }
                    return .list(items)
                }
            }
        default:
            let start = position
            while let character = peek, !" \t\n,]#".contains(character) { position += 1 }
            let word = String(text[start..<position])
            if word == "true" || word == "false" { return .flag(word == "true") }
            let number = word.replacing("_", with: "")
            guard Double(number) != nil else { throw fault("a value: \"text\", a number, true, false or a list") }
            return .text(number)
        }
    }

    private mutating func string() throws -> String {
        guard let quote = peek else { throw fault("a string") }
        position += 1
        var result = ""
        while let character = peek, character != "\n" {
            position += 1
            if character == quote { return result }
            guard character == "\\", quote == "\"" else {
                result.append(character)
                continue
            }
            guard let escape = peek else { break }
            position += 1
            switch escape {
            case "n": result.append("\n")
            case "t": result.append("\t")
            case "\"", "\\": result.append(escape)
            case "u":
                let digits = String(text[position..<min(text.count, position + 4)])
                guard digits.count == 4, let point = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(point)
                else {
                    throw fault("four hexadecimal digits behind \\u")
                }
                result.unicodeScalars.append(scalar)
                position += 4
            default: throw fault("an escape that TOML knows, not \\\(escape)")
            }
        }
        throw fault("\(quote) at the end of the string")
    }
}
