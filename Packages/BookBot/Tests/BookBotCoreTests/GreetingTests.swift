import BookBotCore
import Testing

@Test("a greeting names the person")
func greetingNamesThePerson() {
    #expect(Greeting(name: "Ada").description == "Hello, Ada.")
}
