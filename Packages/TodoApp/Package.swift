// swift-tools-version: 6.2
import PackageDescription

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let commandKit: Target.Dependency = .product(name: "CommandKit", package: "CommandKit")
let serverShell: Target.Dependency = .product(name: "ServerShell", package: "ServerKit")
let webAccounts: Target.Dependency = .product(name: "WebAccounts", package: "ServerKit")
let testKit: Target.Dependency = .product(name: "TestKit", package: "TestKit")

let database: Target.Dependency = .product(name: "SQLDatabase", package: "SQLDatabase")
let engines: [Target.Dependency] = [
    .product(name: "SQLiteEngine", package: "SQLDatabase"), .product(name: "PostgreSQLEngine", package: "SQLDatabase"),
]

let package = Package(
    name: "TodoApp",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "TodoModel", targets: ["TodoModel"]),
        .library(name: "CalendarFormat", targets: ["CalendarFormat"]),
        .library(name: "TodoStorage", targets: ["TodoStorage"]),
        .library(name: "TodoWeb", targets: ["TodoWeb"]),
        .library(name: "TodoAppCommand", targets: ["TodoAppCommand"]),
        .executable(name: "todo", targets: ["todo"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(path: "../CommandKit"),
        .package(path: "../ServerKit"),
        .package(path: "../SQLDatabase"),
        .package(path: "../TestKit"),
    ],
    targets: [
        .target(name: "CalendarFormat"),
        .target(name: "TodoModel", dependencies: ["CalendarFormat"]),
        .target(name: "TodoStorage", dependencies: ["TodoModel", "CalendarFormat", database] + engines),
        .target(
            name: "TodoWeb",
            dependencies: [
                "TodoModel", "CalendarFormat", "TodoStorage", serverShell, webAccounts,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .target(
            name: "TodoAppCommand",
            dependencies: [
                "TodoModel", "CalendarFormat", "TodoStorage", "TodoWeb", serverShell, webAccounts, database, commandKit,
                argumentParser,
            ]),
        .executableTarget(name: "todo", dependencies: ["TodoAppCommand"]),
        .testTarget(name: "CalendarFormatTests", dependencies: ["CalendarFormat"]),
        .testTarget(
            name: "TodoModelTests", dependencies: ["TodoModel", "CalendarFormat"], exclude: ["Fixtures"]),
        .testTarget(
            name: "TodoStorageTests",
            dependencies: ["TodoStorage", "TodoModel", "CalendarFormat", database, testKit] + engines),
        .testTarget(
            name: "TodoAppEndToEndTests",
            dependencies: ["TodoAppCommand", "TodoModel", "CalendarFormat", "todo", testKit], exclude: ["Fixtures"]),
    ]
)
