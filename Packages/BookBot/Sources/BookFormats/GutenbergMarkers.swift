// Unsafe pointers: a line is a part of the chunk that was read, valid for the call alone.

/// The lines by which Project Gutenberg's volunteers began and ended their texts over the years.
///
/// The lists are those that PyPI's `gutenberg-cleaner` and `gutenberg` use, with the frames of its sister projects. What is
/// *unmistakable* stands in no text of its own accord; the others count only where a header or a licence is expected.
enum GutenbergMarkers {
    /// The header ends with a line that begins so.
    static let starts = Prefixes([
        "*END*THE SMALL PRINT", "*END THE SMALL PRINT", "*SMALL PRINT!", "****     SMALL PRINT!", "[\"Small Print\" V.",
        "*** START OF THE PROJECT GUTENBERG", "*** START OF THIS PROJECT GUTENBERG",
        " *** START OF THIS PROJECT GUTENBERG", "***START OF THE PROJECT GUTENBERG", "*** START OF THE COPYRIGHTED",
        "The Project Gutenberg", "**The Project Gutenberg", "Beginning of this Project Gutenberg",
        "Project Gutenberg TEI", "                this Project Gutenberg edition.",
        "This etext was prepared by", "This Etext was prepared by", "This etext was produced by",
        "This eBook was prepared by", "This eBook was produced by", "This ebook was produced by",
        "This Project Gutenberg Etext was prepared by", "E-text prepared by",
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
        "We need your donations more than ever!", "To contact Project Gutenberg of Australia",
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
        "Ende dieses Etextes ", "Fin de Project Gutenberg", "Fin du Project Gutenberg",
        "Fin de l'EBook Project Gutenberg",
        "Fine del Project Gutenberg", "Fin del Project Gutenberg", "Fin de Proyecto Gutenberg",
        "Einde van het Project Gutenberg", "Ende des Project Gutenberg", "Ende des Projekt Gutenberg",
        "Ce document fut presente en lecture",
        "Ce document fut présenté en lecture", "More information about this book is at the top of this file.",
        "We need your donations more than ever!", "This site is full of FREE ebooks - Project Gutenberg",
    ])

    /// Ends that no text holds of its own accord: behind a start they end even the shortest book.
    static let plainEnds = Prefixes([
        "End of the Project Gutenberg", "End of The Project Gutenberg", " End of the Project Gutenberg",
        "End of Project Gutenberg", "End of this Project Gutenberg", "END OF PROJECT GUTENBERG",
        "End of this is COPYRIGHTED", "Ende dieses Project Gutenber", "Ende diese Project Gutenberg",
        "Ende dieses Projekt Gutenberg", "Fin de Project Gutenberg", "Fin du Project Gutenberg",
        "Fin de l'EBook Project Gutenberg", "Fine del Project Gutenberg", "Fin del Project Gutenberg",
        "Fin de Proyecto Gutenberg", "Einde van het Project Gutenberg", "Ende des Project Gutenberg",
        "Ende des Projekt Gutenberg",
        "This site is full of FREE ebooks - Project Gutenberg", "START: FULL LICENSE", "*** START: FULL LICENSE",
        "THE FULL PROJECT GUTENBERG LICENSE", "THE FULL PROJECT GUTENBERG™ LICENSE",
    ])

    /// The first line of a header: behind another book's text it begins the next book.
    static let headers = Prefixes([
        "The Project Gutenberg eBook", "The Project Gutenberg EBook", "The Project Gutenberg Etext,",
        "***The Project Gutenberg", "**The Project Gutenberg", "Project Gutenberg's Etext",
        "Project Gutenberg Etext of",
    ])

    /// The small print of old texts, which stands before some and behind others.
    static let smallPrintEnds = Prefixes(["*END*THE SMALL PRINT", "*END THE SMALL PRINT"])

    /// A line of a licence behind which licences go on, although another line seemed to be their last.
    static let licenceResumes = Prefixes([
        "EBooks posted prior to November 2003", "eBooks posted prior to November 2003", "*** END: FULL LICENSE",
        "An alternative method of locating eBooks", "Each eBook is in a subdirectory",
    ])

    /// A notice inside the text, from a line that begins with the first to one that begins with the second.
    static let noticeStarts = Prefixes(["<<THIS ELECTRONIC VERSION OF"])
    static let noticeEnds = Prefixes(["SERVICE THAT CHARGES FOR DOWNLOAD"])

    /// Ordinary English that is a marker only in a file that speaks of the project.
    static let ordinary = Prefixes([
        "Produced by", "This eBook was prepared by", "This eBook was produced by", "This ebook was produced by",
        "Internet Archive)",
    ])
    static let projects = [
        "gutenberg", "runeberg", "pgdp.net", "archive.org", "gallica.bnf.fr", "fadedpage", "pgdpcanada",
    ]

    /// Whether a line is `*** START OF THE PROJECT GUTENBERG EBOOK …`, in the case, with the stars and spaces of any year.
    static func isUnmistakableStart(_ line: UnsafeRawBufferPointer) -> Bool { isStarred(line, "start of th") }

    /// Whether a line is `*** END OF THE PROJECT GUTENBERG EBOOK …`, in the same way.
    static func isUnmistakableEnd(_ line: UnsafeRawBufferPointer) -> Bool { isStarred(line, "end of th") }

    /// Whether a line is the last of a licence.
    static func endsLicence(_ line: UnsafeRawBufferPointer) -> Bool {
        smallPrintEnds.begins(line) || line.starts(with: "*** END: FULL LICENSE".utf8)
            || (line.count < 200
                && (line.contains("newsletter to hear about new eBooks") || line.contains("GUTINDEX.ALL")))
    }

    /// Whether a marker that may go on in the next lines is complete.
    static func endsWithStars(_ line: UnsafeRawBufferPointer) -> Bool {
        line.reversed().drop { $0 <= 0x20 }.prefix(3).elementsEqual("***".utf8)
    }

    private static func isStarred(_ line: UnsafeRawBufferPointer, _ words: String) -> Bool {
        // Nearly every line of a text is no marker by its first characters.
        var at = 0
        if line.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        var stars = 0
        while at < line.count, line[at] == 0x20 || line[at] == 0x09 || line[at] == 0x2A {
            stars += line[at] == 0x2A ? 1 : 0
            at += 1
        }
        guard stars >= 2, line.count - at < 400 else { return false }
        let lowered = line[at...].map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        return lowered.starts(with: words.utf8)
            && lowered.withUnsafeBytes { $0.contains("project gutenberg") || $0.contains("copyrighted") }
    }

    /// A set of line beginnings, found by the line's first byte.
    struct Prefixes: Sendable {
        private let byFirst: [[[UInt8]]]

        init(_ texts: [String]) {
            var byFirst = [[[UInt8]]](repeating: [], count: 256)
            for text in texts {
                let bytes = Array(text.utf8)
                guard let first = bytes.first else { continue }
                byFirst[Int(first)].append(bytes)
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
