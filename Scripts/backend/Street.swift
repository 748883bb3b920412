import ArgumentParser
import BookBotCommand
import MazeSolverCommand
import PokedexCommand
import SQLDatabaseCommand
import ShortestPathCommand
import WebCrawlerCommand
import WebServerCommand

/// The commands of the street, in the order of its houses.
let street: [any ParsableCommand.Type] = [
    BookBot.self,
    MazeSolver.self,
    ShortestPath.self,
    WebServer.self,
    SQLDatabase.self,
    WebCrawler.self,
    Pokedex.self,
    // Scripts/new-tool.sh adds the next command above this line.
]
