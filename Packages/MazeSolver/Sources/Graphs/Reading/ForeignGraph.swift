/// Formats that people bring and that are not read: named for what they are, with what to do.
enum ForeignGraph {
    /// What a file is, and the cure; nil when its first bytes tell nothing.
    static func of(_ bytes: [UInt8]) -> ReadError.Problem? {
        for (magic, what, cure) in signatures where bytes.starts(with: magic) { return .foreign(what, cure: cure) }
        let start = String(decoding: bytes.prefix(1024), as: UTF8.self)
        let text = start.lowercased().drop { $0.isWhitespace }
        for (mark, what, cure) in words where text.hasPrefix(mark) { return .foreign(what, cure: cure) }
        // Excel for the Mac once wrote such files, as one line for all others.
        if bytes.contains(UInt8(ascii: "\r")), !bytes.contains(UInt8(ascii: "\n")),
            bytes.last != UInt8(ascii: "\r")
                || bytes.count(where: { $0 == UInt8(ascii: "\r") }) > 1
        {
            return .foreign(
                "text with the line ends of old Macs", cure: "tr '\\r' '\\n' <FILE makes usual ones of them")
        }
        guard text.hasPrefix("<") else { return nil }
        for (mark, what, cure) in elements where text.contains(mark) { return .foreign(what, cure: cure) }
        return isGraphML(String(text)) ? nil : .foreign("an XML document, but not GraphML", cure: toGraphML)
    }

    /// Whether the beginning of an XML document, in small letters, holds GraphML's root element, perhaps with a prefix.
    static func isGraphML(_ text: String) -> Bool {
        text.contains("<graphml") || (text.contains(":graphml") && text.drop { $0.isWhitespace }.hasPrefix("<"))
    }

    private static let toEdges = "save it as an edge list FROM,TO,WEIGHT"
    private static let toGraphML = "networkx, igraph and Gephi save it as GraphML or as an edge list"

    private static let signatures: [([UInt8], String, String)] = [
        (
            [0x50, 0x4B, 0x03, 0x04], "a zip archive or a spreadsheet (xlsx, ods)",
            "unpack it, or save the sheet as CSV"
        ),
        ([0xFF, 0xFE], "text in UTF-16", "iconv -f UTF-16 -t UTF-8 FILE makes UTF-8 of it"),
        ([0xFE, 0xFF], "text in UTF-16", "iconv -f UTF-16 -t UTF-8 FILE makes UTF-8 of it"),
        (Array("PAR1".utf8), "a Parquet file", "pandas.read_parquet(FILE).to_csv(…) makes an edge list of it"),
        ([0x89, 0x48, 0x44, 0x46], "an HDF5 file", toEdges),
        (Array("SQLite format 3".utf8), "an SQLite database", "sqlite3 -csv FILE 'select …' makes an edge list of it"),
        ([0x80, 0x02], "a Python pickle", toEdges), ([0x80, 0x03], "a Python pickle", toEdges),
        ([0x80, 0x04], "a Python pickle", toEdges), ([0x80, 0x05], "a Python pickle", toEdges),
        ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], "a NumPy array", toEdges),
        (Array("BZh".utf8), "a bzip2 archive", "bunzip2 it first; gzip is read"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive", "unxz it first; gzip is read"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive", "unzstd it first; gzip is read"),
        ([0x00, 0x00, 0x27, 0x0A], "a shapefile", "osmnx or geopandas makes an edge list of it"),
        (Array("%PDF".utf8), "a PDF document", toEdges),
        ([0x89, 0x50, 0x4E, 0x47], "a PNG picture", "mazesolver reads pictures"),
        (Array(">>graph6<<".utf8), "graph6", toGraphML),
    ]

    private static let words: [(String, String, String)] = [
        ("*vertices", "a Pajek network", toGraphML), ("*network", "a Pajek network", toGraphML),
        ("graph [", "GML", toGraphML), ("graph\n[", "GML", toGraphML), ("creator ", "GML", toGraphML),
        ("digraph", "Graphviz DOT", toGraphML), ("strict graph", "Graphviz DOT", toGraphML),
        ("strict digraph", "Graphviz DOT", toGraphML), ("graph {", "Graphviz DOT", toGraphML),
        ("dl n", "a UCINET DL file", toGraphML), ("<!doctype html", "a web page", "load the file that it links to"),
        ("<html", "a web page", "load the file that it links to"),
    ]

    private static let elements: [(String, String, String)] = [
        ("<osm", "OpenStreetMap XML", "osmnx makes a graph of it: ox.save_graphml(ox.graph_from_xml(FILE))"),
        ("<gexf", "GEXF", toGraphML), ("<kml", "KML", toEdges), ("<gpx", "GPX", toEdges),
    ]
}
