// swift-tools-version: 6.2
import PackageDescription

let testKit = Target.Dependency.product(name: "TestKit", package: "TestKit")

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
        .library(name: "ContentCodings", targets: ["ContentCodings"]),
        .library(name: "DocumentFormats", targets: ["DocumentFormats"]),
        .library(name: "PageFetching", targets: ["PageFetching"]),
        .library(name: "CrawlStorage", targets: ["CrawlStorage"]),
        .library(name: "WebCrawlerCommand", targets: ["WebCrawlerCommand"]),
        .executable(name: "webcrawler", targets: ["webcrawler"]),
    ],
    dependencies: [
        .package(path: "../CommandKit"),
        .package(path: "../SQLDatabase"),
        .package(path: "../TestKit"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .systemLibrary(
            name: "CCMarkGFM", pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),
        .systemLibrary(name: "CPageZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CPageBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"]), .brew(["brotli"])]),
        .systemLibrary(name: "CPageZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .target(name: "PackedTables"),
        .target(name: "WebAddress", dependencies: ["PackedTables"]),
        .target(name: "HTMLScanner", dependencies: ["PackedTables"]),
        .target(name: "RobotsRules"),
        .target(name: "LooseJSON"),
        .target(name: "Crawling", dependencies: ["WebAddress", "HTMLScanner", "RobotsRules"]),
        .target(name: "LinkReport", dependencies: ["Crawling", "WebAddress", "HTMLScanner", "LooseJSON"]),
        .target(name: "ContentCodings", dependencies: ["CPageZlib", "CPageBrotli", "CPageZstd"]),
        .target(
            name: "DocumentFormats",
            dependencies: ["Crawling", "HTMLScanner", "WebAddress", "ContentCodings", "CLibXML2", "CCMarkGFM"]),
        .target(
            name: "PageFetching",
            dependencies: [
                "Crawling", "ContentCodings", "WebAddress",
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
                "CrawlStorage", "DocumentFormats",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "CommandKit", package: "CommandKit"),
            ]),
        .executableTarget(name: "webcrawler", dependencies: ["WebCrawlerCommand"]),
        .testTarget(name: "WebAddressTests", dependencies: ["WebAddress", "LooseJSON", testKit]),
        .testTarget(name: "HTMLScannerTests", dependencies: ["HTMLScanner", "LooseJSON", testKit]),
        .testTarget(name: "RobotsRulesTests", dependencies: ["RobotsRules", "LooseJSON", testKit]),
        .testTarget(
            name: "CrawlingTests",
            dependencies: ["Crawling", "WebAddress", "CrawlStorage", "PageFetching", "DocumentFormats", testKit]),
        .testTarget(
            name: "DocumentFormatsTests",
            dependencies: ["DocumentFormats", "ContentCodings", "Crawling", "HTMLScanner", "WebAddress", testKit]),
        .testTarget(name: "LinkReportTests", dependencies: ["LinkReport", "Crawling", "LooseJSON", testKit]),
        .testTarget(name: "WebCrawlerEndToEndTests", dependencies: ["WebCrawlerCommand", "LooseJSON", testKit]),
    ]
)
