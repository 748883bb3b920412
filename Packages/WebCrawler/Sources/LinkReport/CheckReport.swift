import Foundation

/// What `check` found: one value behind all forms that people, programs and CI systems read.
public struct CheckReport: Sendable {
    /// The forms.
    public enum Format: String, Sendable, CaseIterable {
        /// For people: grouped by target.
        case text
        /// One JSON object.
        case json
        /// JUnit's XML, for CI systems.
        case junit
        /// A Markdown list, for issues and summaries.
        case markdown
        /// SARIF 2.1.0, for code scanning.
        case sarif
        /// Workflow commands of GitHub Actions: annotations beside the lines.
        case github
    }

    /// How many pages were checked.
    public var pageCount = 0
    /// How many links were checked.
    public var linkCount = 0
    /// The findings.
    public var findings: [Finding] = []
    /// What was not checked.
    public var skipped = SkippedLinks()
    /// How many findings the baseline accepts.
    public var accepted = 0
    /// How many findings `--ignore` removed.
    public var ignored = 0
    /// Why the check is incomplete; nil when it is not.
    public var incomplete: String?
    /// What else is to be said: a scope that moved, a sitemap that could not be read.
    public var notes: [String] = []
    /// The folder that paths of local files are told relative to, absolute; nil: they stay addresses.
    public var folder: String?

    /// Makes a report of nothing.
    public init() {}

    /// Removes the findings that a baseline accepts.
    public mutating func accept(_ baseline: Set<String>) {
        let remaining = findings.filter { !baseline.contains($0.key) }
        accepted += findings.count - remaining.count
        findings = remaining
    }

    /// Removes findings of some kinds.
    public mutating func ignore(_ kinds: Set<Finding.Kind>) {
        let remaining = findings.filter { !kinds.contains($0.kind) }
        ignored += findings.count - remaining.count
        findings = remaining
    }

    /// Makes every note an error.
    public mutating func makeStrict() {
        for index in findings.indices { findings[index].severity = .error }
    }

    /// How many findings make the check fail.
    public var errorCount: Int { findings.count { $0.severity == .error } }

    /// The lines of a baseline that accepts all present findings.
    public var baseline: String {
        "# Findings that webcrawler check accepts: KIND SOURCE TARGET\n"
            + Set(findings.map(\.key)).sorted().map { $0 + "\n" }.joined()
    }

