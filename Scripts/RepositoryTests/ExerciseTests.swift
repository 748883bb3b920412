import Foundation
import TestKit
import Testing

@Suite("exercise.sh", .serialized, .timeLimit(.minutes(60)))
struct ExerciseTests {
    /// An exercise: its package, and its number as a learner types it.
    struct Exercise: Sendable, CustomTestStringConvertible {
        let package: String
        let number: Int
        var testDescription: String { "\(package) \(number)" }
    }

    static let all: [Exercise] = Repository.packages.flatMap { package in
        let folder = Repository.root.appending(path: "Packages/\(package)/Exercises").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().compactMap { name in
            name.split(separator: "-").first.flatMap { Int($0) }.map { Exercise(package: package, number: $0) }
        }
    }

    /// One of each package, or all of them in a whole run. The walk below proves BookBot's first two.
    static let proved = all.filter { TestRun.isFull || ($0.number == 1 && $0.package != "BookBot") }

    @Test("proves an exercise: red before the solution, green after", arguments: proved)
    func provesAnExercise(exercise: Exercise) async throws {
        let (status, text) = try await Repository.script(
            "exercise.sh", [exercise.package, "\(exercise.number)", "--check"])
        #expect(status == 0 && text.contains("red before, green after"), "\(text)")
    }

    @Test("lists the exercises with what is done, and gives one hint after the other")
    func listsAndHints() async throws {
        try await Repository.withCopy { copy in
            let tools = try await Repository.script("exercise.sh", of: copy)
            #expect(tools.status == 0 && tools.text.contains("BookBot has 5 exercises: Scripts/exercise.sh bookbot"))
            let list = try await Repository.script("exercise.sh", ["bookbot"], of: copy)
            #expect(list.text.split(separator: "\n").filter { $0.hasPrefix("  [ ] ") }.count == 5, "\(list.text)")
            let first = try await Repository.script("exercise.sh", ["bookbot", "1", "--hint"], of: copy)
            let second = try await Repository.script("exercise.sh", ["bookbot", "1", "--hint"], of: copy)
            #expect(first.status == 0 && second.status == 0 && first.text != second.text)
            #expect(try await Repository.run("git", ["status", "--short", "Packages"], in: copy).text.contains("??"))
            let unknown = try await Repository.script("exercise.sh", ["bookbot", "99"], of: copy)
            #expect(unknown.status == 1 && unknown.text.contains("BookBot has no exercise 99; there are 5"))
            let wrong = try await Repository.script("exercise.sh", ["bookbot", "first"], of: copy)
            #expect(wrong.status == 64)
        }
    }

    @Test("walks as the guide says: a first try, a hint, the solution in the learner's copy, and the next exercise")
    func walksAsTheGuideSays() async throws {
        let guide = try String(
            contentsOf: Repository.root.appending(path: "Docs/BookBot.md"), encoding: .utf8)
        for command in ["exercise.sh bookbot", "exercise.sh bookbot 1", "exercise.sh bookbot 1 --hint"] {
            #expect(guide.contains("Scripts/\(command)"), "the guide names \(command)")
        }
        try await Repository.withCopy { copy in
            for number in ["1", "2"] {
                let red = try await Repository.script("exercise.sh", ["bookbot", number], of: copy)
                #expect(red.status == 1 && red.text.contains("Not done yet"), "\(red.text)")
                let patch = try await Repository.script("exercise.sh", ["bookbot", number, "--solution"], of: copy)
                let file = copy.appending(path: ".build-exercises/solution.patch")
                try Data(patch.text.utf8).write(to: file)
                let applied = try await Repository.run(
                    "patch", ["--quiet", "-p1", "-i", file.path],
                    in: copy.appending(path: ".build-exercises/Packages/BookBot"))
                #expect(applied.status == 0, "\(applied.text)")
                let green = try await Repository.script("exercise.sh", ["bookbot", number], of: copy)
                #expect(green.status == 0 && green.text.contains("Done: the test of exercise \(number) passes."))
            }
            let list = try await Repository.script("exercise.sh", ["bookbot"], of: copy)
            #expect(list.text.contains("[x] 1") && list.text.contains("[x] 2") && list.text.contains("[ ] 3"))
        }
    }
}
