// swift-tools-version: 6.2
import PackageDescription

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let commandKit: Target.Dependency = .product(name: "CommandKit", package: "CommandKit")
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
        .library(name: "TodoAppCommand", targets: ["TodoAppCommand"]),
        .executable(name: "todo", targets: ["todo"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(path: "../CommandKit"),
        .package(path: "../SQLDatabase"),
        .package(path: "../TestKit"),
    ],
    targets: [
        .target(name: "CalendarFormat"),
        .target(name: "TodoModel", dependencies: ["CalendarFormat"]),
        .target(name: "TodoStorage", dependencies: ["TodoModel", "CalendarFormat", database] + engines),
        .target(
            name: "TodoAppCommand",
            dependencies: [
                "TodoModel", "CalendarFormat", "TodoStorage", database, commandKit, argumentParser,
            ]),
        .executableTarget(name: "todo", dependencies: ["TodoAppCommand"]),
        .testTarget(name: "CalendarFormatTests", dependencies: ["CalendarFormat"]),
        .testTarget(name: "TodoModelTests", dependencies: ["TodoModel", "CalendarFormat"]),
        .testTarget(
            name: "TodoStorageTests",
            dependencies: ["TodoStorage", "TodoModel", "CalendarFormat", database, testKit] + engines),
        .testTarget(
            name: "TodoAppEndToEndTests",
            dependencies: ["TodoAppCommand", "TodoModel", "CalendarFormat", "todo", testKit]),
    ]
)
