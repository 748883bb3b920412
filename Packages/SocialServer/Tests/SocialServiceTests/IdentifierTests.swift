import SocialService
import Testing

@Suite("Identifiers")
struct IdentifierTests {
    @Test(
        "text that is no number of digits is no identifier",
        arguments: ["", "-1", "+1", "1 ", "٣", "99999999999999999999", "1.0", "0x1"])
    func nonsenseIsRefused(text: String) {
        #expect(Identifier(text) == nil)
    }

    @Test("an identifier is its own text")
    func textRoundTrips() {
        #expect(Identifier("114000000000000001")?.description == "114000000000000001")
    }
}
