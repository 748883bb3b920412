// swift-tools-version: 6.2
// The umbrella: one build graph for every package. `swift build` builds every tool into the one program `backend`;
// `swift test` runs every package's tests. Each package also builds and tests alone, in its own folder.
import Foundation
import PackageDescription

/// What the umbrella needs to know of one package under `Packages/`.
struct Member {
    /// The folder under `Packages/`.
    let name: String
    /// The library product with the tool's command line; its type is a subcommand of `backend`.
    let commands: [String]
    /// The other library products, which the tests import.
    let libraries: [String]
    /// The folders under `Packages/NAME/Tests/`.
    let tests: [String]
    /// Third-party products that the tests import themselves.
    var testDependencies: [Target.Dependency] = []

    var products: [Target.Dependency] {
        (commands + libraries).map { .product(name: $0, package: name) }
    }
}

let members: [Member] = [
    Member(
        name: "BookBot", commands: ["BookBotCommand"], libraries: ["TextAnalysis", "BookFormats"],
        tests: ["TextAnalysisTests", "BookFormatsTests", "BookBotEndToEndTests"]),
    Member(
        name: "MazeSolver", commands: ["MazeSolverCommand", "ShortestPathCommand"],
        libraries: ["Mazes", "MazeDrawing", "Graphs"],
        tests: [
            "MazesTests", "MazeDrawingTests", "MazeSolverEndToEndTests", "GraphsTests", "ShortestPathEndToEndTests",
        ]),
    Member(
        name: "WebServer", commands: ["WebServerCommand"], libraries: ["HTTPMessages", "StaticSite", "SocketLoop"],
        tests: [
            "HTTPMessagesTests", "StaticSiteTests", "SocketLoopTests", "WebServerEndToEndTests", "LandingPageTests",
        ]),
    Member(
        name: "SQLDatabase", commands: ["SQLShellCommand"],
        libraries: ["SQLDatabase", "SQLiteEngine", "PostgreSQLEngine"],
        tests: ["SQLDatabaseTests", "SQLShellTests", "SQLDatabaseEndToEndTests"]),
    Member(
        name: "WebCrawler", commands: ["WebCrawlerCommand"],
        libraries: [
            "WebAddress", "HTMLScanner", "RobotsRules", "LooseJSON", "Crawling", "LinkReport", "PageFetching",
            "CrawlStorage", "ContentCodings", "DocumentFormats",
        ],
        tests: [
            "WebAddressTests", "HTMLScannerTests", "RobotsRulesTests", "CrawlingTests", "DocumentFormatsTests",
            "LinkReportTests", "WebCrawlerEndToEndTests",
        ]),
    Member(
        name: "ServerKit", commands: [], libraries: ["ServerShell", "WebAccounts", "MultipartForms"],
        tests: ["ServerShellTests", "WebAccountsTests", "MultipartFormsTests"]),
    Member(
        name: "Pokedex", commands: ["PokedexCommand"],
        libraries: ["PokedexModel", "PokedexFacts", "PokedexStorage", "PokedexQueries", "PokedexWeb"],
        tests: ["PokedexModelTests", "PokedexFactsTests", "PokedexQueriesTests", "PokedexEndToEndTests"],
        testDependencies: [
            .product(name: "SQLDatabase", package: "SQLDatabase"),
            .product(name: "SQLiteEngine", package: "SQLDatabase"),
            .product(name: "SQLRecording", package: "SQLDatabase"),
            .product(name: "PostgreSQLEngine", package: "SQLDatabase"),
        ]),
    Member(
        name: "SocialServer", commands: ["SocialServerCommand"],
        libraries: ["SocialService", "SocialStorage", "MastodonAPI", "WebSockets", "SocialPages", "GraphQLEngine"],
        tests: [
            "SocialServiceTests", "MastodonAPITests", "WebSocketsTests", "StreamingTests", "SocialPagesTests",
            "SocialServerEndToEndTests", "GraphQLEngineTests",
        ],
        testDependencies: [
            .product(name: "SQLDatabase", package: "SQLDatabase"),
            .product(name: "SQLiteEngine", package: "SQLDatabase"),
            .product(name: "PostgreSQLEngine", package: "SQLDatabase"),
            .product(name: "ServerShell", package: "ServerKit"),
            .product(name: "WebAccounts", package: "ServerKit"),
        ]),
    Member(
        name: "CommandKit", commands: [], libraries: ["CommandKit"], tests: ["CommandKitTests"],
        testDependencies: [.product(name: "commandkit-sample", package: "CommandKit")]),
    Member(name: "TestKit", commands: [], libraries: [], tests: ["TestKitTests"]),
    Member(
        name: "TodoApp", commands: ["TodoAppCommand"],
        libraries: ["TodoModel", "CalendarFormat", "TodoStorage", "TodoWeb"],
        tests: ["CalendarFormatTests", "TodoModelTests", "TodoStorageTests", "TodoAppEndToEndTests"],
        testDependencies: [
            .product(name: "SQLDatabase", package: "SQLDatabase"),
            .product(name: "SQLiteEngine", package: "SQLDatabase"),
            .product(name: "PostgreSQLEngine", package: "SQLDatabase"),
        ]),
    // Scripts/new-tool.sh adds the next package above this line.
]

/// Whether a test folder holds data, which its tests find by their own path.
func hasFixtures(_ package: String, _ test: String) -> Bool {
    FileManager.default.fileExists(
        atPath: "\(Context.packageDirectory)/Packages/\(package)/Tests/\(test)/Fixtures")
}

let package = Package(
    name: "backend",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    ] + members.map { .package(path: "Packages/\($0.name)") },
    targets: [
        .executableTarget(
            name: "backend",
            dependencies: [
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "CommandKit", package: "CommandKit"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ] + members.flatMap { member in member.commands.map { .product(name: $0, package: member.name) } },
            path: "Scripts/backend"),
        .testTarget(
            name: "RepositoryTests", dependencies: [.product(name: "TestKit", package: "TestKit")],
            path: "Scripts/RepositoryTests"),
    ]
        + members.flatMap { member in
            member.tests.map { test in
                Target.testTarget(
                    name: test,
                    dependencies: member.products + member.testDependencies
                        + [.product(name: "TestKit", package: "TestKit")],
                    path: "Packages/\(member.name)/Tests/\(test)",
                    exclude: hasFixtures(member.name, test) ? ["Fixtures"] : [])
            }
        }
)
