// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "WebServer",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "HTTPMessages", targets: ["HTTPMessages"]),
        .library(name: "StaticSite", targets: ["StaticSite"]),
        .library(name: "SocketLoop", targets: ["SocketLoop"]),
        .library(name: "WebServerCommand", targets: ["WebServerCommand"]),
        .executable(name: "webserver", targets: ["webserver"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(path: "../TestKit"),
    ],
    targets: [
        // The heart: bytes to messages and back. It imports nothing.
        .target(name: "HTTPMessages", swiftSettings: [.enableExperimentalFeature("Lifetimes")]),
        // The calls that Glibc's module lacks.
        .target(name: "CSocketCalls"),
        // The system's compressors, loaded when they are wanted.
        .target(name: "CCompression"),
        // Threads of the system, and work that an event loop must not wait for.
        .target(name: "BackgroundWork"),
        // The landing page's files, put into the binary by the C compiler.
        .target(name: "CLandingPage"),
        .target(
            name: "StaticSite", dependencies: ["HTTPMessages", "CSocketCalls", "CLandingPage", "BackgroundWork"],
            exclude: ["LandingPage"]),
        .target(
            name: "SocketLoop", dependencies: ["HTTPMessages", "CSocketCalls", "BackgroundWork"],
            swiftSettings: [.enableExperimentalFeature("Lifetimes")]),
        .target(
            name: "WebServerCommand",
            dependencies: [
                "HTTPMessages", "StaticSite", "SocketLoop", "BackgroundWork", "CCompression", "CSocketCalls",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(name: "webserver", dependencies: ["WebServerCommand"]),
        .testTarget(name: "HTTPMessagesTests", dependencies: ["HTTPMessages"]),
        .testTarget(
            name: "StaticSiteTests",
            dependencies: ["StaticSite", "HTTPMessages", .product(name: "TestKit", package: "TestKit")]),
        .testTarget(name: "SocketLoopTests", dependencies: ["SocketLoop", "HTTPMessages"]),
        .testTarget(
            name: "WebServerEndToEndTests",
            dependencies: [
                "WebServerCommand", "HTTPMessages", "StaticSite", "SocketLoop",
                .product(name: "TestKit", package: "TestKit"),
            ]),
        .testTarget(
            name: "LandingPageTests",
            dependencies: ["WebServerCommand", "StaticSite", .product(name: "TestKit", package: "TestKit")]),
    ]
)
