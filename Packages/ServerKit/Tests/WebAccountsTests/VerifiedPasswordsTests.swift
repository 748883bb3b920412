import Foundation
import Testing
import WebAccounts

private let noon = Date(timeIntervalSince1970: 1_700_000_000)

@Suite("verified passwords")
struct VerifiedPasswordsTests {
    private let hasher = PasswordHasher(cost: cheap)

    /// A hasher with no room at all: whatever reaches it is refused, so that an answer must come from memory.
    private func withBusyHasher(_ body: (PasswordHasher) async throws -> Void) async throws {
        let slow = try #require(ScryptCost(log2Rounds: 17, blockSize: 8, parallelism: 4))
        let busy = PasswordHasher(cost: slow, concurrency: 1, maximumWaiting: 0)
        let work = Task {
            // The looks below take the only place for a moment.
            for _ in 0..<1000 {
                do { return try await busy.record(of: "something that takes its time") } catch PasswordError.busy {}
                try await Task.sleep(for: .milliseconds(1))
            }
            throw PasswordError.busy
        }
        // The place is taken once another is refused; a bounded wait for the task to begin.
        for _ in 0..<1000 {
            do { _ = try await busy.verify("x", against: PasswordRecord(hashing: "y", cost: cheap)) } catch { break }
            try await Task.sleep(for: .milliseconds(1))
        }
        try await body(busy)
        _ = try await work.value
    }

    @Test("a right password is known again without a hash; a wrong one and another record are not")
    func aRightPasswordIsKnownAgain() async throws {
        let memory = VerifiedPasswords()
        let record = try PasswordRecord(hashing: "correct horse", cost: cheap)
        #expect(try await memory.verify("correct horse", against: record, by: hasher, now: noon))
        #expect(try await !memory.verify("correct hors", against: record, by: hasher, now: noon))
        #expect(try await !memory.verify("correct horse", against: nil, by: hasher, now: noon))
        try await withBusyHasher { busy in
            #expect(try await memory.verify("correct horse", against: record, by: busy, now: noon + 299))
            await #expect(throws: PasswordError.busy) {
                _ = try await memory.verify("correct hors", against: record, by: busy, now: noon)
            }
            let renewed = try PasswordRecord(hashing: "correct horse", cost: cheap)
            await #expect(throws: PasswordError.busy, "the password was set anew") {
                _ = try await memory.verify("correct horse", against: renewed, by: busy, now: noon)
            }
            await #expect(throws: PasswordError.busy, "the minutes are over, use does not renew them") {
                _ = try await memory.verify("correct horse", against: record, by: busy, now: noon + 300)
            }
        }
    }

    @Test("a record can be forgotten, and never more are remembered than allowed")
    func theMemoryIsBounded() async throws {
        let memory = VerifiedPasswords(maximumEntries: 3)
        var records: [PasswordRecord] = []
        for index in 0..<10 {
            let record = try PasswordRecord(hashing: "password \(index)", cost: cheap)
            records.append(record)
            let when = noon + Double(index)
            #expect(try await memory.verify("password \(index)", against: record, by: hasher, now: when))
            #expect(memory.count <= 3)
        }
        memory.forget(records[9])
        #expect(memory.count == 2)
        #expect(try await !memory.verify("wrong", against: records[9], by: hasher, now: noon))
        #expect(memory.count == 2, "a wrong password is not remembered")
    }
}
