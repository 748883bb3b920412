import ArgumentParser
import Foundation
import PokedexModel
import PokedexQueries
import PokedexStorage

/// `pokedex explain`: how the database answers a statement.
struct ExplainCommand: OneShotCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show the plan of a statement, and what it would be without an index.",
        discussion: """
            The index is dropped in a transaction that is rolled back, so the database stays as it is.

            Examples:
              pokedex explain "SELECT form_id FROM learnset WHERE move_id = 57"
              pokedex explain --without learnset_move_id_generation_id_index "SELECT form_id FROM learnset WHERE move_id = 57"
              pokedex explain --time --json "SELECT name FROM pokemon WHERE speed > 150"
            """)

    @Argument(help: "One statement that begins with SELECT, WITH or VALUES.")
    var sql: String
    @Option(help: ArgumentHelp("An index to do without, beside the plan with it.", valueName: "index"))
    var without: String?
    @Flag(help: "Run the statement, too, and tell the shortest time of five.")
    var time = false
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    func work() async throws {
        let database = try await database.open()
        let (plan, other) = try await DamagedDatabase.recognised(at: self.database.url()) {
            let lesson = PlanLesson(database: database)
            let plan = try await lesson.plan(of: sql, isTimed: time)
            guard let without else { return (plan, PlanLesson.Plan?.none) }
            return (plan, try await lesson.plan(of: sql, without: without, isTimed: time))
        }
        var members = [("plan", json(plan))]
        if let other, let without { members += [("index", .string(without)), ("without", json(other))] }
        try output.write(.object(members), or: text(plan, other))
    }

    private func text(_ plan: PlanLesson.Plan, _ other: PlanLesson.Plan?) -> String {
        guard let other, let without else { return plan.steps.joined(separator: "\n") + remark(plan) }
        let pen = output.pen
        return [(pen.bold("with \(without):"), plan), (pen.bold("without it:"), other)].map { head, plan in
            head + remark(plan) + plan.steps.map { "\n  \($0)" }.joined()
        }.joined(separator: "\n")
    }

    private func remark(_ plan: PlanLesson.Plan) -> String {
        plan.time.map { " (\(milliseconds($0)) ms)" } ?? ""
    }

    private func json(_ plan: PlanLesson.Plan) -> JSON {
        let steps = [("steps", JSON.array(plan.steps.map(JSON.string)))]
        return .object(steps + (plan.time.map { [("milliseconds", .double(milliseconds($0)))] } ?? []))
    }

    private func milliseconds(_ time: Duration) -> Double { ((time / .milliseconds(1)) * 100).rounded() / 100 }
}
