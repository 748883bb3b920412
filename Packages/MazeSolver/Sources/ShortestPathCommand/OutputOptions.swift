import ArgumentParser
import CommandKit

/// Where the answer goes, and in which form.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write to a file; .json and .svg choose the form.", valueName: "file"))
    var output: String?

    @Flag(name: .shortAndLong, help: "Print nothing but the answer.")
    var quiet = false

    @Option(help: "Colours: auto, always or never.")
    var color = ColorChoice.auto

    /// Whether the answer is JSON.
    var isJSON: Bool { json || hasExtension("json") }

    /// Whether the output file's name ends so.
    func hasExtension(_ name: String) -> Bool {
        output.map { $0.lowercased().hasSuffix("." + name) } ?? false
    }

    /// `text` in bold where that shows.
    func bold(_ text: String) -> String {
        let isOn = color == .always || (output == nil && color.isColored(.output))
        return TextStyle(isOn: isOn).bold(text)
    }

    /// Writes the whole answer.
    func write(_ text: String) throws {
        try write(Array(text.utf8))
    }

    /// Writes the whole answer.
    func write(_ bytes: [UInt8]) throws {
        try AnswerFile.write(bytes, to: output)
    }

    /// Tells the person at the terminal something beside the answer.
    func note(_ text: String) {
        if !quiet { complain(text) }
    }
}
