import ServerShell
import Synchronization

/// Answers that were given before, so that the same request costs neither SQL nor JSON again.
///
/// The facts change only when the program does, so an answer stays right as long as the server runs. Memory is bounded:
/// when the answers grow beyond the limit, the half that was used least recently is dropped.
final class AnswerCache: Sendable {
    private struct Entry {
        let answer: Answer
        var lastUse: UInt64
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var size = 0
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    /// Makes an empty cache that holds at most `limit` bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// The answer kept for a key.
    func answer(for key: String) -> Answer? {
        state.withLock { state in
            state.clock += 1
            guard let index = state.entries.index(forKey: key) else { return nil }
            state.entries.values[index].lastUse = state.clock
            return state.entries.values[index].answer
        }
    }

    /// Keeps an answer, unless it is too large to be worth its memory.
    func keep(_ answer: Answer, for key: String) {
        let size = size(of: answer, key)
        guard size <= limit / 8 else { return }
        state.withLock { state in
            state.clock += 1
            let old = state.entries.updateValue(Entry(answer: answer, lastUse: state.clock), forKey: key)
            state.size += size - (old.map { self.size(of: $0.answer, key) } ?? 0)
            guard state.size > limit else { return }
            let byAge = state.entries.sorted { $0.value.lastUse < $1.value.lastUse }
            for (key, entry) in byAge {
                guard state.size > limit / 2 else { break }
                state.entries[key] = nil
                state.size -= self.size(of: entry.answer, key)
            }
        }
    }

    /// What an entry takes, with its two sets of headers and its entry in the table: about 2 KiB beside the bytes.
    private func size(of answer: Answer, _ key: String) -> Int { answer.size + key.utf8.count + 2048 }
}
