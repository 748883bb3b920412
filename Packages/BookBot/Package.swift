// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "BookBot",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "TextAnalysis", targets: ["TextAnalysis"]),
        .library(name: "BookFormats", targets: ["BookFormats"]),
        .library(name: "BookBotCommand", targets: ["BookBotCommand"]),
        .executable(name: "bookbot", targets: ["bookbot"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(path: "../CommandKit"),
        .package(path: "../TestKit"),
    ],
    targets: [
        .target(name: "TextAnalysis"),
        .target(name: "BookFormats", dependencies: ["TextAnalysis"]),
        .target(
            name: "BookBotCommand",
            dependencies: [
                "TextAnalysis", "BookFormats", .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "CommandKit", package: "CommandKit"),
            ]),
        .executableTarget(name: "bookbot", dependencies: ["BookBotCommand"]),
        .testTarget(
            name: "TextAnalysisTests", dependencies: ["TextAnalysis", .product(name: "TestKit", package: "TestKit")]),
        .testTarget(
            name: "BookFormatsTests",
            dependencies: ["BookFormats", "TextAnalysis", .product(name: "TestKit", package: "TestKit")]),
        .testTarget(
            name: "BookBotEndToEndTests",
            dependencies: [
                "BookBotCommand", "BookFormats", "TextAnalysis", .product(name: "TestKit", package: "TestKit"),
            ]),
    ]
)
