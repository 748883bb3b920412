public import Foundation

/// Standards' test data that others publish: found where Debian's packages carry it, never kept in this repository.
///
/// `Scripts/setup.sh` takes the files that a `Requirements.txt` names as `debfile` into `.build-vectors/`. The variable
/// `VECTORS` names a folder with the same files or more of them, which wins.
public enum Vectors {
    /// A file or folder of the data, such as `url/urltestdata.json`; nil if it is nowhere.
    public static func find(_ path: String, _ file: String = #filePath) -> URL? {
        if let folder = ProcessInfo.processInfo.environment["VECTORS"] {
            let found = URL(filePath: folder).appending(path: path)
            if FileManager.default.fileExists(atPath: found.path) { return found }
        }
        var folder = URL(filePath: file).deletingLastPathComponent()
        while folder.path != "/" {
            let found = folder.appending(path: ".build-vectors").appending(path: path)
            if FileManager.default.fileExists(atPath: found.path) { return found }
            folder.deleteLastPathComponent()
        }
        return nil
    }
}
