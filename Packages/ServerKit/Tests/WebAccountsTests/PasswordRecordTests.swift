import Foundation
import TestKit
import Testing
import WebAccounts

/// Small enough that a test takes no time, in a debug build too.
let cheap = ScryptCost(log2Rounds: 4, blockSize: 8, parallelism: 1) ?? .recommended

@Suite("password records")
struct PasswordRecordTests {
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

    @Test("a letter is the same, composed or not")
    func lettersAreNormalised() throws {
        let record = try PasswordRecord(hashing: "caf\u{e9}", cost: cheap)
        #expect(try record.matches("cafe\u{301}"))
    }

    /// RFC 7914, section 12, whose vectors have salts of 0 to 14 bytes, of which records take those from 8 bytes.
    @Test("the vector of RFC 7914 with N 16384 is verified")
    func theVectorOfTheRFCIsVerified() throws {
        let record = try #require(
            PasswordRecord(
                "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$"
                    + "cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"))
        #expect(record.needsRehash())
        #expect(try record.matches("pleaseletmein"))
    }

    @Test("Python's hashlib verifies our records, and we verify its")
    func pythonAgrees() async throws {
        let python = try RequiredTool.path(of: "python3", package: "python3")
        let ours = try PasswordRecord(hashing: "grüße", cost: cheap)
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "record")
            let program = """
                import base64, hashlib, sys
                def read(text): return base64.b64decode(text + "=" * (-len(text) % 4))
                def scrypt(salt): return hashlib.scrypt("grüße".encode(), salt=salt, n=16, r=8, p=1, dklen=32)
                _, _, _, salt, digest = sys.argv[1].split("$")
                assert scrypt(read(salt)) == read(digest)
                salt = b"0123456789abcdef"
                write = lambda data: base64.b64encode(data).decode().rstrip("=")
                open(sys.argv[2], "w").write(f"$scrypt$ln=4,r=8,p=1${write(salt)}${write(scrypt(salt))}")
                """
            _ = try await Program(python, ["-c", program, ours.description, file.path]).output()
            let theirs = try #require(PasswordRecord(String(contentsOf: file, encoding: .utf8)))
            #expect(try theirs.matches("grüße") && !theirs.matches("grüsse"))
        }
    }

    @Test(
        "what is no record, or would take too much, is refused",
        arguments: [
            "", "x", "$scrypt$", "$bcrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=40,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=20,r=32,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=0,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=04,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=+4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$r=8,ln=4,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=4,r=8$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=4,r=8,p=1$AA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AA",
            "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAB$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAA=$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA$",
        ])
    func whatIsNoRecordIsRefused(text: String) {
        #expect(PasswordRecord(text) == nil)
    }

    @Test("a password must be there, and not be endless")
    func passwordsHaveALength() {
        #expect(throws: PasswordError.empty) { try PasswordRecord(hashing: "", cost: cheap) }
        #expect(throws: PasswordError.tooLong(1025)) {
            try PasswordRecord(hashing: String(repeating: "x", count: 1025), cost: cheap)
        }
    }

    @Test("new passwords are long, not the name, and not one sign over and over")
    func newPasswordsAreChecked() throws {
        let rules = PasswordRules()
        try rules.check("staple battery", not: ["ada"])
        #expect(throws: PasswordError.tooShort(7, minimum: 8)) { try rules.check("seven77") }
        #expect(throws: PasswordError.isName) { try rules.check("Ada@Example.org", not: ["ada", "ada@example.org"]) }
        #expect(throws: PasswordError.isRepetition) { try rules.check("abababababab") }
    }
}

@Suite("the password hasher")
struct PasswordHasherTests {
    @Test("a password is verified; one without a record never is")
    func aPasswordIsVerified() async throws {
        let hasher = PasswordHasher(cost: cheap)
        let record = try await hasher.record(of: "correct horse")
        #expect(try await hasher.verify("correct horse", against: record))
        #expect(try await !hasher.verify("wrong horse", against: record))
        #expect(try await !hasher.verify("", against: record))
        #expect(try await !hasher.verify("correct horse", against: nil))
        #expect(!hasher.needsRehash(record) && PasswordHasher().needsRehash(record))
    }

    @Test("an account that does not exist costs the same work as one that does")
    func theTimeTellsNothing() async throws {
        let cost = try #require(ScryptCost(log2Rounds: 12, blockSize: 8, parallelism: 1))
        let hasher = PasswordHasher(cost: cost)
        let record = try await hasher.record(of: "correct horse")
        let clock = ContinuousClock()
        var (known, unknown) = (Duration.seconds(60), Duration.seconds(60))
        // In turns, so that whatever else the machine does hits both; the best of each is near the work itself.
        for _ in 0..<12 {
            known = min(known, try await clock.measure { _ = try await hasher.verify("wrong", against: record) })
            unknown = min(unknown, try await clock.measure { _ = try await hasher.verify("wrong", against: nil) })
        }
        #expect(unknown > known / 3 && known > unknown / 3, "\(known) and \(unknown)")
    }

    @Test("hashes beyond the line are refused, those in it are done")
    func theLineIsBounded() async throws {
        let cost = try #require(ScryptCost(log2Rounds: 13, blockSize: 8, parallelism: 1))
        let hasher = PasswordHasher(cost: cost, concurrency: 1, maximumWaiting: 2)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask { (try? await hasher.record(of: "correct horse")) != nil }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.contains(false), "twelve at once do not fit into a line of three")
        #expect(outcomes.count { $0 } >= 3)
        #expect(try await !hasher.record(of: "later").description.isEmpty, "the line is free again")
    }
}
