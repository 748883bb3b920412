import Foundation
import TestKit
import Testing

@Test(
    "a script finds the browser: what a page complains of, what axe finds, and what sticks out", .watchesClock,
    .needsBrowser)
func aScriptFindsTheBrowser() async throws {
    struct Seen: Decodable {
        let violations, complaints, wider: [String]
        let passes: Int
    }
    let script = """
        import json, sys, browser_visit
        with browser_visit.running_browser() as browser:
            context = browser.new_context(viewport={"width": 360, "height": 700})
            heard = browser_visit.complaints(context)
            page = context.new_page()
            page.goto(sys.argv[1])
            browser_visit.screenshot(page, "a/page", full_page=True)
            report = browser_visit.axe(page) | {"complaints": heard, "wider": browser_visit.wider_than_page(page)}
        print(json.dumps(report))
        """
    try await withTemporaryFolder { folder in
        let page = """
            <!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1><img src="data:image/gif;base64,AA">
            <p class="long" style="width: 900px">long</p></main><script>console.warn("hello"); nothing()</script>
            """
        try writeFiles(["visit.py": script, "page.html": page], in: folder)
        let pictures = folder.appending(path: "pictures")
        let output = try await PeerScript.run(
            folder.appending(path: "visit.py"), ["file://\(folder.path)/page.html"],
            environment: ["SCREENSHOTS": pictures.path])
        let seen = try JSONDecoder().decode(Seen.self, from: output)
        #expect(seen.violations.count == 1 && seen.violations.allSatisfy { $0.hasPrefix("image-alt: ") })
        #expect(seen.complaints.first == "warning: hello" && seen.complaints.contains { $0.contains("nothing") })
        #expect(seen.wider == ["p.long"] && seen.passes > 5)
        #expect(FileManager.default.fileExists(atPath: pictures.appending(path: "a_page.png").path))
    }
}
