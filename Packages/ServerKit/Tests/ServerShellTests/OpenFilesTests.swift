import ServerShell
import Testing

@Test("the limit of open files is never lowered, and never beyond what the system allows")
func theLimitOfOpenFilesIsRaised() {
    let now = OpenFiles.allow(0)
    #expect(now > 0)
    #expect(OpenFiles.allow(10) == now)
    #expect(OpenFiles.allow(now) == now)
}
