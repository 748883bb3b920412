import Foundation
import TestKit

/// What a headless Chromium found on the landing page, as `Scripts/visit-landing-page.py` prints it.
struct BrowserVisit: Decodable, Sendable {
    /// The page at one width, by day or by night.
    struct View: Decodable, Sendable {
        let width: Int
        let scheme: String
        /// The width of the whole page; more than `width` when one must scroll sideways.
        let pageWidth: Int
        /// The elements that stick out.
        let wider: [String]
        let shifts: [LayoutShift]
        let background: String
        /// What axe calls wrong, of any level, best practices included.
        let violations: [String]
        /// What axe could not decide.
        let reviews: [Review]
        /// How many of axe's rules had something to look at and found it right.
        let passes: Int
        /// The least contrast of the lead against either end of the sky's gradient.
        let skyContrast: Double
        /// What the load and a walk to the page's end cost, in bytes on the wire.
        let bytes: Int
        let console: [String]
        let requests: [String]
        let failed: [String]
    }

    /// One layout shift that no visitor caused.
    struct LayoutShift: Decodable, Sendable {
        let value: Double
        let sources: [String]
    }

    /// Something that axe leaves for a person to decide.
    struct Review: Decodable, Sendable {
        let rule: String
        let target: String
        let why: String
    }

    /// The walk with the Tab key, and what keys alone did.
    struct Keyboard: Decodable, Sendable {
        struct Stop: Decodable, Sendable {
            let name: String
            /// The width of the focus ring in pixels.
            let outline: Double
            let inView: Bool
        }
        let expected: [String]
        let stops: [Stop]
        let skipLinkLeadsTo: String
        let lettersBefore: String
        let lettersAfter: String
        let mazeSaid: [String]
        let answer: String
        let lightBefore: String
        let lightAfter: String
        let lightNextTime: String
        let console: [String]
    }

    /// The page when no script runs.
    struct WithoutScript: Decodable, Sendable {
        let text: String
        let letters: Int
        let buttons: Int
        /// The pages in the crawl's graph.
        let pages: Int
        /// The lengths of the maze's floor, visited places and way.
        let maze: [Int]
        let scripts: [String]
    }

    /// The maze while it draws itself: how much of its floor is drawn.
    struct Motion: Decodable, Sendable {
        let early: Int
        let late: Int
    }

    /// The page when less motion is asked for.
    struct LessMotion: Decodable, Sendable {
        let unchanged: Bool
        let animations: Int
        let smooth: String
        let animationsAfterSorting: Int
    }

    /// The address that was visited.
    let address: String
    let views: [View]
    /// First contentful paints in milliseconds; the browser tried again until one was good, since the machine that
    /// runs the tests runs other tests beside them.
    let firstPaints: [Double]
    /// The same of a page of plain text, which tells how busy the machine is.
    let plainPaints: [Double]
    let keyboard: Keyboard
    let withoutScript: WithoutScript
    let motion: Motion
    let lessMotion: LessMotion
    let policy: Policy
    /// What the HTML standard's own parser objects to.
    let syntaxErrors: [String]

    /// The policy that came with the page.
    struct Policy: Decodable, Sendable {
        let policy: String
        /// How often the browser refused what the visit did against the policy.
        let refusedOnPurpose: Int
        /// What else it refused, and whatever else it complained of.
        let refused: [String]
    }

    /// The one visit that all tests judge: a browser is started once.
    static let shared = Task {
        try await LandingPageServer.withRunning { server in
            try await BrowserVisit(of: server)
        }
    }

    /// Starts a browser and waits until it is done.
    private init(of server: LandingPageServer) async throws {
        let script = LandingPageFolder.package.appending(path: "Scripts/visit-landing-page.py")
        self = try await PeerScript.ask(script, [server.address])
    }
}
