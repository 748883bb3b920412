import LooseJSON

/// What `check` found, in the forms that people, programs and CI systems read.
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
    }

    /// How many pages were checked.
    public var pageCount: Int
    /// The findings.
    public var findings: [Finding]
    /// How many findings the baseline accepts.
    public var accepted = 0
    /// Why the check is incomplete; nil when it is not.
    public var incomplete: String?
    /// How many text fragments were not checked.
    public var textFragments = 0

    /// Makes a report.
    public init(pageCount: Int, findings: [Finding]) {
        self.pageCount = pageCount
        self.findings = findings
    }

    /// Removes the findings that a baseline accepts.
    public mutating func accept(_ baseline: Set<String>) {
        let remaining = findings.filter { !baseline.contains($0.key) }
        accepted += findings.count - remaining.count
        findings = remaining
    }

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
    public func formatted(_ format: Format) -> [UInt8] {
        switch format {
        case .text: Array(text.utf8)
        case .json: json
        case .junit: Array(junit.utf8)
        case .markdown: Array(markdown.utf8)
        }
    }

    private var groups: [(kind: Finding.Kind, targets: [(target: String, findings: [Finding])])] {
        Finding.Kind.allCases.compactMap { kind in
            let all = findings.filter { $0.kind == kind }
            guard !all.isEmpty else { return nil }
            let byTarget = Dictionary(grouping: all, by: \.target)
            return (kind, byTarget.keys.sorted().map { ($0, byTarget[$0] ?? []) })
        }
    }

    /// One sentence about the whole.
    public var conclusion: String {
        let known = accepted > 0 ? ", \(accepted) accepted by the baseline" : ""
        let notes = textFragments > 0 ? ", \(textFragments) text fragments not checked" : ""
        return "\(pageCount) pages, \(findings.count) findings\(known)\(notes)"
            + (incomplete.map { "; incomplete: \($0)" } ?? "")
    }

    private var text: String {
        var text = ""
        for (kind, targets) in groups {
            text += "\(kind.title)\n"
            for (target, findings) in targets {
                text += "  \(target)  (\(findings.first?.detail ?? ""))\n"
                for finding in findings { text += "    on \(finding.source)\n" }
            }
        }
        return text + conclusion + "\n"
    }

    private var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { json in
            json.member("pages", pageCount)
            json.name("findings")
            json.array { json in
                for finding in findings {
                    json.object { json in
                        json.member("kind", finding.kind.rawValue)
                        json.member("source", finding.source)
                        json.member("target", finding.target)
                        json.member("status", finding.status)
                        json.member("detail", finding.detail)
                    }
                }
            }
            json.member("accepted", accepted)
            json.member("incomplete", incomplete)
        }
        writer.endLine()
        return writer.bytes
    }

    private var junit: String {
        let cases = findings.map { finding in
            """
              <testcase classname="\(finding.kind.rawValue)" name="\(Markup.escaped(finding.target))">
                <failure message="\(Markup.escaped(finding.detail))">on \(Markup.escaped(finding.source))</failure>
              </testcase>

            """
        }
        let passed = findings.isEmpty ? "  <testcase classname=\"links\" name=\"\(pageCount) pages\"/>\n" : ""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites>
            <testsuite name="webcrawler check" tests="\(max(1, findings.count))" failures="\(findings.count)">
            \(cases.joined())\(passed)</testsuite>
            </testsuites>

            """
    }

    private var markdown: String {
        var text = "# Link check\n\n\(conclusion)\n"
        for (kind, targets) in groups {
            text += "\n## \(kind.title)\n\n"
            for (target, findings) in targets {
                text += "- <\(target)>: \(findings.first?.detail ?? "")\n"
                for finding in findings { text += "  - on <\(finding.source)>\n" }
            }
        }
        return text
    }
}
