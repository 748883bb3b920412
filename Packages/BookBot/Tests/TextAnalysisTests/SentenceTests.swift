import Testing
import TextAnalysis

@Test(
    "sentences end where a reader says they do",
    arguments: [
        // A full stop between digits, or before a small letter, ends nothing (SB6, SB8).
        ("Prices rose by 2.5 percent in May and by 3.1 percent in June, to 47.25 euros at last.", 1),
        ("He waited ... and waited ... until the evening came.", 1),
        ("The U.S.A. on the whole agreed with that.", 1), ("Bring fruit, e.g. apples and pears, i.e. what is ripe.", 1),
        ("They met at 5 p.m. in the old hall.", 1), ("See No. 5 below for the details.", 1),
        ("Version 1.2.3 is out now. Please update it soon.", 2), ("The file main.swift holds it all.", 1),
        // Closing quotation marks and brackets belong to the sentence that they end.
        ("“Where are you going?” “To the sea, my friend.”", 2), ("(He was quite late.) She was not there yet.", 2),
        ("Is that so?! I never thought it possible.", 2), ("What a day... Then the night came quickly.", 2),
        // Too short to be told from an abbreviation.
        ("Mr. Smith came home. Dr. Jones did not.", 2), ("Yes. No. Perhaps.", 1),
        // In other languages than English no abbreviation ends with ! or ?, and Hangul has none with a full stop.
        ("Привет, мир! Это тест? Как дела у вас сегодня?", 3), ("¿Cómo estás? ¡Muy bien! Gracias por todo.", 3),
        ("한국어 텍스트입니다. 두 번째 문장입니다.", 2), ("डॉ. शर्मा आए। वे थे।", 2),
        // Other scripts' own marks end no abbreviations, so that short sentences count.
        ("मैं था। तू थी। वे थे।", 3), ("هل أنت هنا؟ نعم أنا هنا۔", 2), ("ሰላም ነው። ደህና ነኝ።", 2),
        ("好。行。走吧！", 3), ("はい。いいえ。", 2), ("Что это такое? Это старая книга.", 2),
        ("Der 3. Oktober ist in Deutschland ein Feiertag.", 1),
    ] as [(String, Int)])
func sentences(text: String, expected: Int) throws {
    let options = ReportOptions(form: WordForm(segmentation: .automatic))
    #expect(try report(of: text, options).sentences == expected)
    #expect(try report(of: text, step: 1, options).sentences == expected)
}

@Test("a line's end is a space: wrapped lines are one sentence, and the end of the text ends it")
func wrappedLines() throws {
    #expect(try report(of: "It was a dark\nand stormy night.\nThe rain fell\nin torrents").sentences == 2)
}
