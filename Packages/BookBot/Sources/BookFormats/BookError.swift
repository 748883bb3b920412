/// Why an input cannot be analyzed. The description is one line that names the input.
public enum BookError: Error, Equatable, CustomStringConvertible {
    /// There is no such file or folder.
    case missing(path: String)
    /// The system refuses to open or read it.
    case unreadable(path: String, reason: String)
    /// It holds NUL bytes, so it is no text; `offset` counts bytes from the file's start.
    case binary(path: String, offset: Int)
    /// It is a document or an archive, and not plain text.
    case otherKind(path: String, kind: FileKind)
    /// The folder and its subfolders hold no text file.
    case folderWithoutText(path: String)
    /// It is neither a file nor a folder nor a pipe.
    case notAFile(path: String)

    /// One line: the path, and the reason.
    public var description: String {
        switch self {
        case .missing(let path): "\(path): there is no such file or folder."
        case .unreadable(let path, let reason): "\(path): it cannot be read (\(reason))."
        case .binary(let path, let offset):
            "\(path): it is binary, not text: byte \(offset) is NUL. UTF-16 that is not found by itself is named by --encoding utf-16le or utf-16be; stray NUL bytes go by: tr -d '\\000' <FILE | bookbot -"
        case .otherKind(let path, let kind): "\(path): it is \(kind.rawValue), not plain text. \(kind.advice(path))"
        case .folderWithoutText(let path): "\(path): the folder holds no text file."
        case .notAFile(let path): "\(path): it is neither a file nor a folder nor a pipe."
        }
    }
}
