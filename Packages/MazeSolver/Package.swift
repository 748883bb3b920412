// swift-tools-version: 6.2
import PackageDescription

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let commandKit: Target.Dependency = .product(name: "CommandKit", package: "CommandKit")
let testKit: Target.Dependency = .product(name: "TestKit", package: "TestKit")

let package = Package(
    name: "MazeSolver",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Mazes", targets: ["Mazes"]),
        .library(name: "MazeDrawing", targets: ["MazeDrawing"]),
        .library(name: "MazeSolverCommand", targets: ["MazeSolverCommand"]),
        .executable(name: "mazesolver", targets: ["mazesolver"]),
        .library(name: "Graphs", targets: ["Graphs"]),
        .library(name: "ShortestPathCommand", targets: ["ShortestPathCommand"]),
        .executable(name: "shortestpath", targets: ["shortestpath"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(path: "../CommandKit"),
        .package(path: "../TestKit"),
    ],
    targets: [
        // Mazes: the grid, its generators and solvers; then its pictures; then the command.
        .target(name: "Mazes"),
        .target(
            name: "MazeDrawing", dependencies: ["Mazes", "CZlib", "CJPEG"],
            resources: [.embedInCode("Player/player.html")]),
        .target(name: "MazeSolverCommand", dependencies: ["Mazes", "MazeDrawing", argumentParser, commandKit]),
        .executableTarget(name: "mazesolver", dependencies: ["MazeSolverCommand"]),

        // Graphs: compressed sparse rows and their shortest paths; then the command.
        .target(name: "Graphs"),
        .target(name: "ShortestPathCommand", dependencies: ["Graphs", "CZlib", argumentParser, commandKit]),
        .executableTarget(name: "shortestpath", dependencies: ["ShortestPathCommand"]),

        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

        // libjpeg leaves its errors by longjmp, which Swift must not be jumped over: a C target catches them.
        .systemLibrary(
            name: "CLibJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg62-turbo-dev"]), .brew(["jpeg-turbo"])]),
        .target(name: "CJPEG", dependencies: ["CLibJPEG"]),

        .testTarget(name: "MazesTests", dependencies: ["Mazes"]),
        .testTarget(name: "MazeDrawingTests", dependencies: ["MazeDrawing", "Mazes", testKit], exclude: ["Fixtures"]),
        .testTarget(
            name: "MazeSolverEndToEndTests",
            dependencies: ["MazeSolverCommand", "mazesolver", "shortestpath", testKit],
            exclude: ["Fixtures"]),
        .testTarget(name: "GraphsTests", dependencies: ["Graphs"]),
        .testTarget(
            name: "ShortestPathEndToEndTests", dependencies: ["ShortestPathCommand", "shortestpath", testKit],
            exclude: ["Fixtures"]),
    ]
)
