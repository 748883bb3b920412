#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

// Unsafe pointers: the head of a file is read into memory of the stack.

/// Turns the paths of a command line into the files to read: folders become the text files in them.
public enum InputFinder {
    /// The endings of names that are taken as text without a look inside.
    private static let textEndings: Set<String> = ["txt", "text", "md", "markdown"]
    /// How deep folders may nest, so that no maze of mounts can exhaust the stack.
    private static let depthLimit = 64

    /// The files that a path stands for, and what was passed over in its folder.
    public struct Found: Sendable, Equatable {
        /// The text files, in the order of their names.
        public var files: [String] = []
        /// Files that are no text, linked folders, and folders that nest too deeply.
        public var skipped: [String] = []
    }

    /// The files that `path` stands for, in the order of their names.
    ///
    /// `-` and whatever is not a folder stands for itself. In a folder, hidden entries and linked folders are left out,
    /// and so are files that are no text, unless their name says that they are.
    /// - Throws: `BookError` when the folder cannot be read or holds no text.
    public static func files(at path: String) throws -> Found {
        guard path != "-", isFolder(path) else { return Found(files: [path]) }
        var found = Found()
        try find(in: path, depth: 0, &found)
        guard !found.files.isEmpty else { throw BookError.folderWithoutText(path: path) }
        return found
    }

    /// Whether a name ends as Markdown's do.
    public static func isMarkdown(_ path: String) -> Bool {
        ["md", "markdown"].contains(ending(of: path))
    }

    private static func find(in folder: String, depth: Int, _ found: inout Found) throws {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            // One folder that nobody may open must not hide the others.
            guard depth == 0 else { return found.skipped.append(folder) }
            throw BookError.unreadable(path: folder, reason: "the folder cannot be opened")
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            if isFolder(path) {
                if isLink(path) || depth + 1 >= depthLimit {
                    found.skipped.append(path)
                } else {
                    try find(in: path, depth: depth + 1, &found)
                }
            } else if isText(path) {
                found.files.append(path)
            } else {
                found.skipped.append(path)
            }
        }
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
        return withUnsafeTemporaryAllocation(byteCount: FileKind.headLength, alignment: 1) { buffer in
            guard let count = try? file.read(into: buffer) else { return false }
            let head = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            if FileKind(head: head) != nil { return false }
            // A zero byte means that it is no text, unless it is UTF-16 or UTF-32.
            let isWide =
                EncodingGuess.byMark(head) != nil
                || EncodingGuess.byContent(head, isWhole: count < FileKind.headLength) != nil
            return isWide || !head.contains(0)
        }
    }

    private static func ending(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }
}
