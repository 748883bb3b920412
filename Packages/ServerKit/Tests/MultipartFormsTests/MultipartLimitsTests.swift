import MultipartForms
import Testing

@Test("a file may be larger than a field, and the form larger than a file")
func theLimitsAreInOrder() {
    let limits = MultipartLimits()
    #expect(limits.fieldBytes < limits.fileBytes && limits.fileBytes < limits.totalBytes)
}
