#!/usr/bin/env bash
# new-tool.sh NAME
#
# Scaffolds a package under Packages/ that builds, tests and lints at once: a heart, a command, an executable, tests,
# a benchmark and a page of the guide. NAME is in UpperCamelCase; the executable is its lower case.
#
#   new-tool.sh TextDiff && Scripts/test.sh TextDiff && Scripts/run.sh textdiff --help
set -euo pipefail
# shellcheck source=Scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

case ${1:-} in
    -h | --help) print_help; exit 0 ;;
esac
[ $# = 1 ] || usage_error "takes one name"
[[ $1 =~ ^[A-Z][A-Za-z0-9]+$ ]] || usage_error "'$1' is not a name in UpperCamelCase"
name=$1
tool=${name,,}
package=$root/Packages/$name
[ ! -e "$package" ] || fail "Packages/$name is there already; choose another name"
for other in $(all_packages); do
    ! executables_of "$other" | grep -qxF "$tool" \
        || fail "the executable '$tool' is $other's already; choose another name"
done

heart=${name}Core
mkdir -p "$package"/{Sources/{"$heart","${name}Command","$tool"},Tests/{"${heart}Tests","${name}EndToEndTests"},Benchmarks}

cat >"$package/Package.swift" <<SWIFT
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "$name",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "$heart", targets: ["$heart"]),
        .library(name: "${name}Command", targets: ["${name}Command"]),
        .executable(name: "$tool", targets: ["$tool"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(path: "../CommandKit"),
        .package(path: "../TestKit"),
    ],
    targets: [
        .target(name: "$heart"),
        .target(
            name: "${name}Command",
            dependencies: [
                "$heart",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "CommandKit", package: "CommandKit"),
            ]),
        .executableTarget(name: "$tool", dependencies: ["${name}Command"]),
        .testTarget(name: "${heart}Tests", dependencies: ["$heart"]),
        .testTarget(
            name: "${name}EndToEndTests",
            dependencies: ["${name}Command", .product(name: "TestKit", package: "TestKit")]),
    ]
)
SWIFT

cat >"$package/Sources/$heart/Greeting.swift" <<SWIFT
/// A greeting for one person: the place of the tool's first real type.
public struct Greeting: Sendable, Equatable, CustomStringConvertible {
    /// Who is greeted.
    public var name: String

    /// Makes a greeting for \`name\`.
    public init(name: String) {
        self.name = name
    }

    /// The greeting as one sentence.
    public var description: String { "Hello, \(name)." }
}
SWIFT

cat >"$package/Sources/${name}Command/$name.swift" <<SWIFT
import ArgumentParser
import CommandKit
import $heart

/// The command line of \`$tool\`: configuration and wiring, no logic.
public struct $name: AsyncParsableCommand {
    /// How the command presents itself.
    public static let configuration = CommandConfiguration(
        commandName: "$tool",
        abstract: "Greet somebody.",
        discussion: """
            Examples:
              $tool Ada
            """)

    @Argument(help: "Who to greet.")
    var person: String

    @Option(name: .shortAndLong, help: "Write to this file, whole or not at all.", completion: .file())
    var output: String?

    /// Makes the command with its defaults; the parser fills it in.
    public init() {}

    /// Runs the command.
    public func run() async throws {
        try runCommand("$tool") {
            let file = try OutputFile(output)
            try file.write("\(Greeting(name: person))\n")
            try file.close()
        }
    }

    /// Runs the command with the process's own arguments: the executable's whole program.
    ///
    /// At the top level of a file the compiler would take the parser's synchronous \`main\`, which cannot run this command.
    public static func start() async {
        await main()
    }
}
SWIFT

cat >"$package/Sources/$tool/main.swift" <<SWIFT
import ${name}Command

await $name.start()
SWIFT

cat >"$package/Tests/${heart}Tests/GreetingTests.swift" <<SWIFT
import Testing
import $heart

@Test("a greeting names the person")
func greetingNamesThePerson() {
    #expect(Greeting(name: "Ada").description == "Hello, Ada.")
}
SWIFT

cat >"$package/Tests/${name}EndToEndTests/CommandTests.swift" <<SWIFT
import TestKit
import Testing

private let $tool = BuiltTool("$tool")

@Test("the built tool greets")
func theBuiltToolGreets() async throws {
    let result = try await $tool.run(["Ada"])
    #expect(result.status == 0)
    #expect(result.output == "Hello, Ada.\n")
}

@Test("a missing argument is a usage error")
func aMissingArgumentIsAUsageError() async throws {
    #expect(try await $tool.run([]).status == 64)
}
SWIFT

cat >"$package/Requirements.txt" <<'TEXT'
# What this tool needs beside Swift. Columns: installer (debian, python, brew), purpose (run, test, bench), name, why.
TEXT

cat >"$package/Benchmarks/bench.sh" <<'BASH'
#!/usr/bin/env bash
# Prints the tool's benchmark table. It has nothing to measure yet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
swift build -c release --quiet
echo "no benchmark yet"
BASH

cat >"$package/README.md" <<TEXT
# $name

Greets somebody: the scaffold of a tool.

\`\`\`
Scripts/run.sh $tool Ada
Scripts/test.sh $name
\`\`\`
TEXT

cat >"$root/Docs/$name.md" <<TEXT
# $name: the guide

The one idea, the reading order, and exercises.
TEXT

# The umbrella learns of the package.
edit() {
    sed -i.old "$1" "$2"
    rm "$2.old"
}
edit "/Scripts\/new-tool.sh adds the next package/i\\
    Member(\\
        name: \"$name\", commands: [\"${name}Command\"], libraries: [\"$heart\"],\\
        tests: [\"${heart}Tests\", \"${name}EndToEndTests\"])," "$root/Package.swift"
edit "/Scripts\/new-tool.sh adds the next command/i\\
    $name.self," "$root/Scripts/backend/ToolCommands.swift"
edit "s/^import ArgumentParser\$/import ArgumentParser\\
import ${name}Command/" "$root/Scripts/backend/ToolCommands.swift"
swift format --in-place "$root/Scripts/backend/ToolCommands.swift" "$package"/Package.swift "$package"/{Sources,Tests}/*/*.swift

say "Packages/$name is ready: try  Scripts/test.sh $name  and  Scripts/run.sh $tool Ada"
