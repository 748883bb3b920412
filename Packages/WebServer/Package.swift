// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "WebServer",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "WebServerCore", targets: ["WebServerCore"]),
        .library(name: "WebServerCommand", targets: ["WebServerCommand"]),
        .executable(name: "webserver", targets: ["webserver"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ],
    targets: [
        .target(name: "WebServerCore"),
        .target(
            name: "WebServerCommand",
            dependencies: ["WebServerCore", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        .executableTarget(name: "webserver", dependencies: ["WebServerCommand"]),
        .testTarget(name: "WebServerCoreTests", dependencies: ["WebServerCore"]),
        .testTarget(name: "WebServerEndToEndTests", dependencies: ["WebServerCommand"]),
    ]
)
