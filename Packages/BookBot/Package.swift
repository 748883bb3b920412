// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "BookBot",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "BookBotCore", targets: ["BookBotCore"]),
        .library(name: "BookBotCommand", targets: ["BookBotCommand"]),
        .executable(name: "bookbot", targets: ["bookbot"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ],
    targets: [
        .target(name: "BookBotCore"),
        .target(
            name: "BookBotCommand",
            dependencies: ["BookBotCore", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        .executableTarget(name: "bookbot", dependencies: ["BookBotCommand"]),
        .testTarget(name: "BookBotCoreTests", dependencies: ["BookBotCore"]),
        .testTarget(name: "BookBotEndToEndTests", dependencies: ["BookBotCommand"]),
    ]
)
