import ArgumentParser
import CommandKit
import Crawling
import DocumentFormats
import Foundation
import HTMLScanner
import LooseJSON
import RobotsRules
import WebAddress

// Unsafe pointers: an address is parsed where its array holds it, as a crawl does.

/// `webcrawler url`.
struct URLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "url",
        abstract: "Parse and resolve URLs as the WHATWG URL standard does.",
        discussion: """
            Examples:
              webcrawler url --base https://example.org/a/b ../c '?q=ä'
              webcrawler url --json https://Bücher.example/
              echo '{"input":"../c","base":"https://example.org/a/b"}' | webcrawler url

            With references, prints the serialisation of each. Without, reads JSON lines {"input", "base"} and writes \
            one line for each: {"href", "origin", …}, or {"failure": true}.
            """)

    @Option(help: "The URL that references are relative to.")
    var base: String?

    @Flag(help: "Print the parts as JSON, one object a line.")
    var json = false

    @OptionGroup var console: ConsoleOptions

    @Argument(help: "References.")
    var references: [String] = []

    func run() throws {
        try runParser { try parse() }
    }

    private func parse() throws {
        let output = try OutputFile(nil)
        if references.isEmpty {
            try forEachInputLine({ try output.write(Self.result(of: $0)) }, flush: output.flush)
            return try output.close()
        }
        var parsedBase: WebURL?
        if let base {
            guard let url = WebURL(base) else { throw ValidationError("--base '\(base)' is not a valid URL.") }
            parsedBase = url
        }
        var failed = false
        for reference in references {
            let url = WebURL(reference, base: parsedBase)
            failed = failed || url == nil
            if json {
                try output.write(Self.line(url))
            } else if let url {
                try output.write(url.href + "\n")
            } else {
                complain("'\(reference)' is not a valid URL\(base == nil ? "; a relative one needs --base" : "").")
            }
        }
        try output.close()
        if failed { throw ExitCode(1) }
    }

    // Read by our own reader: the standard's cases hold lone surrogates, which Foundation's refuses.
    private static func result(of line: ArraySlice<UInt8>) throws -> String {
        let request: JSONValue
        do {
            request = try JSONReader.read(line)
        } catch {
            return try JSONLines.line(["error": "\(error)"]) + "\n"
        }
        guard let input = request["input"], case .string(let text) = input else { return try Self.line(nil) }
        var base: WebURL?
        if let given = request["base"]?.text {
            guard let url = WebURL(given) else { return try Self.line(nil) }
            base = url
        }
        return try Self.line(text.scalarBytes.withUnsafeBufferPointer { WebURL(utf8: $0, base: base) })
    }

    /// The parts, by the names that the standard's own tests have.
    private struct Parts: Encodable {
        let href, origin, `protocol`, username, password, host, hostname, port, pathname, search, hash: String

        init(_ url: WebURL) {
            (href, origin, `protocol`) = (url.href, url.origin, url.protocol)
            (username, password) = (url.username, url.password)
            (host, hostname, port) = (url.host, url.hostname, url.port)
            (pathname, search, hash) = (url.pathname, url.search, url.hash)
        }
    }

    private static func line(_ url: WebURL?) throws -> String {
        (try url.map { try JSONLines.line(Parts($0)) } ?? JSONLines.line(["failure": true])) + "\n"
    }
}

/// `webcrawler robots`.
struct RobotsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "robots",
        abstract: "Ask a robots.txt which addresses a crawler may fetch (RFC 9309).",
        discussion: """
            Examples:
              webcrawler robots robots.txt --agent MyBot https://example.org/private/a /b
              curl -s https://example.org/robots.txt | webcrawler robots - --agent Me /b
            """)

    @Argument(help: "The file, or - for standard input.")
    var file: String

    @Option(help: "The crawler's product token.")
    var agent: String

    @Flag(help: "Add the number and pattern of the line that decides.")
    var explain = false

    @OptionGroup var console: ConsoleOptions

    @Argument(help: "Addresses, whole or as paths.")
    var addresses: [String] = []

    func run() throws {
        try runParser { try judge() }
    }

    /// Answers as a crawl does: each address is parsed first, a path as one of some host.
    private func judge() throws {
        let robots = RobotsFile(try readInput(file))
        let base = WebURL("http://host.invalid/")
        let output = try OutputFile(nil)
        for address in addresses {
            guard let url = WebURL(address, base: base) else {
                throw CommandFailure("'\(address)' is not a valid URL or path, such as https://example.org/a or /a.")
            }
            let verdict = robots.verdict(for: url.withoutFragment.href, agent: agent)
            var line = "\(verdict.isAllowed ? "allowed" : "disallowed")\t\(address)"
            if explain {
                line +=
                    verdict.rule.map { rule in
                        let pattern = String(decoding: rule.pattern, as: UTF8.self)
                        return "\tline \(rule.line): \(rule.allows ? "Allow" : "Disallow"): \(pattern)"
                    } ?? "\tno rule matches"
            }
            try output.write(line + "\n")
        }
        try output.close()
    }
}

