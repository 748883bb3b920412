// swift-tools-version: 6.2
// The umbrella: one build graph for the whole street. `swift build` builds every tool into the one program
// `backend`; `swift test` runs every package's tests. Each package also builds and tests alone, in its own folder.
import Foundation
import PackageDescription

/// What the umbrella needs to know of one package under `Packages/`.
struct House {
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

let street: [House] = [
    House(
        name: "BookBot", commands: ["BookBotCommand"], libraries: ["TextAnalysis", "BookFormats"],
        tests: ["TextAnalysisTests", "BookFormatsTests", "BookBotEndToEndTests"]),
    House(
        name: "MazeSolver", commands: ["MazeSolverCommand", "ShortestPathCommand"],
        libraries: ["Mazes", "MazeDrawing", "Graphs"],
        tests: [
            "MazesTests", "MazeDrawingTests", "MazeSolverEndToEndTests", "GraphsTests", "ShortestPathEndToEndTests",
        ]),
    House(
        name: "WebServer", commands: ["WebServerCommand"], libraries: ["HTTPMessages", "StaticSite", "SocketLoop"],
        tests: [
            "HTTPMessagesTests", "StaticSiteTests", "SocketLoopTests", "WebServerEndToEndTests", "LandingPageTests",
        ]),
    House(
        name: "SQLDatabase", commands: ["SQLShellCommand"],
        libraries: ["SQLDatabase", "SQLiteEngine", "PostgreSQLEngine"],
        tests: ["SQLDatabaseTests", "SQLDatabaseEndToEndTests"]),
    House(
        name: "WebCrawler", commands: ["WebCrawlerCommand"],
        libraries: [
            "WebAddress", "HTMLScanner", "RobotsRules", "LooseJSON", "Crawling", "LinkReport", "PageFetching",
            "CrawlStorage",
        ],
        tests: [
            "WebAddressTests", "HTMLScannerTests", "RobotsRulesTests", "CrawlingTests", "LinkReportTests",
            "WebCrawlerEndToEndTests",
        ]),
    House(
        name: "ServerKit", commands: [], libraries: ["ServerShell", "WebAccounts", "MultipartForms"],
        tests: ["ServerShellTests", "WebAccountsTests", "MultipartFormsTests"]),
    House(
        name: "Pokedex", commands: ["PokedexCommand"],
        libraries: ["PokedexModel", "PokedexFacts", "PokedexStorage", "PokedexQueries", "PokedexWeb"],
        tests: ["PokedexModelTests", "PokedexFactsTests", "PokedexQueriesTests", "PokedexEndToEndTests"],
        testDependencies: [
            .product(name: "SQLDatabase", package: "SQLDatabase"),
            .product(name: "SQLiteEngine", package: "SQLDatabase"),
            .product(name: "PostgreSQLEngine", package: "SQLDatabase"),
        ]),
    House(
        name: "SocialServer", commands: ["SocialServerCommand"],
        libraries: ["SocialService", "SocialStorage", "MastodonAPI", "WebSockets", "SocialPages"],
        tests: [
            "SocialServiceTests", "MastodonAPITests", "WebSocketsTests", "StreamingTests", "SocialPagesTests",
            "SocialServerEndToEndTests",
        ],
        testDependencies: [
            .product(name: "SQLDatabase", package: "SQLDatabase"),
            .product(name: "SQLiteEngine", package: "SQLDatabase"),
            .product(name: "PostgreSQLEngine", package: "SQLDatabase"),
            .product(name: "ServerShell", package: "ServerKit"),
            .product(name: "WebAccounts", package: "ServerKit"),
        ]),
    // Scripts/new-tool.sh adds the next house above this line.
]

/// Whether a test folder holds data, which its tests find by their own path.
func hasFixtures(_ house: String, _ test: String) -> Bool {
    FileManager.default.fileExists(
        atPath: "\(Context.packageDirectory)/Packages/\(house)/Tests/\(test)/Fixtures")
}

let package = Package(
    name: "backend",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ] + street.map { .package(path: "Packages/\($0.name)") },
    targets: [
        .executableTarget(
            name: "backend",
            dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")]
                + street.flatMap { house in house.commands.map { .product(name: $0, package: house.name) } },
            path: "Scripts/backend"),
        .testTarget(name: "HouseTests", path: "Scripts/HouseTests"),
    ]
        + street.flatMap { house in
            house.tests.map { test in
                Target.testTarget(
                    name: test,
                    dependencies: house.products + house.testDependencies,
                    path: "Packages/\(house.name)/Tests/\(test)",
                    exclude: hasFixtures(house.name, test) ? ["Fixtures"] : [])
            }
        }
)
