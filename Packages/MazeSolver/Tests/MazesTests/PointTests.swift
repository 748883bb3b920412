import Mazes
import Testing

@Test("a point is written as the command line takes it")
func aPointIsWrittenAsTheCommandLineTakesIt() {
    #expect(Point(x: 3, y: 4).description == "3,4")
}
