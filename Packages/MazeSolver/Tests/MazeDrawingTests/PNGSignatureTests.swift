import MazeDrawing
import Testing

@Test("the PNG signature names the format")
func thePNGSignatureNamesTheFormat() {
    #expect(PNGSignature.bytes[1...3].elementsEqual("PNG".utf8))
}
