/// Words that are frequent in English books and whose spelling misleads the rules of `SyllableCounter`.
enum SyllableExceptions {
    static let bySyllables: [(count: Int, words: String)] = [
        (1, "don't won't can't aren't weren't shan't mayn't"),
        (2, "every people being doing going seeing heaven"),
        (3, "area idea evil's"),
    ]
}
