/// A check as workflow commands of GitHub Actions, which put each finding beside its line.
struct GitHubAnnotations {
    private let report: CheckReport

    init(_ report: CheckReport) {
        self.report = report
    }

    /// One command a line, and the conclusion.
    var text: String {
        var text = ""
        for finding in report.findings {
            let command = finding.severity == .error ? "error" : "notice"
            var properties: [String] = []
            var location = ""
            if let source = finding.source, source.hasPrefix("file:") {
                properties.append("file=\(Self.property(report.path(of: source)))")
                if let position = finding.position {
                    properties += ["line=\(position.line)", "col=\(position.column)"]
                }
            } else {
                // An annotation belongs to a file: a page on the web is named in the message.
                location = " on \(finding.location)"
            }
            properties.append("title=\(Self.property(finding.kind.title))")
            let message = Self.message("\(finding.target): \(finding.detail)\(location)")
            text += "::\(command) \(properties.joined(separator: ","))::\(message)\n"
        }
        return text + report.conclusion + "\n"
    }

    private static func message(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        message(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
