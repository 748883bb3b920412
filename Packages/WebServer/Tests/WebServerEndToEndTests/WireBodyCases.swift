extension WireSection {
    static let lengths: [WireSection] = [
        WireSection(
            "6.1 Transfer-Encoding",
            [
                answered("chunked", chunked("5\r\nhello\r\n0\r\n\r\n"), 200),
                answered("in any case", get("transfer-encoding: ChUnKeD\r\n") + "0\r\n\r\n", 200),
                answered("with empty list elements", get("Transfer-Encoding: , chunked ,\r\n") + "0\r\n\r\n", 200),
                last(
                    "with Content-Length", get("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n", 400
                ),
                last(
                    "behind Content-Length", get("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n",
                    400),
                last(
                    "with Content-Length 0", get("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n",
                    400),
                last("in HTTP/1.0", "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
                last("gzip before chunked", get("Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n", 501),
                last("identity before chunked", get("Transfer-Encoding: identity, chunked\r\n") + "0\r\n\r\n", 501),
                last("chunked before gzip", get("Transfer-Encoding: chunked, gzip\r\n") + "0\r\n\r\n", 400),
                last("chunked twice", get("Transfer-Encoding: chunked, chunked\r\n") + "0\r\n\r\n", 400),
                last(
                    "chunked in two lines",
                    get("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400),
                last(
                    "chunked, then identity in another line",
                    get("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n") + "0\r\n\r\n", 400),
                last("identity alone", get("Transfer-Encoding: identity\r\n"), 400),
                last("an unknown coding", get("Transfer-Encoding: nonsense\r\n"), 400),
                last("a word that begins like it", get("Transfer-Encoding: chunkedx\r\n") + "0\r\n\r\n", 400),
                last("a word that ends like it", get("Transfer-Encoding: xchunked\r\n") + "0\r\n\r\n", 400),
                last("in quotation marks", get("Transfer-Encoding: \"chunked\"\r\n") + "0\r\n\r\n", 400),
                last("with a parameter", get("Transfer-Encoding: chunked;a=b\r\n") + "0\r\n\r\n", 400),
                last("without value", get("Transfer-Encoding:\r\n") + "0\r\n\r\n", 400),
                last("with a vertical tab", get("Transfer-Encoding:\u{B}chunked\r\n") + "0\r\n\r\n", 400),
                last("with a space before the colon", get("Transfer-Encoding : chunked\r\n") + "0\r\n\r\n", 400),
            ]),
        WireSection(
            "6.2 Content-Length",
            [
                answered("with its content", get("Content-Length: 5\r\n") + "hello", 200),
                answered("0", get("Content-Length: 0\r\n"), 200),
                answered("with zeros in front", get("Content-Length: 0005\r\n") + "hello", 200),
                answered(
                    "a content that looks like a request", get("Content-Length: 18\r\n") + "GET /x HTTP/1.1\r\n\r", 200),
                last("in HTTP/1.0", "GET / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello", 200),
                last("two different ones", get("Content-Length: 5\r\nContent-Length: 6\r\n") + "hello", 400),
                last("two of the same", get("Content-Length: 5\r\nContent-Length: 5\r\n") + "hello", 400),
                last("a list of the same", get("Content-Length: 5, 5\r\n") + "hello", 400),
                last("negative", get("Content-Length: -5\r\n"), 400),
                last("with a plus", get("Content-Length: +5\r\n") + "hello", 400),
                last("a fraction", get("Content-Length: 5.0\r\n") + "hello", 400),
                last("hexadecimal", get("Content-Length: 0x5\r\n") + "hello", 400),
                last("letters", get("Content-Length: five\r\n") + "hello", 400),
                last("a space inside", get("Content-Length: 5 5\r\n") + "hello", 400),
                last("an underscore", get("Content-Length: 1_0\r\n") + "hello", 400),
                last("none", get("Content-Length:\r\n"), 400),
                last("one more than the limit", get("Content-Length: 1048577\r\n"), 413),
                last("more than 64 bits", get("Content-Length: 18446744073709551621\r\n") + "hello", 413),
                last("a space before the colon", get("Content-Length : 5\r\n") + "hello", 400),
            ]),
    ]

    static let chunks: [WireSection] = [
        WireSection(
            "7.1 chunked coding",
            [
                answered("no content", chunked("0\r\n\r\n"), 200),
                answered("two chunks", chunked("3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"), 200),
                answered("lower-case digits", chunked("a\r\n0123456789\r\n0\r\n\r\n"), 200),
                answered("zeros in front", chunked("0005\r\nhello\r\n000\r\n\r\n"), 200),
                answered("line ends in the data", chunked("4\r\n\r\n\r\n\r\n0\r\n\r\n"), 200),
                answered("data that looks like the end", chunked("5\r\n0\r\n\r\n\r\n0\r\n\r\n"), 200),
                answered(
                    "with POST", get("Transfer-Encoding: chunked\r\n", method: "POST") + "1\r\nx\r\n0\r\n\r\n", 405),
                last("a size of no digits", chunked("\r\nhello\r\n0\r\n\r\n"), 400),
                last("a size of other letters", chunked("Z\r\nhello\r\n0\r\n\r\n"), 400),
                last("a negative size", chunked("-5\r\nhello\r\n0\r\n\r\n"), 400),
                last("a size with a plus", chunked("+5\r\nhello\r\n0\r\n\r\n"), 400),
                last("a size with 0x", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400),
                last("a space before the size", chunked(" 5\r\nhello\r\n0\r\n\r\n"), 400),
                last("a space behind the size", chunked("5 \r\nhello\r\n0\r\n\r\n"), 400),
                last("an underscore in the size", chunked("1_0\r\nhello\r\n0\r\n\r\n"), 400),
                last("LF alone behind the size", chunked("5\nhello\r\n0\r\n\r\n"), 400),
                last("CR alone behind the size", chunked("5\rhello\r\n0\r\n\r\n"), 400),
                last("LF alone behind the data", chunked("5\r\nhello\n0\r\n\r\n"), 400),
                last("nothing behind the data", chunked("5\r\nhello0\r\n\r\n"), 400),
                last("more data than the size", chunked("5\r\nhelloX\r\n0\r\n\r\n"), 400),
                last("less data than the size", chunked("6\r\nhello\r\n0\r\n\r\n"), 400),
                last("a size of nine digits", chunked("000000005\r\nhello\r\n0\r\n\r\n"), 400),
                last("a size beyond 64 bits", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n"), 400),
                last("a size beyond the limit", chunked("100001\r\n"), 413),
                last("LF alone at the end", chunked("0\r\n\n"), 400),
                last("CR and something else at the end", chunked("0\r\n\rX"), 400),
            ]),
        WireSection(
            "7.1.1 chunk extensions",
            [
                answered("a name", chunked("5;a\r\nhello\r\n0\r\n\r\n"), 200),
                answered("a name and a value", chunked("5;a=b\r\nhello\r\n0;c=d\r\n\r\n"), 200),
                answered("a quoted value", chunked("5;a=\"b c\"\r\nhello\r\n0\r\n\r\n"), 200),
                answered("white space around each part", chunked("5 ;\t a = b ; c\r\nhello\r\n0\r\n\r\n"), 200),
                answered("an escaped quotation mark", chunked("5;a=\"b\\\"c\"\r\nhello\r\n0\r\n\r\n"), 200),
                answered("an empty quoted value, and another", chunked("5;a=\"\";b\r\nhello\r\n0\r\n\r\n"), 200),
                answered("obs-text in a quoted value", chunked("5;a=\"é\"\r\nhello\r\n0\r\n\r\n"), 200),
                last("no name", chunked("5;\r\nhello\r\n0\r\n\r\n"), 400),
                last("white space for a name", chunked("5; \r\nhello\r\n0\r\n\r\n"), 400),
                last("no name behind a name", chunked("5;a;\r\nhello\r\n0\r\n\r\n"), 400),
                last("two semicolons", chunked("5;;a\r\nhello\r\n0\r\n\r\n"), 400),
                last("a bracket in the name", chunked("5;a[b=c\r\nhello\r\n0\r\n\r\n"), 400),
                last("a value without a name", chunked("5;=b\r\nhello\r\n0\r\n\r\n"), 400),
                last("no value", chunked("5;a=\r\nhello\r\n0\r\n\r\n"), 400),
                last("two values", chunked("5;a=b=c\r\nhello\r\n0\r\n\r\n"), 400),
                last("a name behind a name", chunked("5;a b\r\nhello\r\n0\r\n\r\n"), 400),
                last("a comma", chunked("5;a,b\r\nhello\r\n0\r\n\r\n"), 400),
                last("an open quotation mark", chunked("5;a=\"b\r\nhello\r\n0\r\n\r\n"), 400),
                last("something behind a quoted value", chunked("5;a=\"b\"c\r\nhello\r\n0\r\n\r\n"), 400),
                last("white space at the end", chunked("5;a \r\nhello\r\n0\r\n\r\n"), 400),
                last("a DEL in a quoted value", chunked("5;a=\"\u{7F}\"\r\nhello\r\n0\r\n\r\n"), 400),
                last("no name behind the last size", chunked("5\r\nhello\r\n0;\r\n\r\n"), 400),
                last("LF alone in it", chunked("5;a\nhello\r\n0\r\n\r\n"), 400),
                last("a NUL in it", chunked("5;a\0\r\nhello\r\n0\r\n\r\n"), 400),
                last(
                    "1,025 octets", chunked("5;" + String(repeating: "a", count: 1_025) + "\r\nhello\r\n0\r\n\r\n"), 400
                ),
            ]),
        WireSection(
            "7.1.2 trailers",
            [
                answered("one", chunked("0\r\nX: y\r\n\r\n"), 200),
                answered("a forbidden one is ignored", chunked("0\r\nContent-Length: 5\r\n\r\n"), 200),
                last("no name", chunked("0\r\n: y\r\n\r\n"), 400),
                last("no colon", chunked("0\r\nX\r\n\r\n"), 400),
                last("a space before the colon", chunked("0\r\nX : y\r\n\r\n"), 400),
                last("a folded one", chunked("0\r\nX: y\r\n z\r\n\r\n"), 400),
                last("LF alone", chunked("0\r\nX: y\n\r\n"), 400),
                last("a NUL", chunked("0\r\nX: \0\r\n\r\n"), 400),
                last("33 of them", chunked("0\r\n" + String(repeating: "X: y\r\n", count: 33) + "\r\n"), 431),
                last("a long one", chunked("0\r\nX: " + String(repeating: "y", count: 1_025) + "\r\n\r\n"), 431),
            ]),
    ]

    static let connections: [WireSection] = [
        WireSection(
            "9.3 persistence",
            [
                last("close", get("Connection: close\r\n"), 200),
                last("close in any case", get("connection: CLOSE\r\n"), 200),
                last("close in a list", get("Connection: keep-alive, close\r\n"), 200),
                last("close in a second line", get("Connection: x\r\nConnection: close\r\n"), 200),
                answered("keep-alive", get("Connection: keep-alive\r\n"), 200),
                answered("an unknown option", get("Connection: upgrade\r\nUpgrade: h2c\r\n"), 200),
                answered("a word that begins like close", get("Connection: closed\r\n"), 200),
                last("HTTP/1.0 without keep-alive", "GET / HTTP/1.0\r\nHost: a\r\n\r\n", 200),
                answered("HTTP/1.0 with keep-alive", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", 200),
                last("HTTP/1.0 with both", "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", 200),
            ]),
        WireSection(
            "9.3.2 pipelining",
            [
                answered("three requests", get() + get(target: "/a.txt") + get(target: "/none"), 200, 200, 404),
                answered("behind a content", get("Content-Length: 2\r\n") + "ab" + get(), 200, 200),
                answered("behind chunks", chunked("1\r\na\r\n0\r\n\r\n") + get(target: "/none"), 200, 404),
                last("nothing behind close", get("Connection: close\r\n") + get(), 200),
                last("nothing behind a refusal", get() + "BAD\r\n\r\n" + get(), 200, 400),
                answered("an empty line between", get() + "\r\n" + get(), 200, 200),
            ]),
        WireSection(
            "RFC 9110, 10.1.1 Expect",
            [
                answered("with its content at once", get("Content-Length: 2\r\nExpect: 100-continue\r\n") + "ab", 200),
                answered("in any case", get("Content-Length: 2\r\nExpect: 100-Continue\r\n") + "ab", 200),
                answered("without content", get("Expect: 100-continue\r\n"), 200),
                last("something else", get("Expect: miracles\r\n"), 417),
                last("ignored in HTTP/1.0", "GET / HTTP/1.0\r\nExpect: miracles\r\n\r\n", 200),
            ]),
    ]

    static let limits: [WireSection] = [
        WireSection(
            "limits",
            [
                answered("a target of 8,000 octets", get(target: "/?" + String(repeating: "a", count: 7_998)), 200),
                last("a request line of 8,193 octets", get(target: "/?" + String(repeating: "a", count: 8_178)), 414),
                last("a request line without end", String(repeating: "A", count: 20_000), 414),
                answered("a field of 8,000 octets", get("X: " + String(repeating: "a", count: 7_997) + "\r\n"), 200),
                last("a field of 8,193 octets", get("X: " + String(repeating: "a", count: 8_190) + "\r\n"), 431),
                last("a field without end", "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 20_000), 431),
                answered("100 fields", get(String(repeating: "X: y\r\n", count: 99)), 200),
                last("101 fields", get(String(repeating: "X: y\r\n", count: 100)), 431),
                last(
                    "a head of more than 32,768 octets",
                    get(String(repeating: "X: \(String(repeating: "y", count: 4_000))\r\n", count: 9)), 431),
                answered(
                    "a content at the limit",
                    get("Content-Length: 1048576\r\n") + String(repeating: "x", count: 1_048_576), 200),
                last(
                    "chunks beyond the limit",
                    chunked(String(repeating: "10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n", count: 17)),
                    413),
            ])
    ]
}
