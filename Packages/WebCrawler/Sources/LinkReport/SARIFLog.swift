import Foundation

/// A check as SARIF 2.1.0 (OASIS), which code scanning services take.
struct SARIFLog {
    private let report: CheckReport

    init(_ report: CheckReport) {
        self.report = report
    }

    /// The log as JSON.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(log)) + [0x0A]
    }

    private var log: Log {
        let kinds = Finding.Kind.allCases
        let results = report.findings.map { finding in
            let region = finding.position.map { Region(startLine: $0.line, startColumn: $0.column) }
            let artifact = Artifact(uri: uri(of: finding))
            return Result(
                ruleId: finding.kind.rawValue, ruleIndex: kinds.firstIndex(of: finding.kind) ?? 0,
                level: finding.severity.rawValue, message: Text(text: "\(finding.target): \(finding.detail)"),
                locations: [Location(physicalLocation: Physical(artifactLocation: artifact, region: region))],
                partialFingerprints: ["webcrawlerKey/v1": finding.key])
        }
        let rules = kinds.map { kind in
            Rule(
                id: kind.rawValue, shortDescription: Text(text: kind.title),
                defaultConfiguration: Rule.Configuration(level: kind.severity.rawValue))
        }
        // What stopped a check early is told where SARIF's readers look for it.
        let notices = (report.incomplete.map { ["The check is incomplete: \($0)."] } ?? []) + report.notes
        let skips = report.skipped.byReason.map { group in
            "\(CheckReport.count(group.addresses.reduce(0) { $0 + $1.links }, "link")) skipped: \(group.reason)"
        }
        let invocation = Invocation(
            executionSuccessful: report.incomplete == nil,
            toolExecutionNotifications: (notices + skips).map { Notification(message: Text(text: $0), level: "note") })
        return Log(runs: [
            Run(
                tool: Tool(driver: Driver(rules: rules)), columnKind: "unicodeCodePoints", invocations: [invocation],
                results: results)
        ])
    }

    /// A relative path for a file in the folder, an address for all else. SARIF wants a valid URI.
    private func uri(of finding: Finding) -> String {
        guard let source = finding.source else { return Finding.commandLine }
        let path = report.path(of: source)
        guard path != source else { return source }
        let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: ":"))
        return path.addingPercentEncoding(withAllowedCharacters: allowed) ?? source
    }

    private struct Log: Encodable {
        let version = "2.1.0"
        let schema = "https://json.schemastore.org/sarif-2.1.0.json"
        let runs: [Run]

        enum CodingKeys: String, CodingKey {
            case version, runs
            case schema = "$schema"
        }
    }

    private struct Run: Encodable {
        let tool: Tool
        let columnKind: String
        let invocations: [Invocation]
        let results: [Result]
    }

    private struct Tool: Encodable {
        let driver: Driver
    }

    private struct Driver: Encodable {
        let name = "webcrawler"
        let rules: [Rule]
    }

    private struct Rule: Encodable {
        let id: String
        let shortDescription: Text
        let defaultConfiguration: Configuration

        struct Configuration: Encodable {
            let level: String
        }
    }

    private struct Text: Encodable {
        let text: String
    }

    private struct Invocation: Encodable {
        let executionSuccessful: Bool
        let toolExecutionNotifications: [Notification]
    }

    private struct Notification: Encodable {
        let message: Text
        let level: String
    }

    private struct Result: Encodable {
        let ruleId: String
        let ruleIndex: Int
        let level: String
        let message: Text
        let locations: [Location]
        let partialFingerprints: [String: String]
    }

    private struct Location: Encodable {
        let physicalLocation: Physical
    }

    private struct Physical: Encodable {
        let artifactLocation: Artifact
        let region: Region?
    }

    private struct Artifact: Encodable {
        let uri: String
    }

    private struct Region: Encodable {
        let startLine: Int
        let startColumn: Int
    }
}
