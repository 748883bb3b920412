import ArgumentParser
import BookBotCommand
import MazeSolverCommand
import PokedexCommand
import SQLShellCommand
import ShortestPathCommand
import SocialServerCommand
import TodoAppCommand
import WebCrawlerCommand
import WebServerCommand

/// The command of every tool, in the order of the README.
let toolCommands: [any ParsableCommand.Type] = [
    BookBot.self,
    MazeSolver.self,
    ShortestPath.self,
    WebServer.self,
    SQLShell.self,
    WebCrawler.self,
    Pokedex.self,
    SocialServer.self,
    TodoApp.self,
    // Scripts/new-tool.sh adds the next command above this line.
]
