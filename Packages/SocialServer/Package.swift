// swift-tools-version: 6.2
import PackageDescription

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
]
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOWebSocket", package: "swift-nio"),
]
let webSocketExtras: [Target.Dependency] = [
    .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
    .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
    .product(name: "Logging", package: "swift-log"),
]
let serverShell: Target.Dependency = .product(name: "ServerShell", package: "ServerKit")
let accounts: Target.Dependency = .product(name: "WebAccounts", package: "ServerKit")
let forms: Target.Dependency = .product(name: "MultipartForms", package: "ServerKit")
let database: Target.Dependency = .product(name: "SQLDatabase", package: "SQLDatabase")
let engines: [Target.Dependency] = [
    .product(name: "SQLiteEngine", package: "SQLDatabase"), .product(name: "PostgreSQLEngine", package: "SQLDatabase"),
]

let commandKit: Target.Dependency = .product(name: "CommandKit", package: "CommandKit")
let testKit: Target.Dependency = .product(name: "TestKit", package: "TestKit")

let package = Package(
    name: "SocialServer",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "SocialService", targets: ["SocialService"]),
        .library(name: "SocialStorage", targets: ["SocialStorage"]),
        .library(name: "MastodonAPI", targets: ["MastodonAPI"]),
        .library(name: "WebSockets", targets: ["WebSockets"]),
        .library(name: "GraphQLEngine", targets: ["GraphQLEngine"]),
        .library(name: "SocialPages", targets: ["SocialPages"]),
        .library(name: "SocialServerCommand", targets: ["SocialServerCommand"]),
        .executable(name: "socialserver", targets: ["socialserver"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.30.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
        .package(path: "../SQLDatabase"),
        .package(path: "../CommandKit"),
        .package(path: "../TestKit"),
        .package(path: "../ServerKit"),
    ],
    targets: [
        .target(name: "SocialService"),
        .target(name: "GraphQLEngine"),
        .target(name: "SocialStorage", dependencies: ["SocialService", database] + engines),
        .target(name: "WebSockets", dependencies: hummingbird + nio + webSocketExtras),
        .target(
            name: "MastodonAPI",
            dependencies: [
                "SocialService", "WebSockets", serverShell, accounts, forms,
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ] + hummingbird + nio),
        .target(
            name: "SocialPages", dependencies: ["SocialService", serverShell] + hummingbird,
            resources: [
                .embedInCode("Assets/social.css"), .embedInCode("Assets/client.js"), .embedInCode("Assets/views.js"),
                .embedInCode("Assets/icon.svg"),
            ]),
        .target(
            name: "SocialServerCommand",
            dependencies: [
                "SocialService", "SocialStorage", "MastodonAPI", "SocialPages", "WebSockets", database, serverShell,
                accounts, argumentParser, commandKit,
            ]),
        .executableTarget(name: "socialserver", dependencies: ["SocialServerCommand"]),
        .testTarget(
            name: "SocialServiceTests", dependencies: [testKit, "SocialService", "SocialStorage", database] + engines),
        .testTarget(name: "GraphQLEngineTests", dependencies: [testKit, "GraphQLEngine"], exclude: ["Fixtures"]),
        .testTarget(name: "MastodonAPITests", dependencies: [testKit, "MastodonAPI", "SocialService"]),
        .testTarget(
            name: "WebSocketsTests", dependencies: [testKit, "WebSockets", serverShell], exclude: ["Fixtures"]),
        .testTarget(
            name: "StreamingTests",
            dependencies: [
                testKit,
                "MastodonAPI", "SocialService", "SocialStorage", "WebSockets", "socialserver", serverShell, accounts,
                database,
            ] + engines, exclude: ["Fixtures"]),
        .testTarget(
            name: "SocialPagesTests",
            dependencies: [testKit, "SocialServerCommand", "SocialPages", "MastodonAPI", "socialserver"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "SocialServerEndToEndTests",
            dependencies: [testKit, "SocialServerCommand", "MastodonAPI", "socialserver"],
            exclude: ["Fixtures"]),
    ]
)
