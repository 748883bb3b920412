/// The members of a new network and what they say: a week in a small town.
enum SeedContent {
    struct Member: Sendable {
        let name: String
        let displayName: String
        let note: String
    }

    struct Line: Sendable {
        let author: String
        let text: String
        /// A name by which later lines answer this one.
        var key: String?
        var answers: String?
        var spoiler = ""
        var likedBy: [String] = []
        var boostedBy: [String] = []
    }

    static let members = [
        Member(
            name: "marta", displayName: "Marta from the library",
            note: "Opens the library at nine. #books, mostly on paper."),
        Member(name: "tomek", displayName: "Tomek", note: "Bakes at four in the morning. Ask me about #bread."),
        Member(name: "ines", displayName: "Inês", note: "Maps, trains, and where they meet. #maps #trains"),
        Member(name: "yusuf", displayName: "Yusuf 🌱", note: "The allotment by the river. #gardening"),
        Member(name: "hana", displayName: "Hana", note: "Teaches mathematics, plays #chess badly."),
        Member(name: "oskar", displayName: "Oskar", note: "Repairs bicycles and other people's #swift programs."),
        Member(name: "lucia", displayName: "Lucía", note: "Cello. Rehearsals on Tuesdays. #music"),
        Member(
            name: "town_weather", displayName: "Weather in town",
            note: "A program on Oskar's shelf. It reads a thermometer."),
    ]

    static let lines = [
        Line(author: "town_weather", text: "06:00, 3.5 °C, wind from the river. #weather"),
        Line(
            author: "tomek", text: "The rye starter is seven years old today. It has outlived two ovens. #bread",
            key: "rye", likedBy: ["marta", "yusuf", "hana", "lucia"], boostedBy: ["yusuf"]),
        Line(
            author: "marta", text: "@tomek Does it get a cake?", key: "cake", answers: "rye",
            likedBy: ["tomek", "ines"]),
        Line(
            author: "tomek", text: "@marta It gets flour, like every day. It is not sentimental.", answers: "cake",
            likedBy: ["marta"]),
        Line(
            author: "yusuf", text: "@tomek Seven! My sourdough lived nine days. What do you feed it when you travel?",
            key: "travel", answers: "rye"),
        Line(
            author: "tomek", text: "@yusuf I do not travel. But: dry it on paper, and it sleeps for months.",
            answers: "travel", likedBy: ["yusuf", "hana"]),
        Line(
            author: "ines",
            text:
                "Found in the archive: the 1911 plan for a tram to the river. It would have stopped at the allotments. #maps #trains",
            key: "tram", likedBy: ["marta", "yusuf", "oskar"], boostedBy: ["marta"]),
        Line(
            author: "yusuf", text: "@ines I want that tram. Carrying compost on a bicycle is a sport.", key: "compost",
            answers: "tram", likedBy: ["ines", "oskar"]),
        Line(
            author: "oskar", text: "@yusuf @ines I can weld you a trailer by Saturday. No rails needed.",
            answers: "compost", likedBy: ["yusuf", "ines"]),
        Line(
            author: "marta", text: "@ines May the library show the plan? We have a wall free until spring.",
            key: "wall", answers: "tram"),
        Line(
            author: "ines", text: "@marta Yes! I will bring it on Thursday, rolled and dry.", answers: "wall",
            likedBy: ["marta"]),
        Line(
            author: "hana",
            text:
                "A pupil asked why there is no biggest prime. Another one answered, with chalk, better than the book does. #mathematics",
            likedBy: ["marta", "oskar", "ines"], boostedBy: ["marta", "oskar"]),
        Line(
            author: "lucia",
            text: "We play the Elgar on Friday at eight, in the old fire station. Bring a cushion. #music",
            key: "elgar", likedBy: ["marta", "hana"], boostedBy: ["hana"]),
        Line(
            author: "hana", text: "@lucia Is there room for thirty pupils who have never heard a cello?", key: "thirty",
            answers: "elgar"),
        Line(
            author: "lucia", text: "@hana There is room on the stairs, and the stairs sound best.", answers: "thirty",
            likedBy: ["hana", "marta"]),
        Line(
            author: "oskar",
            text: "An evening lost to an off-by-one error. The compiler was right; I was off by one. #swift",
            likedBy: ["hana", "ines"]),
        Line(
            author: "oskar",
            text:
                "If you want your own program to post here: https://docs.joinmastodon.org/client/intro/ works with this server, too. #swift",
            likedBy: ["hana"]),
        Line(
            author: "marta", text: "The last chapter changes who the narrator is.",
            spoiler: "The end of this month's reading-group book", likedBy: ["ines"]),
        Line(
            author: "marta",
            text: "Returned today, 31 years late, with a note: \"I have read it now.\" No fine. #books",
            likedBy: ["ines", "hana", "tomek", "lucia", "oskar"], boostedBy: ["ines", "tomek"]),
        Line(
            author: "yusuf", text: "First frost. The kale gets sweeter, the rest is compost. #gardening", key: "frost",
            likedBy: ["tomek"]),
        Line(author: "town_weather", text: "06:00, -0.5 °C, no wind. #weather", likedBy: ["yusuf"]),
        Line(
            author: "hana",
            text: "Chess in the library on Sunday: beginners lose to me, and I lose to everybody else. #chess #books",
            likedBy: ["marta"], boostedBy: ["marta"]),
        Line(
            author: "tomek", text: "Saturday: caraway, and the dark one with plums. They are gone by ten. #bread",
            likedBy: ["lucia", "yusuf"], boostedBy: ["lucia"]),
        Line(
            author: "ines", text: "The 08:14 waited for a child who had dropped a glove. Timetables forgive. #trains",
            likedBy: ["hana", "lucia", "marta"]),
    ]
}