/// `webcrawler links`.
struct LinksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "links",
        abstract: "List the links of an HTML file, resolved.",
        discussion: """
            Examples:
              webcrawler links page.html --base https://example.org/a/
              curl -s https://example.org/ | webcrawler links - --base https://example.org/
            """)

    @Argument(help: "The file, or - for standard input.")
    var file: String

    @Option(help: "The address of the page.")
    var base: String

    @Flag(help: "Print a JSON array of {url, kind, nofollow, line, column, fault}.")
    var json = false

    @OptionGroup var console: ConsoleOptions

    func run() throws {
        try runParser { try list() }
    }

    /// One link as JSON.
    private struct LinkForm: Encodable {
        var url: String
        var kind: String
        var nofollow: Bool
        var line: Int?
        var column: Int?
        /// Why no browser opens the address; missing for a good one.
        var fault: String?
    }

    private func list() throws {
        guard let address = WebURL(base) else { throw ValidationError("--base '\(base)' is not a valid URL.") }
        var response = FetchResponse()
        response.status = 200
        response.contentType = isXML ? "application/xhtml+xml" : "text/html"
        response.body = try readInput(file)
        let parser = PageParser(reader: SystemReader(), includesResources: true)
        let links = parser.record(of: response, url: address).links
        let output = try OutputFile(nil)
        if json {
            try output.writeJSON(
                links.map { link in
                    var fault: String?
                    if case .unusable(_, let reason) = link.target { fault = reason }
                    return LinkForm(
                        url: link.target.text + (link.fragment.map { "#" + $0 } ?? ""), kind: "\(link.kind)",
                        nofollow: link.isNoFollow, line: link.position?.line, column: link.position?.column,
                        fault: fault)
                })
        } else {
            for link in links {
                try output.write(link.target.text + (link.fragment.map { "#" + $0 } ?? "") + "\n")
            }
        }
        try output.close()
    }

    private var isXML: Bool { [".xhtml", ".xht", ".svg"].contains { file.lowercased().hasSuffix($0) } }
}

/// `webcrawler tokens`.
struct TokensCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Tokenize HTML as the WHATWG HTML standard does, in the form of the html5lib tests.",
        discussion: """
            Example:
              echo '{"input":"<p class=a>x &amp; y"}' | webcrawler tokens

            Reads JSON lines {"input", "initialState", "lastStartTag"} and writes one line for each: \
            {"output": […], "errors": […]}.
            """)

    @OptionGroup var console: ConsoleOptions

    func run() throws {
        try runParser {
            let output = try OutputFile(nil)
            try forEachInputLine({ try output.write(Self.result(of: $0)) }, flush: output.flush)
            try output.close()
        }
    }

    // Read and written by our own code: html5lib's cases hold lone surrogates, which Foundation's refuses, and an element's
    // attributes keep their order.
    private static func result(of line: ArraySlice<UInt8>) -> [UInt8] {
        var writer = JSONWriter()
        do {
            let request = try JSONReader.read(line)
            let (tokens, faults) = TokenCollector.tokenize(
                request["input"]?.wtf8 ?? [], model: model(request["initialState"]?.text),
                lastStartTag: request["lastStartTag"]?.wtf8 ?? [])
            write(tokens, faults, to: &writer)
        } catch {
            writer.object { $0.member("error", "\(error)") }
        }
        writer.endLine()
        return writer.bytes
    }

    private static func model(_ state: String?) -> ContentModel {
        switch state {
        case "RCDATA state": .rcdata
        case "RAWTEXT state": .rawtext
        case "Script data state": .scriptData
        case "PLAINTEXT state": .plaintext
        case "CDATA section state": .cdata
        default: .data
        }
    }

    private static func write(
        _ tokens: [TokenCollector.Token], _ faults: [TokenCollector.Fault], to writer: inout JSONWriter
    ) {
        writer.object { json in
            json.name("output")
            json.array { json in for token in tokens { json.array { write(token, to: &$0) } } }
            json.name("errors")
            json.array { json in
                for fault in faults {
                    json.object { json in
                        json.member("code", fault.error.rawValue)
                        json.member("line", fault.line)
                        json.member("col", fault.column)
                    }
                }
            }
        }
    }

    private static func write(_ token: TokenCollector.Token, to json: inout JSONWriter) {
        switch token {
        case .doctype(let doctype):
            json.string("DOCTYPE")
            for part in [doctype.name, doctype.publicIdentifier, doctype.systemIdentifier] {
                if let part { json.string(wtf8: part) } else { json.null() }
            }
            json.bool(!doctype.forcesQuirks)
        case .startTag(let name, let attributes, let isSelfClosing):
            json.string("StartTag")
            json.string(wtf8: name)
            json.value(
                .object(
                    attributes.map {
                        JSONValue.Member(String(decoding: $0.name, as: UTF8.self), .string(JSONString(wtf8: $0.value)))
                    }))
            if isSelfClosing { json.bool(true) }
        case .endTag(let name):
            json.string("EndTag")
            json.string(wtf8: name)
        case .comment(let text):
            json.string("Comment")
            json.string(wtf8: text)
        case .characters(let text):
            json.string("Character")
            json.string(wtf8: text)
        }
    }
}
