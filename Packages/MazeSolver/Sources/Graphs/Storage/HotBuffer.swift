// Unsafe pointers: it owns its memory: the search loop reads labels without checks, by nodes below the count.

/// Memory of fixed size for the inner loops of searches: bounds are checked in debug builds only.
///
/// An `Array` there costs a bounds check, and often a uniqueness check, at each access; the bounds checks alone make the
/// search from one node to all of a road network of a million nodes 6 % slower. Only indices that the program made
/// itself (node numbers of a built graph, slots of a queue) may reach it.
struct HotBuffer<Element: BitwiseCopyable>: ~Copyable {
    private var elements: UnsafeMutableBufferPointer<Element>

    /// Allocates `count` elements, each a copy of `value`.
    init(repeating value: Element, count: Int) {
        elements = .allocate(capacity: count)
        elements.initialize(repeating: value)
    }

    deinit {
        elements.deallocate()
    }

    /// How many elements there are.
    var count: Int { elements.count }

    /// The element at `index`, which must lie below `count`.
    @inline(__always)
    subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < elements.count)
            return elements[index]
        }
        nonmutating set {
            assert(index >= 0 && index < elements.count)
            elements[index] = newValue
        }
    }

    /// The element at a node's or slot's 32-bit number.
    @inline(__always)
    subscript(index: UInt32) -> Element {
        get { self[Int(truncatingIfNeeded: index)] }
        nonmutating set { self[Int(truncatingIfNeeded: index)] = newValue }
    }

    /// Sets every element to `value`.
    func fill(with value: Element) {
        elements.update(repeating: value)
    }

    /// Moves to memory for twice as many elements; the new ones are copies of `value`.
    mutating func double(filling value: Element) {
        let old = elements
        elements = .allocate(capacity: Swift.max(16, old.count * 2))
        let end = elements.update(fromContentsOf: old)
        elements[end...].initialize(repeating: value)
        old.deallocate()
    }
}
