import ArgumentParser
import PokedexModel
import PokedexQueries

/// `pokedex moves`: moves by filters, or what a form learns.
struct MovesCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "moves",
        abstract: "List moves by filters, or the moves that a Pokémon learns.",
        discussion: """
            Examples:
              pokedex moves --type electric --class special --min-power 80
              pokedex moves pikachu
              pokedex moves pikachu --generation 4 --json
            """)

    @Argument(help: "Whose moves; all moves if none is given.")
    var pokemon: String?
    @Option(help: "The moves' type.")
    var type: String?
    @Option(name: .customLong("class"), help: "physical, special or status.")
    var damageClass: String?
    @Option(help: "The generation that brought the moves; of a Pokémon, the generation in which it learns them.")
    var generation: Int?
    @Option(help: "The least power.")
    var minPower: Int?
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let generation, !(1...9).contains(generation) {
            throw ValidationError("'\(generation)' is not a valid generation: give a number from 1 to 9.")
        }
    }

    func work() async throws {
        let (type, damageClass, generation, minPower) = (type, damageClass, generation, minPower)
        guard let name = pokemon else {
            let moves = try await database.ask {
                try $0.moves(type: type, damageClass: damageClass, generation: generation, minimumPower: minPower)
            }
            try output.write(.array(moves.map(\.json)), or: text(moves.map { ($0, []) }, extra: []))
            if moves.isEmpty { throw ExitCode.failure }
            return
        }
        let learnset = try await database.ask { dex in
            try dex.learnset(of: dex.pokemon(named: name), generation: generation)
        }
        let moves = learnset.moves.filter {
            (type ?? $0.move.type) == $0.move.type && (damageClass ?? $0.move.damageClass) == $0.move.damageClass
                && ($0.move.power ?? 0) >= (minPower ?? 0)
        }
        let json = JSON.object([
            ("generation", .int(learnset.generation)),
            (
                "moves",
                .array(
                    moves.map {
                        .object([
                            ("move", $0.move.json), ("method", .string($0.method)), ("level", JSON($0.level)),
                        ])
                    })
            ),
        ])
        let heading = output.quiet ? "" : "in generation \(learnset.generation):\n"
        try output.write(
            json,
            or: heading
                + text(moves.map { ($0.move, [$0.method, $0.level.map(String.init) ?? ""]) }, extra: ["How", "Level"]))
        if moves.isEmpty { throw ExitCode.failure }
    }

    private func text(_ moves: [(move: Move, extra: [String])], extra: [String]) -> String {
        let pen = output.pen
        var table = TextTable(
            output.quiet ? [] : ["Move", "Type", "Class", "Power", "Acc.", "PP"] + extra, rightAligned: [3, 4, 5, 7])
        for (move, extra) in moves {
            let numbers = [move.power, move.accuracy, move.pp].map { $0.map(String.init) ?? "–" }
            table.append([move.slug, pen.type(move.type), move.damageClass] + numbers + extra)
        }
        return table.lines.joined(separator: "\n")
    }
}

/// `pokedex learn`: who learns a move, and how.
struct LearnCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Tell who learns a move, and how.",
        discussion: """
            Examples:
              pokedex learn surf
              pokedex learn "thunder punch" --generation 4 --json
            """)

    @Argument(help: "The move.")
    var move: String
    @Option(help: "Only in this generation; the newest that has the move if none is given.")
    var generation: Int?
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    func work() async throws {
        let (name, generation) = (move, generation)
        let (move, learners) = try await database.ask { dex in
            let move = try dex.move(named: name)
            let all = try dex.learners(of: move, generation: generation)
            return (move, all.filter { $0.generation == generation ?? all.first?.generation })
        }
        let json = JSON.object([
            ("move", move.json),
            (
                "learners",
                .array(
                    learners.map {
                        .object([
                            ("slug", .string($0.slug)), ("generation", .int($0.generation)),
                            ("method", .string($0.method)), ("level", JSON($0.level)),
                        ])
                    })
            ),
        ])
        try output.write(json, or: text(move, learners))
        if learners.isEmpty { throw ExitCode.failure }
    }

    private func text(_ move: Move, _ learners: [Dex.Learner]) -> String {
        let pen = output.pen
        let numbers = [("power", move.power), ("accuracy", move.accuracy), ("PP", move.pp)]
            .map { "\($0) \($1.map(String.init) ?? "–")" }.joined(separator: ", ")
        var lines =
            output.quiet ? [] : ["\(pen.bold(move.name))  \(pen.type(move.type)) \(move.damageClass), \(numbers)"]
        if let generation = learners.first?.generation, !output.quiet { lines.append("in generation \(generation):") }
        var table = TextTable(rightAligned: [2])
        for learner in learners { table.append([learner.slug, learner.method, learner.level.map(String.init) ?? ""]) }
        lines += table.lines
        return lines.joined(separator: "\n")
    }
}

/// `pokedex evolutions`: a family's tree.
struct EvolutionsCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "evolutions",
        abstract: "Draw the evolution tree of a Pokémon's family.",
        discussion: """
            Examples:
              pokedex evolutions eevee
              pokedex evolutions slowking-galar --json
            """)

    @Argument(help: "Any member of the family.")
    var pokemon: String
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    func work() async throws {
        let name = pokemon
        let tree = try await database.ask { try $0.evolutionTree(of: $0.pokemon(named: name)) }
        let pen = output.pen
        try output.write(tree.json, or: tree.lines(name: pen.bold).joined(separator: "\n"))
    }
}

/// `pokedex type-chart`: what each type does to each.
struct TypeChartCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "type-chart",
        abstract: "Show how well each type's moves work against each type.",
        discussion: """
            Rows attack, columns defend; a dot is the usual damage.

            Examples:
              pokedex type-chart
              pokedex type-chart --generation 1
              pokedex type-chart --json
            """)

    @Option(help: "The chart as this generation had it, 1 to 9.")
    var generation = 9
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...9).contains(generation) else {
            throw ValidationError("'\(generation)' is not a valid generation: give a number from 1 to 9.")
        }
    }

    func work() async throws {
        let generation = generation
        let chart = try await database.ask { try $0.typeChart(generation: generation) }
        let json = JSON.object(
            chart.types.map { attacker in
                (
                    attacker.slug,
                    .object(
                        chart.types.map {
                            ($0.slug, .double(Double(chart.percent(of: attacker.slug, against: [$0.slug])) / 100))
                        })
                )
            })
        try output.write(json, or: text(chart))
    }

    private func text(_ chart: TypeChart) -> String {
        let pen = output.pen
        var table = TextTable([""] + chart.types.map { String($0.slug.prefix(3)) })
        for attacker in chart.types {
            table.append(
                [pen.type(attacker.slug)]
                    + chart.types.map {
                        let percent = chart.percent(of: attacker.slug, against: [$0.slug])
                        return percent == 100 ? pen.dim("·") : factor(percent)
                    })
        }
        return table.lines.joined(separator: "\n")
    }
}
