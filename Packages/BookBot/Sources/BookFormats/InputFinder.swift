#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Turns the paths of a command line into the files to read: folders become the text files in them.
public enum InputFinder {
    /// The endings of names that are taken as text without a look inside.
    private static let textEndings: Set<String> = ["txt", "text", "md", "markdown"]
    /// How many bytes of another file are looked at: a NUL among them means that it is no text.
    private static let probe = 8 << 10
    /// How deep folders may nest, so that no maze of mounts can exhaust the stack.
    private static let depthLimit = 64

    /// The files that `path` stands for, in the order of their names.
    ///
    /// `-` and whatever is not a folder stands for itself. In a folder, hidden entries and linked folders are left out,
    /// and so are files that are no text, unless their name says that they are.
    /// - Throws: `BookError` when the folder cannot be read or holds no text.
    public static func files(at path: String) throws -> [String] {
        guard path != "-", isFolder(path) else { return [path] }
        let found = try files(in: path, depth: 0)
        guard !found.isEmpty else { throw BookError.folderWithoutText(path: path) }
        return found
    }

    /// Whether a name ends as Markdown's do.
    public static func isMarkdown(_ path: String) -> Bool {
        ["md", "markdown"].contains(ending(of: path))
    }

    private static func files(in folder: String, depth: Int) throws -> [String] {
        guard depth < depthLimit else { return [] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw BookError.unreadable(path: folder, reason: "the folder cannot be opened")
        }
        var found: [String] = []
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            if isFolder(path) {
                if !isLink(path) { found += try files(in: path, depth: depth + 1) }
            } else if isText(path) {
                found.append(path)
            }
        }
        return found
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    private static func isLink(_ path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
    }

    /// A file that is text by its name, or by what it begins with. Pipes and devices inside folders are not opened.
    private static func isText(_ path: String) -> Bool {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let type = attributes[.type] as? FileAttributeType, type == .typeRegular || type == .typeSymbolicLink
        else { return false }
        if textEndings.contains(ending(of: path)) { return true }
        guard let file = try? InputFile(path), file.expectedSize != nil else { return false }
        return withUnsafeTemporaryAllocation(byteCount: probe, alignment: 1) { buffer in
            guard let count = try? file.read(into: buffer) else { return false }
            let head = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            let isUTF16 = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
            return isUTF16 || !head.contains(0)
        }
    }

    private static func ending(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }
}
