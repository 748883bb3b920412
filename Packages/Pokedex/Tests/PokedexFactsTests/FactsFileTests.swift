import PokedexFacts
import Testing

@Test("a facts file is read as it was written")
func aFactsFileIsReadAsItWasWritten() throws {
    var one = FactTable(name: "one", columns: "id slug:t level")
    one.append(.integer(1), .text("a"), .integer(-5))
    one.append(.integer(2), .text("b=c"), .integer(-5))
    one.append(.integer(2), .text(""), .null)
    let two = FactTable(name: "two", columns: "id")
    let file = FactsFile(tables: [one, two])
    #expect(try FactsFile(decoding: Array(file.encoded().utf8)) == file)
    let bytes = Array(file.encoded().utf8)
    #expect(try BuiltInFacts.expand(BuiltInFacts.compress(bytes)) == bytes)
}

@Test(
    "a malformed line is named with its number",
    arguments: [
        ("1\t2\n", 1), ("#t a:i\nx\n", 2), ("#t a:i b:t\n1\n", 2), ("#t a:i\n1\t2\n", 2), ("#t a:z\n", 1), ("#t\n", 1),
        ("#t a:i\n=\n", 2), ("#t a:i\n12345678901\n", 2), ("#t a:i\n-\n", 2),
    ])
func aMalformedLineIsNamed(text: String, line: Int) throws {
    let failure = #expect(throws: FactsFile.Failure.self) { try FactsFile(decoding: Array(text.utf8)) }
    guard case .malformed(let found, _)? = failure else { return }
    #expect(found == line)
}

@Test("damaged compression is refused, whichever byte is hit")
func damagedCompressionIsRefused() throws {
    let good = BuiltInFacts.compress(Array("#t a:i\n1\n2\n3\n".utf8))
    for length in 0..<good.count {
        #expect(throws: BuiltInFacts.Failure.self) { try BuiltInFacts.expand(Array(good.prefix(length))) }
    }
    for index in good.indices.dropFirst(10) {
        var bad = good
        bad[index] ^= 0x55
        #expect(throws: BuiltInFacts.Failure.self) { try BuiltInFacts.expand(bad) }
    }
}

@Test(
    "slugs are what addresses need",
    arguments: [
        ("Mr. Mime", "mr-mime"), ("Farfetch\u{2019}d", "farfetchd"), ("Flabébé", "flabebe"), ("Nidoran♀", "nidoran-f"),
        ("Type: Null", "type-null"), ("Ho-Oh", "ho-oh"), ("King's Rock", "kings-rock"), ("Zygarde-10%", "zygarde-10"),
        ("10,000,000 Volt Thunderbolt", "10-000-000-volt-thunderbolt"), ("", ""),
    ])
func slugsAreWhatAddressesNeed(name: String, slug: String) {
    #expect(Slug.of(name) == slug)
}

@Test("the built-in facts hold every species, and no slug twice")
func theBuiltInFactsAreComplete() throws {
    let facts = try BuiltInFacts.load()
    let species = try #require(facts.table("species"))
    #expect(species.rows.count == 1025)
    #expect(species.rows.map(\.[0]) == (1...1025).map(FactValue.integer))
    #expect((facts.table("learnset")?.rows.count ?? 0) > 300_000)
    let theirs = Set(PokeAPITables.all.map(\.name))
    #expect(facts.tables.count { !theirs.contains($0.name) } == 36)
    #expect(facts.tables.count { theirs.contains($0.name) } >= 56)
    for table in facts.tables {
        guard let column = table.index(of: "slug") else { continue }
        let slugs = table.rows.map { $0[column] }
        #expect(Set(slugs).count == slugs.count, "\(table.name) has a slug twice")
        if let name = table.index(of: "name") {
            // Names, no prose.
            for row in table.rows {
                guard case .text(let text) = row[name] else { continue }
                #expect(text.count <= 40, "\(table.name): \(text)")
            }
        }
    }
}
