import Foundation
import Testing
import WebAccounts

/// Small enough that a test takes no time, in a debug build too.
let cheap = ScryptCost(log2Rounds: 4, blockSize: 8, parallelism: 1) ?? .recommended

@Test("a record matches its password and no other, and says in its text how it was made")
func aRecordMatchesItsPassword() throws {
    let record = try PasswordRecord(hashing: "correct horse", cost: cheap)
    #expect(try record.matches("correct horse"))
    #expect(try !record.matches("correct hors"))
    #expect(try !record.matches("correct horse "))
    #expect(record.description.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
    let read = try #require(PasswordRecord(record.description))
    #expect(try read == record && read.matches("correct horse"))
    #expect(try PasswordRecord(hashing: "correct horse", cost: cheap) != record, "each has its own salt")
}
