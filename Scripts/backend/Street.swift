import ArgumentParser
import BookBotCommand
import MazeSolverCommand
import SQLDatabaseCommand
import WebServerCommand

/// The commands of the street, in the order of its houses.
let street: [any ParsableCommand.Type] = [
    BookBot.self,
    MazeSolver.self,
    WebServer.self,
    SQLDatabase.self,
    // Scripts/new-tool.sh adds the next command above this line.
]
