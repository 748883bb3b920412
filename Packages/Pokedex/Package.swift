// swift-tools-version: 6.2
import PackageDescription

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let commandKit: Target.Dependency = .product(name: "CommandKit", package: "CommandKit")
let testKit: Target.Dependency = .product(name: "TestKit", package: "TestKit")
let serverShell: Target.Dependency = .product(name: "ServerShell", package: "ServerKit")

let database: Target.Dependency = .product(name: "SQLDatabase", package: "SQLDatabase")
let engines: [Target.Dependency] = [
    .product(name: "SQLiteEngine", package: "SQLDatabase"), .product(name: "PostgreSQLEngine", package: "SQLDatabase"),
]

let package = Package(
    name: "Pokedex",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PokedexModel", targets: ["PokedexModel"]),
        .library(name: "PokedexFacts", targets: ["PokedexFacts"]),
        .library(name: "PokedexStorage", targets: ["PokedexStorage"]),
        .library(name: "PokedexQueries", targets: ["PokedexQueries"]),
        .library(name: "PokedexWeb", targets: ["PokedexWeb"]),
        .library(name: "PokedexCommand", targets: ["PokedexCommand"]),
        .executable(name: "pokedex", targets: ["pokedex"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(path: "../SQLDatabase"),
        .package(path: "../ServerKit"),
        .package(path: "../CommandKit"),
        .package(path: "../TestKit"),
    ],
    targets: [
        .target(name: "PokedexModel"),
        // The facts file as bytes of the program, and zlib to read it.
        .target(
            name: "CPokedexFacts", exclude: ["facts.tsv.gz", "NOTICE"], linkerSettings: [.linkedLibrary("z")]),
        .target(name: "PokedexFacts", dependencies: ["PokedexModel", "CPokedexFacts"]),
        .target(name: "PokedexStorage", dependencies: ["PokedexFacts", database] + engines),
        .target(name: "PokedexQueries", dependencies: ["PokedexModel", "PokedexStorage", database]),
        .target(
            name: "PokedexWeb",
            dependencies: [
                "PokedexModel", "PokedexFacts", "PokedexStorage", "PokedexQueries", database, serverShell,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),
        .target(
            name: "PokedexCommand",
            dependencies: [
                "PokedexModel", "PokedexFacts", "PokedexStorage", "PokedexQueries", "PokedexWeb", database,
                serverShell, argumentParser, commandKit,
            ]),
        .executableTarget(name: "pokedex", dependencies: ["PokedexCommand"]),
        .testTarget(name: "PokedexModelTests", dependencies: ["PokedexModel"]),
        .testTarget(
            name: "PokedexFactsTests", dependencies: ["PokedexFacts", "PokedexModel"], exclude: ["Fixtures"]),
        .testTarget(
            name: "PokedexQueriesTests",
            dependencies: [
                "PokedexQueries", "PokedexStorage", "PokedexFacts", "PokedexModel", "PokedexWeb", database, testKit,
                .product(name: "SQLRecording", package: "SQLDatabase"),
            ] + engines, exclude: ["Fixtures"]),
        .testTarget(
            name: "PokedexEndToEndTests", dependencies: ["PokedexCommand", "pokedex", testKit], exclude: ["Fixtures"]),
    ]
)
