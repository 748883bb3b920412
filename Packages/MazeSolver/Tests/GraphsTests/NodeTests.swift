import Graphs
import Testing

@Test("nodes count from zero")
func nodesCountFromZero() {
    #expect(Node() == 0)
}
