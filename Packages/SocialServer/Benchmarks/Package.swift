// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(path: ".."),
        .package(path: "../../SQLDatabase"),
    ],
    targets: [
        .executableTarget(
            name: "floor",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
        .executableTarget(
            name: "timelines",
            dependencies: [
                .product(name: "SocialService", package: "SocialServer"),
                .product(name: "SocialStorage", package: "SocialServer"),
                .product(name: "SQLDatabase", package: "SQLDatabase"),
                .product(name: "SQLiteEngine", package: "SQLDatabase"),
                .product(name: "SQLRecording", package: "SQLDatabase"),
            ]),
    ]
)
