// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "CommandKit",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "CommandKit", targets: ["CommandKit"]),
        .executable(name: "commandkit-sample", targets: ["commandkit-sample"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(path: "../TestKit"),
    ],
    targets: [
        .target(
            name: "CommandKit", dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")]),
        // A program that does each thing the library offers, for the tests to run.
        .executableTarget(
            name: "commandkit-sample",
            dependencies: ["CommandKit", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/Sample"),
        .testTarget(
            name: "CommandKitTests", dependencies: ["CommandKit", .product(name: "TestKit", package: "TestKit")]),
    ]
)