    /// Reads a baseline.
    public static func readBaseline(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.hasPrefix("#") && !$0.isEmpty })
    }

    /// The report in a form.
    ///
    /// - Throws: What Foundation's encoder throws.
    public func formatted(_ format: Format) throws -> [UInt8] {
        switch format {
        case .text: Array(text.utf8)
        case .json: try json()
        case .junit: Array(junit.utf8)
        case .markdown: Array(markdown.utf8)
        case .sarif: try SARIFLog(self).encoded()
        case .github: Array(GitHubAnnotations(self).text.utf8)
        }
    }

    /// One sentence about the whole.
    public var conclusion: String {
        let errors = errorCount
        let notes = findings.count - errors
        var parts: [String] = []
        if errors > 0 { parts.append(Self.count(errors, "error")) }
        if notes > 0 { parts.append(Self.count(notes, "note")) }
        if findings.isEmpty { parts.append("no findings") }
        let links = skipped.linkCount
        if links > 0 { parts.append("\(Self.count(links, "link")) skipped") }
        if accepted > 0 { parts.append("\(accepted) accepted by the baseline") }
        if ignored > 0 { parts.append("\(ignored) ignored by --ignore") }
        return "\(Self.count(pageCount, "page")), \(Self.count(linkCount, "link")) checked: "
            + parts.joined(separator: ", ") + (incomplete.map { "; incomplete: \($0)" } ?? "")
    }

    /// A number with its noun.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// A source as a path relative to ``folder``, when it is a file in it.
    func path(of source: String) -> String {
        guard let folder, source.hasPrefix("file:///"), let url = URL(string: source) else { return source }
        let path = url.path(percentEncoded: false)
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }

    // MARK: - Text

    private var groups: [(kind: Finding.Kind, targets: [(target: String, findings: [Finding])])] {
        Finding.Kind.allCases.compactMap { kind in
            let all = findings.filter { $0.kind == kind }
            guard !all.isEmpty else { return nil }
            let byTarget = Dictionary(grouping: all, by: \.target)
            return (kind, byTarget.keys.sorted().map { ($0, byTarget[$0] ?? []) })
        }
    }

    private func location(_ finding: Finding) -> String {
        var shown = finding
        shown.source = finding.source.map(path)
        return shown.location
    }

    /// How many skipped addresses of one reason the text shows; JSON has all.
    private static let shownSkipped = 10

    private var text: String {
        var text = ""
        for (kind, targets) in groups {
            let isNote = targets.allSatisfy { $0.findings.allSatisfy { $0.severity == .note } }
            text += "\(kind.title)\(isNote ? " (notes)" : "")\n"
            for (target, findings) in targets {
                text += "  \(target)  (\(findings.first?.detail ?? ""))\n"
                for finding in findings { text += "    on \(location(finding))\n" }
            }
        }
        for (index, group) in skipped.byReason.enumerated() {
            if index == 0 { text += "Skipped, not checked\n" }
            text += "  \(Self.count(group.addresses.reduce(0) { $0 + $1.links }, "link")): \(group.reason)\n"
            for skipped in group.addresses.prefix(Self.shownSkipped) { text += "    \(skipped.address)\n" }
            let more = group.addresses.count - Self.shownSkipped
            if more > 0 { text += "    and \(more) more, which --format json lists\n" }
        }
        for note in notes { text += "Note: \(note)\n" }
        return text + conclusion + "\n"
    }

    private var markdown: String {
        var text = "# Link check\n\n\(conclusion)\n"
        for (kind, targets) in groups {
            text += "\n## \(kind.title)\n\n"
            for (target, findings) in targets {
                text += "- <\(target)>: \(findings.first?.detail ?? "")\n"
                for finding in findings { text += "  - on <\(location(finding))>\n" }
            }
        }
        let groups = skipped.byReason
        if !groups.isEmpty { text += "\n## Skipped, not checked\n\n" }
        for group in groups {
            text += "- \(Self.count(group.addresses.reduce(0) { $0 + $1.links }, "link")): \(group.reason)\n"
        }
        return text
    }

    // MARK: - JSON and JUnit

    private struct JSONForm: Encodable {
        var pages: Int
        var links: Int
        var findings: [Finding]
        var errors: Int
        var notes: [String]
        var accepted: Int
        var ignored: Int
        var incomplete: String?
        var skipped: [SkippedAddress]
        var skippedLinks: Int
    }

    private func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let form = JSONForm(
            pages: pageCount, links: linkCount, findings: findings, errors: errorCount, notes: notes,
            accepted: accepted, ignored: ignored, incomplete: incomplete, skipped: skipped.addresses,
            skippedLinks: skipped.linkCount)
        return Array(try encoder.encode(form)) + [0x0A]
    }

    private var junit: String {
        let cases = findings.map { finding in
            let line = finding.position.map { " line=\"\($0.line)\"" } ?? ""
            let location = Markup.escaped("on \(self.location(finding))")
            let outcome =
                finding.severity == .error
                ? "<failure message=\"\(Markup.escaped(finding.detail))\">\(location)</failure>"
                : "<system-out>\(Markup.escaped(finding.detail)), \(location)</system-out>"
            return """
                  <testcase classname="\(finding.kind.rawValue)" name="\(Markup.escaped(finding.target))" \
                file="\(Markup.escaped(path(of: finding.sourceText)))"\(line)>
                    \(outcome)
                  </testcase>

                """
        }
        let skips = skipped.addresses.map { skipped in
            """
              <testcase classname="skipped" name="\(Markup.escaped(skipped.address))">
                <skipped message="\(Markup.escaped(skipped.reason))"/>
              </testcase>

            """
        }
        let total = findings.count + skips.count + 1
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites>
            <testsuite name="webcrawler check" tests="\(total)" failures="\(errorCount)" skipped="\(skips.count)">
            \(cases.joined())\(skips.joined())  <testcase classname="links" name="\(Markup.escaped(conclusion))"/>
            </testsuite>
            </testsuites>

            """
    }
}
