import Foundation
import TestKit
import Testing

/// What Chromium found, as `Fixtures/visit_pages.py` prints it.
private struct Visit: Decodable {
    struct View: Decodable {
        let page: String
        let violations: [String]
        /// How many of axe's rules had something to look at and found it right.
        let passes: Int
        let pageWidth: Int
        let width: Int
        let scripts: Int
        let console: [String]
    }

    let views: [View]
    let found: Int
    let answer: String
}

#if os(Linux)
    @Test("axe finds nothing on any page, wide or narrow, by day or by night; forms work without scripts")
    func axeFindsNothing() async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/visit_pages.py")
        try await withServer { server in
            let visit: Visit = try await PeerScript.ask(script, [server.absoluteString])
            #expect(visit.views.count == 36)
            for view in visit.views {
                #expect(view.violations == [], "\(view.page)")
                #expect(view.console == [] && view.scripts == 0, "\(view.page)")
                guard !view.page.hasPrefix("schema") else { continue }
                #expect(view.passes >= 15, "\(view.page)")
                #expect(view.pageWidth <= view.width, "\(view.page) must be scrolled sideways")
            }
            #expect(visit.found == 50 && visit.answer == "42")
        }
    }
#endif
