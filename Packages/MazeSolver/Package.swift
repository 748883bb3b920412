// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "MazeSolver",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "MazeSolverCore", targets: ["MazeSolverCore"]),
        .library(name: "MazeSolverCommand", targets: ["MazeSolverCommand"]),
        .executable(name: "mazesolver", targets: ["mazesolver"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ],
    targets: [
        .target(name: "MazeSolverCore"),
        .target(
            name: "MazeSolverCommand",
            dependencies: ["MazeSolverCore", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        .executableTarget(name: "mazesolver", dependencies: ["MazeSolverCommand"]),
        .testTarget(name: "MazeSolverCoreTests", dependencies: ["MazeSolverCore"]),
        .testTarget(name: "MazeSolverEndToEndTests", dependencies: ["MazeSolverCommand"]),
    ]
)
