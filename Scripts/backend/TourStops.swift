import Foundation

/// One stop of the tour: a tool, and what it shows.
struct TourStop: Sendable {
    /// What the visitor sees as a heading.
    let title: String
    /// What to type to do the same; shown in the closing table.
    let tryIt: String
    /// Shows the tool; throws when it does not do what it should. Returns where its server listens, if it is one.
    let show: @Sendable (TourGuide) async throws -> URL?
}

/// The stops in the order of the tour: servers first, so that later stops can visit them.
let tourStops = [
    TourStop(
        title: "BookBot reads the King James Bible",
        tryIt: "Scripts/run.sh bookbot FILE"
    ) { guide in
        let book = guide.folder.appending(path: "king-james.txt")
        try await guide.capture(
            "bible", ["-f", "Gen1:1-Rev22:21"], into: book, install: "apt-get install bible-kjv")
        try await guide.runTool("bookbot", [book.path])
        return nil
    }
]
