import Foundation

/// What forms learn in the games of generations 1 and 2.
///
/// Pokémon Showdown keeps these apart from the newer ones, in `data/mods/gen2/learnsets`, as a program of nested
/// objects: a form's key, the word `learnset`, and a line for each move with the codes of how it is learnt.
enum ShowdownOldLearnsets {
    /// The learnsets by the key of the form.
    ///
    /// - Throws: `ShowdownImport.Failure` if the file cannot be read or names no learnset.
    static func read(_ file: URL) throws(ShowdownImport.Failure) -> [String: [String: [String]]] {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { throw .missing(file: file.path) }
        var learnsets: [String: [String: [String]]] = [:]
        var path: [String] = []
        for line in text.split(separator: "\n") {
            let words = line.trimmingCharacters(in: .whitespaces)
            if words.hasSuffix("{") {
                path.append(key(of: words))
            } else if words.hasPrefix("}") {
                if !path.isEmpty { path.removeLast() }
            } else if path.last == "learnset", path.count >= 2, words.contains("["), words.contains("]") {
                let codes = words.split(separator: "\"").filter { $0.first?.isNumber == true }.map(String.init)
                learnsets[path[path.count - 2], default: [:]][key(of: words)] = codes
            }
        }
        guard !learnsets.isEmpty else {
            throw .malformed(file: file.path, problem: "there is no line 'learnset: {' in it")
        }
        return learnsets
    }

    /// The word before a line's colon, without quotes.
    private static func key(of line: String) -> String {
        String(line.prefix { $0 != ":" }).trimmingCharacters(in: CharacterSet(charactersIn: "\"' \t"))
    }
}
