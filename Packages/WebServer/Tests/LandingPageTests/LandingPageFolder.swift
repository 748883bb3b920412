import Foundation

/// The files of the landing page, as they lie in the source tree.
enum LandingPageFolder {
    /// The package's folder.
    static let package = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The page's folder.
    static let page = package.appending(path: "Sources/StaticSite/LandingPage")

    /// The paths of all files in it, sorted.
    static func paths() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: page.path).filter { path in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(
                atPath: page.appending(path: path).path, isDirectory: &isFolder)
            return exists && !isFolder.boolValue
        }.sorted()
    }

    static func bytes(of path: String) throws -> Data {
        try Data(contentsOf: page.appending(path: path))
    }

    static func text(of path: String) throws -> String {
        String(decoding: try bytes(of: path), as: UTF8.self)
    }
}
