// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "SQLDatabase",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "SQLDatabase", targets: ["SQLDatabase"]),
        .library(name: "SQLiteEngine", targets: ["SQLiteEngine"]),
        .library(name: "PostgreSQLEngine", targets: ["PostgreSQLEngine"]),
        .library(name: "SQLRecording", targets: ["SQLRecording"]),
        .library(name: "CSQLite", targets: ["CSQLite"]),
        .library(name: "CPostgreSQL", targets: ["CPostgreSQL"]),
        .library(name: "SQLShellCommand", targets: ["SQLShellCommand"]),
        .executable(name: "sqlshell", targets: ["sqlshell"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(path: "../CommandKit"),
        .package(path: "../TestKit"),
    ],
    targets: [
        // For tests and benchmarks: an engine that writes down what is asked of it.
        .target(name: "SQLRecording", dependencies: ["SQLDatabase"]),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .systemLibrary(
            name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(name: "SQLDatabase"),
        .target(name: "SQLiteEngine", dependencies: ["SQLDatabase", "CSQLite"]),
        .target(name: "PostgreSQLEngine", dependencies: ["SQLDatabase", "CPostgreSQL"]),
        .target(
            name: "SQLShellCommand",
            dependencies: [
                "SQLDatabase", "SQLiteEngine", "PostgreSQLEngine",
                .product(name: "CommandKit", package: "CommandKit"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(name: "sqlshell", dependencies: ["SQLShellCommand"]),
        .testTarget(
            name: "SQLDatabaseTests",
            dependencies: [
                "SQLDatabase", "SQLiteEngine", "PostgreSQLEngine", .product(name: "TestKit", package: "TestKit"),
            ]),
        .testTarget(
            name: "SQLShellTests", dependencies: ["SQLShellCommand", .product(name: "TestKit", package: "TestKit")]),
        .testTarget(
            name: "SQLDatabaseEndToEndTests",
            dependencies: ["SQLShellCommand", .product(name: "TestKit", package: "TestKit")]),
    ]
)
