// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "ServerKit",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "ServerShell", targets: ["ServerShell"]),
        .library(name: "WebAccounts", targets: ["WebAccounts"]),
        .library(name: "MultipartForms", targets: ["MultipartForms"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
        .package(path: "../TestKit"),
    ],
    targets: [
        .target(
            name: "ServerShell",
            dependencies: [
                "CServerZlib",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        // The system's zlib; the module's name is the street's own, since one build graph holds every package.
        .systemLibrary(name: "CServerZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .target(
            name: "WebAccounts",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        .target(name: "MultipartForms"),
        .testTarget(
            name: "ServerShellTests", dependencies: ["ServerShell", .product(name: "TestKit", package: "TestKit")]),
        .testTarget(
            name: "WebAccountsTests", dependencies: ["WebAccounts", .product(name: "TestKit", package: "TestKit")]),
        .testTarget(
            name: "MultipartFormsTests",
            dependencies: ["MultipartForms", "ServerShell", .product(name: "TestKit", package: "TestKit")],
            exclude: ["Fixtures"]),
    ]
)
