import Foundation
public import Testing

/// Marks tests that watch a clock: they start servers or browsers and give them a limited time, so that a machine that
/// is busy for a minute can fail them without a fault.
///
/// `Scripts/test.sh --twice` runs such a test once more by itself when it fails, counts it and says so at the end. A
/// test without the mark, and a crash, are never run again.
///
/// ```swift
/// @Test("a stream is silent for no longer than its heartbeat", .watchesClock)
/// ```
public struct ClockWatching: TestTrait, SuiteTrait, TestScoping {
    /// A mark on a suite counts for each test in it.
    public var isRecursive: Bool { true }

    /// Notes the test's name in the file that the script names by `TEST_CLOCK_LIST`, and runs it.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        if !test.isSuite, let path = ProcessInfo.processInfo.environment["TEST_CLOCK_LIST"] {
            let file = fopen(path, "a")
            // One write of less than a pipe's buffer: tests in parallel do not mix their lines.
            fputs("\(test.sourceLocation.fileID.prefix { $0 != "/" }) \(test.name)\n", file)
            if let file { fclose(file) }
        }
        try await function()
    }
}

extension Trait where Self == ClockWatching {
    /// The test watches a clock: it may be run once more by itself.
    public static var watchesClock: Self { ClockWatching() }
}
