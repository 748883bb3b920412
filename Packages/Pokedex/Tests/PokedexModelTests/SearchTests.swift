import PokedexModel
import Testing

@Test(
    "a malformed filter is refused with its field and what is allowed",
    arguments: [
        ("generation", "0", "a number from 1 to 9"), ("generation", "ten", "a number from 1 to 9"),
        ("min", "foo=1", "MEASURE=NUMBER"), ("min", "speed", "MEASURE=NUMBER"), ("max", "speed=-1", "MEASURE=NUMBER"),
        ("min", "name=1", "MEASURE=NUMBER"), ("kind", "giant", "default"), ("rarity", "shiny", "ordinary"),
        ("sort", "-luck", "hp"), ("limit", "0", "a number from 1 to 2000"), ("offset", "x", "a number from 0"),
        ("ids", "1,two", "a number from 1"), ("colour", "red", "q"),
    ])
func aMalformedFilterIsRefused(field: String, value: String, allowed: String) {
    var search = Search()
    let refusal = #expect(throws: Search.Refusal.self) { try search.apply(field, value) }
    #expect(refusal?.allowed.contains { $0.contains(allowed) } == true)
    #expect(refusal?.description.contains(": give ") == true)
}

@Test("filters are read as people write them")
func filtersAreReadAsPeopleWriteThem() throws {
    var search = Search()
    try search.apply("min", "speed=100,attack:80")
    try search.apply("type", " Fire , flying ")
    try search.apply("sort", "-special-attack")
    try search.apply("q", "Mr. Mime")
    try search.apply("generation", "")
    #expect(search.minimum.map(\.measure) == [.speed, .attack])
    #expect(search.minimum.map(\.value) == [100, 80])
    #expect(search.types == ["fire", "flying"])
    #expect(search.order == .init(measure: .specialAttack, isDescending: true))
    #expect(search.words == ["mr", "mime"])
    #expect(search.generation == nil)
}

@Test(
    "the nearest names come first",
    arguments: [
        ("pikachoo", "pikachu"), ("charzard", "charizard"), ("blubasaur", "bulbasaur"), ("mew two", "mewtwo"),
        ("gyrados", "gyarados"), ("char", "charizard"), ("PIKACHU", "pikachu"),
    ])
func theNearestNamesComeFirst(typed: String, meant: String) {
    let names = ["pikachu", "pichu", "charizard", "bulbasaur", "mewtwo", "mew-alpha", "gyarados", "geodude", "onix"]
    let nearest = NameMatcher(names).nearest(to: typed)
    #expect(nearest.first == meant)
    #expect(nearest.count == 3)
}

@Test(
    "the distance counts letters changed, missing, added and swapped",
    arguments: [("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3), ("ab", "", 2)])
func theDistanceCounts(one: String, other: String, distance: Int) {
    #expect(NameMatcher.distance(from: one, to: other) == distance)
    #expect(NameMatcher.distance(from: other, to: one) == distance)
}

@Test("JSON keeps the order of members and escapes what it must")
func jsonKeepsOrder() {
    let json = JSON.object([
        ("b", .string("\"\\\n\u{1}é")), ("a", .array([.null, .bool(true), .int(-3), .double(0.5)])),
    ])
    #expect(json.text == #"{"b":"\"\\\u000a\u0001é","a":[null,true,-3,0.5]}"#)
}

@Test("an evolution tree branches as its steps do")
func anEvolutionTreeBranches() {
    var second = EvolutionStep(from: (1, "one"), to: (3, "three"), trigger: "use-item")
    second.item = "moon-stone"
    var first = EvolutionStep(from: (1, "one"), to: (2, "two"), trigger: "level-up")
    first.minimumLevel = 16
    let third = EvolutionStep(from: (2, "two"), to: (4, "four"), trigger: "trade")
    let tree = EvolutionTree(root: (1, "one"), steps: [first, second, third])
    #expect(
        tree.lines() == ["one", "├─ two (level 16)", "│  └─ four (trade)", "└─ three (use moon-stone)"])
}
