import ArgumentParser
import CommandKit
import Foundation
import LinkReport
import WebAddress

/// How `check` finds the files that local documents link to.
struct LocalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The files that a link to a folder stands for; . is the folder itself.", valueName: "names"))
    var indexFiles: [String] = []

    @Option(
        help: ArgumentHelp(
            "Endings that are tried for a link to a file that is not there, such as html.", valueName: "endings"))
    var fallbackExtensions: [String] = []

    @Option(
        help: ArgumentHelp(
            "Replace what a regular expression matches in addresses before they are looked for. Repeatable.",
            valueName: "pattern replacement"))
    var remap: [String] = []

    @Option(
        help: ArgumentHelp("The folder that links such as /a begin in. Default: the target's.", valueName: "folder"))
    var rootDir: String?

    func validate() throws {
        _ = try remap.map(Self.remap)
        if let rootDir {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: rootDir, isDirectory: &isFolder), isFolder.boolValue else {
                throw ValidationError("--root-dir '\(rootDir)' is not a folder.")
            }
        }
    }

    /// The rules that the options stand for.
    func rules(_ options: CrawlOptions) throws -> LocalRules {
        var rules = LocalRules()
        if !indexFiles.isEmpty { rules.indexFiles = listed(indexFiles) }
        rules.fallbackExtensions = listed(fallbackExtensions)
        rules.remaps = try remap.map(Self.remap)
        rules.scope.includes = options.include
        rules.scope.excludes = options.exclude
        return rules
    }

    /// The web addresses that replacements begin with: the user named them.
    var remapTargets: [WebURL] {
        remap.compactMap { text in
            let replacement = text.split(separator: " ", maxSplits: 1).dropFirst().first ?? ""
            return WebURL(String(replacement.prefix { $0 != "$" })).flatMap { $0.isWeb ? $0 : nil }
        }
    }

    /// Reads `PATTERN REPLACEMENT`; `$1` in the replacement is what the first group matched. A relative replacement
    /// is a path from here.
    private static func remap(_ text: String) throws -> AddressRemap {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true).map(String.init)
        guard parts.count == 2, let pattern = try? NSRegularExpression(pattern: parts[0]) else {
            throw ValidationError(
                "--remap '\(text)' should be a regular expression, a space and a replacement, such as "
                    + "'https://example.org/(.*) ./public/$1'.")
        }
        var replacement = parts[1].trimmingCharacters(in: .whitespaces)
        if !replacement.contains("://"), !replacement.hasPrefix("$") {
            replacement = URL(filePath: replacement).standardizedFileURL.absoluteString
                .replacing("%24", with: "$")
        }
        let template = replacement
        let expression = pattern
        return AddressRemap { address in
            let range = NSRange(address.startIndex..., in: address)
            return expression.stringByReplacingMatches(in: address, range: range, withTemplate: template)
        }
    }
}
