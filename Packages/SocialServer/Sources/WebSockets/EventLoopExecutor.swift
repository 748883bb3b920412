import NIOCore

/// Runs the tasks of a connection on its event loop's thread.
///
/// Requests are short and wait on other threads, for the database and for passwords: passing each to Swift's own threads
/// and back costs more than answering it.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
