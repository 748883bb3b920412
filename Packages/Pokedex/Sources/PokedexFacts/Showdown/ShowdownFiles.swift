import Foundation

/// Pokémon Showdown's data as two Python packages carry it: `poke_env/data/static` and `mcpkmn_showdown/cache`.
struct ShowdownFiles {
    /// Species and forms by key, as each generation's games had them; the index is the generation less one.
    let pokedex: [[String: Form]]
    /// Moves by key, a generation an element.
    let moves: [[String: Move]]
    /// Type charts by key, a generation an element.
    let typeCharts: [[String: TypeChart]]
    /// Natures by key.
    let natures: [String: Nature]
    /// Learnsets by the key of the form.
    let learnsets: [String: Learnset]
    /// Items by key.
    let items: [String: Item]

    /// A species or a form.
    struct Form: Decodable {
        let num: Int
        let name: String
        let types: [String]?
        let baseStats: [String: Int]?
        let abilities: [String: String]?
        let heightm: Double?
        let weightkg: Double?
        let color: String?
        let eggGroups: [String]?
        let gender: String?
        let genderRatio: [String: Double]?
        let baseSpecies: String?
        let baseForme: String?
        let forme: String?
        let formeOrder: [String]?
        let battleOnly: OneOrMany?
        let canHatch: Bool?
        let tags: [String]?
        let prevo: String?
        let evoType: String?
        let evoLevel: Int?
        let evoItem: String?
        let evoMove: String?
        let evoCondition: String?
        let evoRegion: String?
        let requiredItem: String?
        let requiredItems: [String]?
    }

    /// A move.
    struct Move: Decodable {
        let num: Int
        let name: String
        let type: String
        let category: String
        let basePower: Int
        let accuracy: NumberOrTrue
        let pp: Int
        let priority: Int
        let target: String
        let flags: [String: Int]
        let isNonstandard: String?
        let critRatio: Int?
        let multihit: OneOrManyNumbers?
        let drain: [Int]?
        let recoil: [Int]?
        let heal: [Int]?
        let status: String?
        let volatileStatus: String?
        let boosts: [String: Int]?
        let secondary: Effect?
        let secondaries: [Effect]?
        let onUser: Effect?
        let selfBoost: Effect?

        private enum CodingKeys: String, CodingKey {
            case num, name, type, category, basePower, accuracy, pp, priority, target, flags, isNonstandard
            case critRatio, multihit, drain, recoil, heal, status, volatileStatus, boosts, secondary, secondaries
            case onUser = "self"
            case selfBoost
        }
    }

    /// What a move may do beside its damage.
    struct Effect: Decodable {
        let chance: Int?
        let status: String?
        let volatileStatus: String?
        let boosts: [String: Int]?
        let onUser: Boosts?

        private enum CodingKeys: String, CodingKey {
            case chance, status, volatileStatus, boosts
            case onUser = "self"
        }
    }

    /// The changes of stages that a move brings its user.
    struct Boosts: Decodable {
        let boosts: [String: Int]?
    }

    /// One type as a defender: how it takes each type's moves (0 as usual, 1 doubled, 2 halved, 3 not at all).
    struct TypeChart: Decodable {
        let damageTaken: [String: Int]
    }

    /// A nature's factor for each stat.
    struct Nature: Decodable {
        let num: Int
        let atk: Double
        let def: Double
        let spa: Double
        let spd: Double
        let spe: Double
    }

    /// What a form learns: for each move the codes of how, such as `9L12` or `3M`.
    struct Learnset: Decodable {
        let learnset: [String: [String]]?
    }

    /// An item.
    struct Item: Decodable {
        let name: String
    }

    /// A string, or a list of them.
    struct OneOrMany: Decodable {
        let names: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let one = try? container.decode(String.self) {
                names = [one]
            } else {
                names = try container.decode([String].self)
            }
        }
    }

    /// A number, or a pair of them.
    struct OneOrManyNumbers: Decodable {
        let numbers: [Int]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let one = try? container.decode(Int.self) {
                numbers = [one]
            } else {
                numbers = try container.decode([Int].self)
            }
        }
    }

    /// A percentage; `true` is a move that cannot miss.
    struct NumberOrTrue: Decodable {
        let number: Int?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            number = (try? container.decode(Bool.self)) == nil ? try container.decode(Int.self) : nil
        }
    }
}

extension ShowdownFiles {
    /// The generations that the files cover.
    static let generations = 1...9

    /// Reads the files below a folder of Python packages (`site-packages`), or below a virtual environment.
    ///
    /// - Throws: `ShowdownImport.Failure` naming the file that is missing or that does not parse.
    init(folder: URL) throws {
        let root = try Self.packages(in: folder)
        let data = root.appending(path: "poke_env/data/static")
        func perGeneration<Value: Decodable>(_ kind: String) throws -> [[String: Value]] {
            try Self.generations.map { generation in
                try Self.read(data.appending(path: "\(kind)/gen\(generation)\(kind).json"))
            }
        }
        pokedex = try perGeneration("pokedex").map { (forms: [String: PossibleForm]) in forms.compactMapValues(\.form) }
        moves = try perGeneration("moves")
        typeCharts = try perGeneration("typechart")
        natures = try Self.read(data.appending(path: "natures.json"))
        learnsets = try Self.read(data.appending(path: "learnset.json"))
        items = try Self.read(root.appending(path: "mcpkmn_showdown/cache/items.json"))
    }

    /// A form, or the stub that stands for a merely cosmetic one and has no number.
    private struct PossibleForm: Decodable {
        let form: Form?

        private enum Key: String, CodingKey {
            case num
        }

        init(from decoder: any Decoder) throws {
            let isForm = try decoder.container(keyedBy: Key.self).contains(.num)
            form = isForm ? try Form(from: decoder) : nil
        }
    }

    private static func packages(in folder: URL) throws -> URL {
        var candidates = [folder]
        let libraries = folder.appending(path: "lib")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: libraries.path)) ?? []
        for python in names.sorted() where python.hasPrefix("python") {
            candidates.append(libraries.appending(path: "\(python)/site-packages"))
        }
        let found = candidates.first {
            FileManager.default.fileExists(atPath: $0.appending(path: "poke_env/data/static").path)
        }
        guard let found else { throw ShowdownImport.Failure.noPackages(folder: folder.path) }
        return found
    }

    private static func read<Value: Decodable>(_ file: URL) throws -> Value {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: file)
        } catch {
            throw ShowdownImport.Failure.missing(file: file.path)
        }
        do {
            return try JSONDecoder().decode(Value.self, from: bytes)
        } catch {
            throw ShowdownImport.Failure.malformed(file: file.path, problem: "\(error)")
        }
    }
}
