import ArgumentParser
import MazeDrawing
import Mazes

extension Point: ExpressibleByArgument {
    /// Reads `x,y`.
    public init?(argument: String) {
        self.init(argument)
    }

    /// The square as the command line takes it.
    public var defaultValueDescription: String { description }
}

/// The number of cells, as `WxH`.
struct MazeSize: ExpressibleByArgument, Equatable {
    let width: Int
    let height: Int

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    init?(argument: String) {
        let parts = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
            (1...1_000_000_000).contains(width), (1...1_000_000_000).contains(height)
        else { return nil }
        self.init(width: width, height: height)
    }

    var defaultValueDescription: String { "\(width)x\(height)" }
}

/// A share, as `0.25` or `25%`.
struct Share: ExpressibleByArgument, Equatable {
    let value: Double

    init(value: Double) {
        self.value = value
    }

    init?(argument: String) {
        let isPercent = argument.hasSuffix("%")
        guard let number = Double(isPercent ? String(argument.dropLast()) : argument) else { return nil }
        let value = isPercent ? number / 100 : number
        guard (0...1).contains(value) else { return nil }
        self.init(value: value)
    }

    var defaultValueDescription: String { "\(value)" }
}

extension MazeAlgorithm: ExpressibleByArgument {
    /// Reads an algorithm's name or one of its other names.
    public init?(argument: String) {
        let names: [String: MazeAlgorithm] = [
            "dfs": .recursiveBacktracker, "backtracker": .recursiveBacktracker, "depthfirst": .recursiveBacktracker,
            "trueprim": .prim, "primtrue": .prim, "prims": .prim, "primsimplified": .simplifiedPrim,
            "wilsons": .wilson, "ellers": .eller, "kruskals": .kruskal, "division": .recursiveDivision,
        ]
        guard let match = AlgorithmName.match(argument, Self.allCases, names) else { return nil }
        self = match
    }
}

/// Which solver: one by name, or the one that suits the maze.
enum SolverChoice: ExpressibleByArgument, Equatable {
    case auto
    case named(Solver)

    init?(argument: String) {
        let names: [String: Solver] = [
            "dfs": .depthFirst, "bfs": .breadthFirst, "bidirectionalbfs": .bidirectional,
            "bidirectionalbreadthfirst": .bidirectional, "a*": .aStar, "greedy": .greedy, "gbfs": .greedy,
            "wallfollower": .wallFollowerLeft, "lefthand": .wallFollowerLeft, "righthand": .wallFollowerRight,
            "wallleft": .wallFollowerLeft, "wallright": .wallFollowerRight, "left": .wallFollowerLeft,
            "right": .wallFollowerRight, "leftwallfollower": .wallFollowerLeft,
            "rightwallfollower": .wallFollowerRight, "trémaux": .tremaux, "deadend": .deadEndFilling,
            "deadends": .deadEndFilling, "deadendfiller": .deadEndFilling, "jps": .jumpPoint, "jumppoint": .jumpPoint,
        ]
        if argument.lowercased() == "auto" {
            self = .auto
        } else if let solver = AlgorithmName.match(argument, Solver.allCases, names) {
            self = .named(solver)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String { "auto" }

    static var allValueStrings: [String] { ["auto"] + Solver.allCases.map(\.rawValue) }
}

/// Compares names of algorithms as people write them: case, hyphens, spaces and apostrophes do not count.
enum AlgorithmName {
    static func match<Name: RawRepresentable<String>>(
        _ argument: String, _ all: [Name], _ others: [String: Name]
    ) -> Name? {
        let wanted = plain(argument)
        return all.first { plain($0.rawValue) == wanted } ?? others[wanted]
    }

    private static func plain(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0 == "*" }
    }
}

/// When to use colours.
enum ColourChoice: String, ExpressibleByArgument, CaseIterable {
    case auto
    case always
    case never
}

extension String {
    /// Runs `body`; what goes wrong is told with this file's name in front.
    func inContext<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as FileFault {
            throw error
        } catch {
            throw Failure("\(self == "-" ? "standard input" : self): \(error)")
        }
    }
}

/// A failure to report on one line, with exit status 1.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
