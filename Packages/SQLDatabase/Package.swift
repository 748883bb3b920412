// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "SQLDatabase",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "SQLDatabaseCore", targets: ["SQLDatabaseCore"]),
        .library(name: "SQLDatabaseCommand", targets: ["SQLDatabaseCommand"]),
        .executable(name: "sqldatabase", targets: ["sqldatabase"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ],
    targets: [
        .target(name: "SQLDatabaseCore"),
        .target(
            name: "SQLDatabaseCommand",
            dependencies: ["SQLDatabaseCore", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        .executableTarget(name: "sqldatabase", dependencies: ["SQLDatabaseCommand"]),
        .testTarget(name: "SQLDatabaseCoreTests", dependencies: ["SQLDatabaseCore"]),
        .testTarget(name: "SQLDatabaseEndToEndTests", dependencies: ["SQLDatabaseCommand"]),
    ]
)
