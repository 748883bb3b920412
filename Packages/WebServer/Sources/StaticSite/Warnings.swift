import Synchronization

/// What whoever runs the server should know while it runs, each sentence once. One for all threads.
public final class Warnings: Sendable {
    /// So many different sentences are told; then one says that there are more.
    private static let most = 100

    private let report: @Sendable (String) -> Void
    private let told = Mutex<Set<String>>([])

    /// Makes a channel to `report`.
    public init(_ report: @escaping @Sendable (String) -> Void = { _ in }) { self.report = report }

    /// Tells a sentence, unless it was told before.
    public func tellOnce(_ sentence: String) {
        let count = told.withLock { told -> Int in
            guard told.count <= Self.most, told.insert(sentence).inserted else { return 0 }
            return told.count
        }
        if count == 0 { return }
        report(count > Self.most ? "there are more warnings like these; they are not told" : sentence)
    }
}
