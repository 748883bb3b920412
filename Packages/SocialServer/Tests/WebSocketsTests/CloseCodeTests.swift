import Testing
import WebSockets

@Test("going away is 1001 on the wire")
func goingAwayIs1001() {
    #expect(CloseCode.goingAway.rawValue == 1001)
}
