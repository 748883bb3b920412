// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "WebCrawler",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "WebAddress", targets: ["WebAddress"]),
        .library(name: "HTMLScanner", targets: ["HTMLScanner"]),
        .library(name: "RobotsRules", targets: ["RobotsRules"]),
        .library(name: "LooseJSON", targets: ["LooseJSON"]),
        .library(name: "Crawling", targets: ["Crawling"]),
        .library(name: "LinkReport", targets: ["LinkReport"]),
        .library(name: "PageFetching", targets: ["PageFetching"]),
        .library(name: "CrawlStorage", targets: ["CrawlStorage"]),
        .library(name: "WebCrawlerCommand", targets: ["WebCrawlerCommand"]),
        .executable(name: "webcrawler", targets: ["webcrawler"]),
    ],
    dependencies: [
        .package(path: "../SQLDatabase"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    ],
    targets: [
        .target(name: "PackedTables"),
        .target(name: "WebAddress", dependencies: ["PackedTables"]),
        .target(name: "HTMLScanner", dependencies: ["PackedTables"]),
        .target(name: "RobotsRules"),
        .target(name: "LooseJSON"),
        .target(name: "Crawling", dependencies: ["WebAddress", "HTMLScanner", "RobotsRules"]),
        .target(name: "LinkReport", dependencies: ["Crawling", "WebAddress", "HTMLScanner", "LooseJSON"]),
        .target(
            name: "PageFetching",
            dependencies: [
                "Crawling", "WebAddress", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(
            name: "CrawlStorage",
            dependencies: [
                "Crawling", "WebAddress", "HTMLScanner", .product(name: "SQLDatabase", package: "SQLDatabase"),
                .product(name: "SQLiteEngine", package: "SQLDatabase"),
            ]),
        .target(
            name: "WebCrawlerCommand",
            dependencies: [
                "WebAddress", "HTMLScanner", "RobotsRules", "LooseJSON", "Crawling", "LinkReport", "PageFetching",
                "CrawlStorage",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(name: "webcrawler", dependencies: ["WebCrawlerCommand"]),
        .testTarget(name: "WebAddressTests", dependencies: ["WebAddress", "LooseJSON"]),
        .testTarget(name: "HTMLScannerTests", dependencies: ["HTMLScanner", "LooseJSON"]),
        .testTarget(name: "RobotsRulesTests", dependencies: ["RobotsRules", "LooseJSON"]),
        .testTarget(name: "CrawlingTests", dependencies: ["Crawling", "WebAddress", "CrawlStorage", "PageFetching"]),
        .testTarget(name: "LinkReportTests", dependencies: ["LinkReport", "Crawling", "LooseJSON"]),
        .testTarget(name: "WebCrawlerEndToEndTests", dependencies: ["WebCrawlerCommand", "LooseJSON"]),
    ]
)
