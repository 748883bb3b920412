/// The lines by which Project Gutenberg's volunteers began and ended their texts over the years.
///
/// The list is the one that PyPI's `gutenberg-cleaner` and `gutenberg` use, so results agree with theirs.
enum GutenbergMarkers {
    /// The header ends with a line that begins so.
    static let starts = Prefixes([
        "*END*THE SMALL PRINT", "*END THE SMALL PRINT", "*SMALL PRINT!", "****     SMALL PRINT!", "[\"Small Print\" V.",
        "*** START OF THE PROJECT GUTENBERG", "*** START OF THIS PROJECT GUTENBERG",
        " *** START OF THIS PROJECT GUTENBERG", "***START OF THE PROJECT GUTENBERG", "*** START OF THE COPYRIGHTED",
        "The Project Gutenberg", "**The Project Gutenberg", "Beginning of this Project Gutenberg",
        "Project Gutenberg TEI", "                this Project Gutenberg edition.",
        "This etext was prepared by", "This Etext was prepared by", "This etext was produced by",
        "This eBook was prepared by", "This Project Gutenberg Etext was prepared by", "E-text prepared by",
        "Produced by", "Distributed Proofreading Team", "Proofreading Team at http://www.pgdp.net",
        "http://www.pgdp.net", "Gutenberg Online Distributed", "Project Gutenberg Online Distributed",
        "the Project Gutenberg Online Distributed", "and the Project Gutenberg Online Distributed Proofreading Team",
        "Mary Meehan, and the Project Gutenberg Online Distributed Proofreading",
        "Gutenberg Distributed Proofreaders", "Project Gutenberg Distributed Proofreaders",
        "http://gallica.bnf.fr)", "      http://archive.org/details/", "by The Internet Archive)",
        "by The Internet Archive/Canadian Libraries", "by The Internet Archive/American Libraries",
        "public domain material from the Internet Archive", "Internet Archive)",
        "Internet Archive/Canadian Libraries", "Internet Archive/American Libraries",
        "material from the Google Print project", "      (http://www.ibiblio.org/gutenberg/",
        "http://gutenberg.spiegel.de/ erreichbar.", "http://gutenberg2000.de erreichbar.",
        "Project Runeberg publishes", "More information about this book is at the top of this file.",
        "tells you about restrictions in how the file may be used.",
        "l'authorization à les utilizer pour preparer ce texte.", "of the etext through OCR.",
        "*****These eBooks Were Prepared By Thousands of Volunteers!*****",
        "We need your donations more than ever!",
    ])

    /// The licence begins with a line that begins so.
    static let ends = Prefixes([
        "*** END OF THE PROJECT GUTENBERG", "*** END OF THIS PROJECT GUTENBERG", " *** END OF THIS PROJECT GUTENBERG",
        "***END OF THE PROJECT GUTENBERG", "        ***END OF THE PROJECT GUTENBERG", "*** END OF THE COPYRIGHTED",
        "End of the Project Gutenberg", "End of The Project Gutenberg", " End of the Project Gutenberg",
        "End of Project Gutenberg", "End of this Project Gutenberg", "END OF PROJECT GUTENBERG",
        "by Project Gutenberg", "The Project Gutenberg Etext of ", "End of this is COPYRIGHTED",
        "**This is a COPYRIGHTED Project Gutenberg Etext, Details Above**",
        "Ende dieses Project Gutenber", "Ende diese Project Gutenberg", "Ende dieses Projekt Gutenberg",
        "Ende dieses Etextes ", "Fin de Project Gutenberg", "Ce document fut presente en lecture",
        "Ce document fut présenté en lecture", "More information about this book is at the top of this file.",
        "We need your donations more than ever!",
    ])

    /// A notice inside the text, from a line that begins with the first to one that begins with the second.
    static let noticeStarts = Prefixes(["<<THIS ELECTRONIC VERSION OF"])
    static let noticeEnds = Prefixes(["SERVICE THAT CHARGES FOR DOWNLOAD"])

    /// Ordinary English that is a marker only in a file that speaks of the project.
    static let ordinary = Prefixes(["Produced by", "This eBook was prepared by", "Internet Archive)"])
    static let projects = ["gutenberg", "runeberg", "pgdp.net", "archive.org", "gallica.bnf.fr"]

    /// No marker is longer, in bytes.
    static let longest = 80

    /// A set of line beginnings, found by the line's first byte.
    struct Prefixes: Sendable {
        private let byFirst: [[[UInt8]]]

        init(_ texts: [String]) {
            var byFirst = [[[UInt8]]](repeating: [], count: 256)
            for text in texts {
                let bytes = Array(text.utf8)
                byFirst[Int(bytes[0])].append(bytes)
            }
            self.byFirst = byFirst
        }

        /// Whether the line begins with one of them.
        @inline(__always)
        func begins(_ line: UnsafeRawBufferPointer) -> Bool {
            guard let first = line.first, !byFirst[Int(first)].isEmpty else { return false }
            return byFirst[Int(first)].contains { line.starts(with: $0) }
        }
    }
}
