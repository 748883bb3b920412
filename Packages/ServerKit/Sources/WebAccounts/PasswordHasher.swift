import Dispatch
import Synchronization

/// Hashes passwords off the event loops, a few at a time.
///
/// One scrypt hash takes ``ScryptCost/memory`` bytes and a good part of a second of a core, so how many run at the
/// same time is what bounds the memory; the others wait in line, and when the line is full too, callers are told to
/// come again, so that a flood of logins cannot pile up.
public final class PasswordHasher: Sendable {
    /// The cost of new records.
    public let cost: ScryptCost
    private let concurrency: Int
    private let maximumWaiting: Int
    private let line = Mutex(Line())
    // Its own threads: the pool of Swift's tasks has one a core, and hashes there would stop all other work.
    private let threads = DispatchQueue(label: "passwords", attributes: .concurrent)
    private let decoy: PasswordRecord?

    private struct Line {
        var running = 0
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    /// Makes a hasher.
    ///
    /// - Parameters:
    ///   - cost: The cost of new records.
    ///   - concurrency: How many hashes run at the same time; with the recommended cost, each needs 16 MiB.
    ///   - maximumWaiting: How many wait at most; more are refused with ``PasswordError/busy``.
    public init(cost: ScryptCost = .recommended, concurrency: Int = 2, maximumWaiting: Int = 64) {
        self.cost = cost
        self.concurrency = max(1, concurrency)
        self.maximumWaiting = max(0, maximumWaiting)
        let zeros = String(repeating: "A", count: 22)
        decoy = PasswordRecord("$scrypt$\(cost.parameters)$\(zeros)$\(zeros)\(zeros.dropFirst())")
    }

    /// Makes the record of a new password.
    ///
    /// - Throws: ``PasswordError``.
    public func record(of password: String) async throws -> PasswordRecord {
        let cost = cost
        return try await hashing { try PasswordRecord(hashing: password, cost: cost) }
    }

    /// Whether the password is the record's. Without a record (there is no such account), the same work is done for
    /// nothing and the answer is false, so that the time does not tell who has an account.
    ///
    /// - Throws: ``PasswordError/busy``; a password that no record can have is just wrong.
    public func verify(_ password: String, against record: PasswordRecord?) async throws -> Bool {
        guard let tested = record ?? decoy else { return false }
        let matches = try await hashing {
            do { return try tested.matches(password) } catch is PasswordError { return false }
        }
        return matches && record != nil
    }

    /// Whether a record should be made anew with today's ``cost`` while the password is at hand.
    public func needsRehash(_ record: PasswordRecord) -> Bool { record.needsRehash(for: cost) }

    private func hashing<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await enter()
        defer { leave() }
        return try await withCheckedThrowingContinuation { continuation in
            threads.async { continuation.resume(with: Result(catching: work)) }
        }
    }

    /// Takes a place, at once or when one is free.
    private func enter() async throws {
        let isAdmitted = await withCheckedContinuation { (admitted: CheckedContinuation<Bool, Never>) in
            let answer: Bool? = line.withLock { line in
                if line.running < concurrency {
                    line.running += 1
                    return true
                }
                guard line.waiting.count < maximumWaiting else { return false }
                line.waiting.append(admitted)
                return nil
            }
            if let answer { admitted.resume(returning: answer) }
        }
        guard isAdmitted else { throw PasswordError.busy }
    }

    /// Hands the place to whoever waits longest.
    private func leave() {
        let next = line.withLock { line -> CheckedContinuation<Bool, Never>? in
            guard line.waiting.isEmpty else { return line.waiting.removeFirst() }
            line.running -= 1
            return nil
        }
        next?.resume(returning: true)
    }
}
