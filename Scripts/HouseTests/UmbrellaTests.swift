import Foundation
import Testing

@Test("placeholder")
func placeholder() {}
