import Foundation

/// One stop of the tour: a tool, and what it shows.
struct TourStop: Sendable {
    /// What the visitor sees as a heading.
    let title: String
    /// What to type to do the same; the closing table shows it, or the address of a server.
    let tryIt: String
    /// Shows the tool; throws when it does not do what it should. Returns where its server listens, if it is one.
    let show: @Sendable (TourGuide) async throws -> URL?
}

/// The stops in the order of the tour. Servers come before the stops that visit them.
let tourStops = [
    TourStop(
        title: "WebServer serves the landing page",
        tryIt: "Scripts/run.sh webserver FOLDER"
    ) { guide in
        let address = try await guide.startServer("webserver", ["--port", "0", "--log", "none"])
        let page = try await guide.fetch(address)
        guard page.contains("BookBot") else {
            throw TourFault.unexpected("the landing page at \(address) does not name the tools")
        }
        guide.say("\(page.utf8.count) bytes of HTML came from \(address)")
        return address
    },
    TourStop(
        title: "WebCrawler checks the landing page",
        tryIt: "Scripts/run.sh webcrawler check URL"
    ) { guide in
        guard let address = guide.address(of: "WebServer serves the landing page") else {
            throw TourFault.unexpected("there is no landing page to check: the web server did not start")
        }
        try await guide.runTool("webcrawler", ["check", address.absoluteString])
        return nil
    },
    TourStop(
        title: "Pokedex answers as the PokéAPI does",
        tryIt: "Scripts/run.sh pokedex serve"
    ) { guide in
        let database = "sqlite:" + guide.folder.appending(path: "pokedex.db").path
        try await guide.runTool("pokedex", ["show", "pikachu", "--database", database])
        let address = try await guide.startServer("pokedex", ["serve", "--port", "0", "--database", database])
        let answer = try await guide.fetch(address.appending(path: "api/v2/pokemon/25/"))
        guard answer.contains("\"pikachu\"") else {
            throw TourFault.unexpected("the Pokédex at \(address) does not know its number 25")
        }
        return address
    },
    socialStop,
    TourStop(
        title: "TodoApp keeps a list for terminal and phone",
        tryIt: "Scripts/run.sh todo add \"Pay rent every month on the 1st\""
    ) { guide in
        let database = "sqlite:" + guide.folder.appending(path: "todo.db").path
        for words in ["Pay rent every month on the 1st #home !1", "Call the bank tomorrow 9:30"] {
            guide.say("$ todo add \"\(words)\"")
            try await guide.runTool("todo", ["add", words, "--database", database])
        }
        try await guide.runTool("todo", ["list", "--database", database])
        let address = try await guide.startServer("todo", ["serve", database, "--port", "0"])
        _ = try await guide.fetch(address.appending(path: "healthz"))
        guide.say("phones find the list at \(address) by CalDAV, once the link above has made an account")
        return address
    },
    TourStop(
        title: "MazeSolver draws a maze and finds the way",
        tryIt: "Scripts/run.sh mazesolver watch MAZE"
    ) { guide in
        let maze = guide.folder.appending(path: "maze.txt").path
        try await guide.runTool("mazesolver", ["generate", "--size", "38x9", "--seed", "6", "--output", maze])
        try await guide.runTool("mazesolver", ["solve", maze, "--algorithm", "a-star"])
        return nil
    },
    TourStop(
        title: "BookBot reads the King James Bible",
        tryIt: "Scripts/run.sh bookbot FILE"
    ) { guide in
        let book = guide.folder.appending(path: "king-james.txt")
        try await guide.capture(
            "bible", ["-f", "Gen1:1-Rev22:21"], into: book, install: "apt-get install bible-kjv")
        try await guide.runTool("bookbot", [book.path])
        return nil
    },
]
