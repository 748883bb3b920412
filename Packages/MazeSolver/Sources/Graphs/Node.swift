/// A node of a graph: its number, counted from zero.
public typealias Node = Int
