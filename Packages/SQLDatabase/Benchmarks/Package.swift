// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(path: "..")],
    targets: [
        .executableTarget(
            name: "lookups",
            dependencies: [
                .product(name: "SQLDatabase", package: "SQLDatabase"),
                .product(name: "SQLiteEngine", package: "SQLDatabase"),
                .product(name: "PostgreSQLEngine", package: "SQLDatabase"),
            ])
    ]
)
