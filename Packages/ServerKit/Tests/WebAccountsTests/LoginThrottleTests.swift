import Foundation
import Testing
import WebAccounts

private let noon = Date(timeIntervalSince1970: 1_700_000_000)

@Suite("throttles")
struct LoginThrottleTests {
    @Test("an account is closed after ten wrong passwords from anywhere, whatever the case of its name")
    func accountsAreProtected() throws {
        let throttle = LoginThrottle()
        for attempt in 0..<10 {
            try throttle.attempt(.unknown(attempt % 2 == 0 ? "Ada" : "ada"), address: "192.0.2.\(attempt)", now: noon)
        }
        let refusal = #expect(throws: LoginThrottle.Refusal.self) {
            try throttle.attempt(.unknown("ADA"), address: "192.0.2.99", now: noon + 60)
        }
        #expect(refusal?.retryAfter == 840 && refusal?.description.contains("840 seconds") == true)
        try throttle.attempt(.unknown("bob"), address: "192.0.2.99", now: noon)
        try throttle.attempt(.unknown("ada"), address: "192.0.2.99", now: noon + 900)
    }

    @Test("two names of one account share its tries, and never those of somebody called like its number")
    func namesOfOneAccountShareItsTries() throws {
        let throttle = LoginThrottle(perAccount: 4)
        for login in ["ada", "ada@example.org", "ADA", "Ada@Example.org"] {
            try throttle.attempt(.init(account: "17", login: login), address: "192.0.2.1", now: noon)
        }
        #expect(throws: LoginThrottle.Refusal.self) {
            try throttle.attempt(.init(account: "17", login: "ada"), address: "192.0.2.2", now: noon)
        }
        try throttle.attempt(.init(account: nil, login: "17"), address: "192.0.2.2", now: noon)
        throttle.succeeded(.account("17"), address: "192.0.2.1")
        try throttle.attempt(.account("17"), address: "192.0.2.3", now: noon)
    }

    @Test("an address is stopped after fifty wrong passwords for any accounts")
    func addressesAreStopped() throws {
        let throttle = LoginThrottle()
        for attempt in 0..<50 { try throttle.attempt(.unknown("a\(attempt)"), address: "192.0.2.1", now: noon) }
        #expect(throws: LoginThrottle.Refusal.self) {
            try throttle.attempt(.unknown("new"), address: "192.0.2.1", now: noon)
        }
        try throttle.attempt(.unknown("new"), address: "192.0.2.2", now: noon)
    }

    @Test("whoever knows the password is never stopped by logging in often")
    func theRightPasswordCountsNothing() throws {
        let throttle = LoginThrottle(perAccount: 3, perAddress: 5)
        for _ in 0..<50 {
            try throttle.attempt(.unknown("ada"), address: "192.0.2.1", now: noon)
            throttle.succeeded(.unknown("ada"), address: "192.0.2.1")
        }
    }

    @Test("parallel guesses get no more tries than slow ones")
    func parallelGuessesAreCounted() async {
        let throttle = LoginThrottle()
        let tries = await withTaskGroup(of: Int.self) { group in
            for index in 0..<200 {
                group.addTask {
                    (try? throttle.attempt(.unknown("ada"), address: "\(index)", now: noon)) == nil ? 0 : 1
                }
            }
            return await group.reduce(0, +)
        }
        #expect(tries == 10)
    }

    @Test("a flood of keys neither fills the memory nor makes an attacked key forgotten")
    func theMemoryIsBounded() {
        var limiter = RateLimiter<String>(limit: 5, window: 60, maximumKeys: 100)
        for _ in 0..<5 { _ = limiter.take("victim", now: noon) }
        for index in 0..<10_000 {
            _ = limiter.take("flood \(index)", now: noon)
            #expect(limiter.count <= 100)
        }
        #expect(!limiter.take("victim", now: noon).isAllowed)
        #expect(limiter.take("victim", now: noon + 60).isAllowed, "the window is over")
    }

    @Test("a verdict says what the headers say")
    func verdicts() {
        var limiter = RateLimiter<Int>(limit: 2, window: 300)
        let first = limiter.take(1, now: noon)
        #expect(first.isAllowed && first.limit == 2 && first.remaining == 1 && first.resets == noon + 300)
        #expect(limiter.take(1, now: noon + 1).remaining == 0)
        let refused = limiter.take(1, now: noon + 1.5)
        #expect(!refused.isAllowed && refused.remaining == 0 && refused.retryAfter(now: noon + 1.5) == 299)
        limiter.giveBack(1)
        #expect(limiter.take(1, now: noon + 2).isAllowed)
        limiter.forget(1)
        #expect(limiter.count == 0)
    }

    @Test(
        "an address stands for its household",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:DB8:1:2::1", "2001:db8:1:2::/64"), ("2001:db8::1", "2001:db8:0:0::/64"),
            ("::1", "0:0:0:0::/64"), ("fe80::1%eth0", "fe80:0:0:0::/64"), ("::ffff:192.0.2.1", "192.0.2.1"),
            ("unknown", "unknown"), ("", ""),
        ])
    func groups(address: String, group: String) {
        #expect(ClientAddress.group(of: address) == group)
    }
}
