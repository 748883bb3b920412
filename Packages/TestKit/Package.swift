// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "TestKit",
    platforms: [.macOS(.v15)],
    products: [.library(name: "TestKit", targets: ["TestKit"])],
    dependencies: [
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    ],
    targets: [
        .target(
            name: "TestKit",
            dependencies: [
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(
                    name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
            ]),
        .testTarget(name: "TestKitTests", dependencies: ["TestKit"]),
    ]
)
