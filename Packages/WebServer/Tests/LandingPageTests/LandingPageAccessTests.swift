import TestKit
import Testing

/// The landing page for visitors who use it in another way.
@Suite(
    "the landing page without a mouse, a script or motion", .watchesClock,
    .needsBrowser)
struct LandingPageAccessTests {
    @Test("Tab comes to every link and button in the order of the page, each with a visible ring")
    func tabComesToEverything() async throws {
        let keyboard = try await BrowserVisit.shared.value.keyboard
        #expect(keyboard.stops.map(\.name) == keyboard.expected)
        #expect(keyboard.stops.count >= 25)
        for stop in keyboard.stops {
            #expect(stop.outline >= 2, "no ring around \(stop.name)")
            #expect(stop.inView, "\(stop.name) has the focus out of view")
        }
    }

    @Test("keys alone skip to the houses, sort the letters, search the maze and ask the server")
    func keysAloneWorkEverything() async throws {
        let keyboard = try await BrowserVisit.shared.value.keyboard
        #expect(keyboard.skipLinkLeadsTo == "houses")
        #expect(keyboard.lettersBefore.hasPrefix("et"))
        #expect(keyboard.lettersAfter == "abcdefghijklmnopqrstuvwxyz")
        #expect(keyboard.mazeSaid.count >= 2)
        #expect(Set(keyboard.mazeSaid).count == keyboard.mazeSaid.count)
        #expect(keyboard.answer.hasPrefix("HTTP/1.1 200"))
        #expect(keyboard.answer.contains("etag: "))
    }

    @Test("the lamp switch turns day to night, and the next visit remembers")
    func theLampSwitchIsRemembered() async throws {
        let keyboard = try await BrowserVisit.shared.value.keyboard
        #expect(keyboard.lightBefore != keyboard.lightAfter)
        #expect(keyboard.lightNextTime == keyboard.lightAfter)
    }

    @Test("without scripts every house, its command and its pictures stand there, and no dead button does")
    func everythingStandsWithoutScripts() async throws {
        let page = try await BrowserVisit.shared.value.withoutScript
        #expect(page.scripts == [], "scripts were loaded")
        for tool in ["BookBot", "MazeSolver", "WebServer", "SQLDatabase", "WebCrawler", "Pokedex", "SocialServer"] {
            #expect(page.text.contains(tool))
        }
        for tool in ["bookbot", "mazesolver", "webserver", "sqlshell", "webcrawler", "pokedex", "socialserver"] {
            #expect(page.text.contains("Scripts/run.sh \(tool)"))
        }
        #expect(page.letters == 26)
        #expect(page.maze.allSatisfy { $0 > 500 }, "the maze is not drawn: \(page.maze)")
        #expect(page.pages >= 20, "the crawl's graph is not drawn")
        #expect(page.buttons == 0)
    }

    @Test("the maze draws itself when it comes into view")
    func theMazeDrawsItself() async throws {
        let motion = try await BrowserVisit.shared.value.motion
        #expect(motion.early < motion.late / 2)
    }

    @Test("nothing moves by itself when less motion is asked for")
    func nothingMovesUnasked() async throws {
        let page = try await BrowserVisit.shared.value.lessMotion
        #expect(page.unchanged)
        #expect(page.animations == 0)
        #expect(page.animationsAfterSorting == 0)
        #expect(page.smooth == "auto")
    }
}
