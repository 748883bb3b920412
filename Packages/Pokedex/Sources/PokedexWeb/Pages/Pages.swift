import HTTPTypes
import PokedexModel
import PokedexQueries
import PokedexStorage
import ServerShell

/// The pages for people: they work without JavaScript, since they have none.
struct Pages {
    let dex: Dex
    let fields: [(name: String, value: String)]

    func answer(_ parts: [String]) throws -> Answer {
        switch (parts.first, parts.count) {
        case (nil, _): return try list()
        case ("pokemon", 2):
            do {
                return try detail(dex.pokemon(named: parts[1]))
            } catch let unknown as Dex.UnknownName {
                return notFound(unknown)
            }
        case ("team", 1): return try team()
        case ("schema.svg", 1):
            let svg = SchemaDiagram(try Catalogue.tables(in: dex.connection)).svg
            return Answer(type: "image/svg+xml", body: Array(svg.utf8), headers: ReadRequest.headers)
        default:
            return Layout.page(
                "There is no such page", current: "", status: .notFound, "<p><a href=\"/\">All Pokémon</a></p>")
        }
    }

    private func notFound(_ unknown: Dex.UnknownName) -> Answer {
        let links = unknown.nearest.map {
            "<li><a href=\"/pokemon/\(WebText.percentEncoded($0))\">\(WebText.escaped($0))</a></li>"
        }
        return Layout.page(
            "There is no such Pokémon", current: "", status: .notFound,
            "<p>Did you mean one of these?</p><ul>\(links.joined())</ul>")
    }

    private func value(_ name: String) -> String {
        fields.last { $0.name == name }?.value ?? ""
    }

    // MARK: The list

    private func list() throws -> Answer {
        var search = Search()
        search.limit = 50
        var problem = ""
        do {
            for field in fields where Search.fields.contains(field.name) { try search.apply(field.name, field.value) }
            return Layout.page("Pokémon", current: "/", try listBody(search, problem: ""))
        } catch let refusal as Search.Refusal {
            problem = "<p class=\"error\" role=\"alert\">\(WebText.escaped(refusal.description))</p>"
            return Layout.page(
                "Pokémon", current: "/", status: .badRequest, try listBody(nil, problem: problem))
        }
    }

    private func listBody(_ search: Search?, problem: String) throws -> String {
        var body = problem + (try form())
        guard let search else { return body }
        let found = try dex.search(search)
        if let corrected = found.corrected {
            body += "<p>Nothing is called that; this is for <b>\(WebText.escaped(corrected))</b>.</p>"
        }
        let last = search.offset + found.pokemon.count
        body += "<p>\(found.count == 0 ? "Nothing" : "\(search.offset + 1) to \(last) of \(found.count)") found.</p>"
        body += table(found.pokemon)
        func link(_ offset: Int, _ name: String, _ rel: String) -> String {
            let rest = fields.filter { Search.fields.contains($0.name) && $0.name != "offset" && !$0.value.isEmpty }
            let query = (rest + [(name: "offset", value: String(offset))]).map {
                "\(WebText.percentEncoded($0.name))=\(WebText.percentEncoded($0.value))"
            }.joined(separator: "&amp;")
            return "<a rel=\"\(rel)\" href=\"/?\(query)\">\(name)</a> "
        }
        body += "<p>"
        if search.offset > 0 { body += link(max(0, search.offset - search.limit), "Previous", "prev") }
        if last < found.count { body += link(search.offset + search.limit, "Next", "next") }
        return body + "</p>"
    }

    private func table(_ pokemon: [Pokemon]) -> String {
        let stats = Stat.allCases.map { "<th scope=\"col\" class=\"n\">\($0.shortName)</th>" }.joined()
        let rows = pokemon.map { pokemon in
            let stats = Stat.allCases.map { "<td class=\"n\">\(pokemon.stats[$0])</td>" }.joined()
            return """
                <tr><td class="n">\(pokemon.number)</td>\
                <th scope="row"><a href="/pokemon/\(WebText.percentEncoded(pokemon.slug))">\(WebText.escaped(pokemon.name))</a></th>\
                <td>\(Layout.types(pokemon.types))</td>\(stats)<td class="n">\(pokemon.stats.total)</td></tr>
                """
        }
        return """
            <div class="wide" tabindex="0" role="region" aria-label="Pokémon"><table><thead><tr>\
            <th scope="col" class="n">No.</th><th scope="col">Name</th><th scope="col">Types</th>\(stats)\
            <th scope="col" class="n">Total</th></tr></thead><tbody>\(rows.joined())</tbody></table></div>
            """
    }

    private func form() throws -> String {
        func input(_ name: String, _ label: String, _ hint: String = "") -> String {
            """
            <label>\(label)<input name="\(name)" value="\(WebText.escaped(value(name)))" \
            placeholder="\(WebText.escaped(hint))"></label>
            """
        }
        func select(_ name: String, _ label: String, _ options: [(String, String)]) -> String {
            let items = ([("", name == "sort" ? "number" : "any")] + options).map { slug, text in
                "<option value=\"\(slug)\"\(value(name) == slug ? " selected" : "")>\(text)</option>"
            }
            return "<label>\(label)<select name=\"\(name)\">\(items.joined())</select></label>"
        }
        let types = try dex.typeChart().types.map { ($0.slug, $0.name) }
        let order =
            [("-total", "total, largest first")]
            + Search.Measure.allCases.map { ($0.rawValue, $0.rawValue.replacing("-", with: " ")) }
        return """
            <form class="filters" action="/" role="search">\(input("q", "Name or words", "charizard"))\
            \(select("type", "Type", types))\(select("generation", "Generation", (1...9).map { (String($0), String($0)) }))\
            \(input("min", "At least", "speed=100"))\(input("learns", "Learns", "surf"))\
            \(input("ability", "Ability", "levitate"))\(select("sort", "Order", order))\
            <div><button>Search</button></div></form>
            """
    }

    // MARK: One Pokémon

    private func detail(_ pokemon: Pokemon) throws -> Answer {
        let chart = try dex.typeChart()
        let stats = Stat.allCases.map { stat in
            """
            <tr><th scope="row">\(stat.shortName)</th><td class="n">\(pokemon.stats[stat])</td>\
            <td><div class="bar"><i style="width:\(min(100, pokemon.stats[stat] * 100 / 200))%"></i></div></td></tr>
            """
        }
        let abilities = pokemon.abilities.map {
            """
            <li><a href="/?ability=\(WebText.percentEncoded($0.slug))">\(WebText.escaped($0.name))</a>\
            \($0.isHidden ? " (hidden)" : "")</li>
            """
        }
        let defenses = [(400, "×4"), (200, "×2"), (50, "×½"), (25, "×¼"), (0, "×0")].compactMap { percent, sign in
            let types = chart.defenses(of: pokemon.types).filter { $0.percent == percent }.map(\.attacker.slug)
            return types.isEmpty ? nil : "<tr><th scope=\"row\">\(sign)</th><td>\(Layout.types(types))</td></tr>"
        }
        let learnset = try dex.learnset(of: pokemon)
        let moves = learnset.moves.map {
            """
            <tr><th scope="row">\(WebText.escaped($0.move.name))</th><td>\(Layout.type($0.move.type))</td>\
            <td>\($0.move.damageClass)</td><td class="n">\($0.move.power.map(String.init) ?? "–")</td>\
            <td>\($0.method)\($0.level.map { " \($0)" } ?? "")</td></tr>
            """
        }
        let tree = try dex.evolutionTree(of: pokemon)
        return Layout.page(
            pokemon.name, current: "",
            """
            <p>No. \(pokemon.number), generation \(pokemon.generation). \(Layout.types(pokemon.types))</p>
            <div class="columns"><section><h2>Stats</h2><table><tbody>\(stats.joined())<tr><th scope="row">Total</th>\
            <td class="n">\(pokemon.stats.total)</td><td></td></tr></tbody></table></section>
            <section><h2>Damage taken</h2><table><tbody>\(defenses.joined())</tbody></table>
            <h2>Abilities</h2><ul>\(abilities.joined())</ul></section>
            <section><h2>Evolution</h2><ul class="tree">\(branch(tree, current: pokemon.slug))</ul></section></div>
            <h2>Moves in generation \(learnset.generation)</h2>
            <div class="wide" tabindex="0" role="region" aria-label="Moves"><table><thead><tr><th scope="col">Move</th>\
            <th scope="col">Type</th><th scope="col">Class</th><th scope="col" class="n">Power</th>\
            <th scope="col">How</th></tr></thead><tbody>\(moves.joined())</tbody></table></div>
            """)
    }

    private func branch(_ tree: EvolutionTree, current: String) -> String {
        let name = WebText.escaped(tree.slug)
        let link =
            tree.slug == current
            ? "<b>\(name)</b>" : "<a href=\"/pokemon/\(WebText.percentEncoded(tree.slug))\">\(name)</a>"
        let how = tree.step.map { " (\(WebText.escaped($0.summary)))" } ?? ""
        let next = tree.next.map { branch($0, current: current) }.joined()
        return "<li>\(link)\(how)\(next.isEmpty ? "" : "<ul>\(next)</ul>")</li>"
    }

    // MARK: The team builder

    private func team() throws -> Answer {
        let names = fields.filter { $0.name == "member" && !$0.value.trimmingSpaces.isEmpty }.prefix(6).map(\.value)
        let inputs = (0..<6).map { index in
            """
            <label>Member \(index + 1)<input name="member" value="\(index < names.count ? WebText.escaped(names[index]) : "")">\
            </label>
            """
        }
        var body = """
            <form class="filters" action="/team">\(inputs.joined())<div><button>Judge the team</button></div></form>
            """
        guard !names.isEmpty else { return Layout.page("Team builder", current: "/team", body) }
        do {
            body += try report(dex.teamReport(Array(names)))
            return Layout.page("Team builder", current: "/team", body)
        } catch let unknown as Dex.UnknownName {
            body = "<p class=\"error\" role=\"alert\">\(WebText.escaped(unknown.description))</p>" + body
            return Layout.page("Team builder", current: "/team", status: .badRequest, body)
        }
    }

    /// A percent as a factor: 400 is 4, 50 is ½.
    private static func factor(_ percent: Int) -> String {
        percent == 50 ? "½" : percent == 25 ? "¼" : String(percent / 100)
    }

    private func report(_ report: TeamReport) -> String {
        func list(_ types: [String]) -> String { types.isEmpty ? "none" : Layout.types(types) }
        let rows = report.rows.map {
            """
            <tr><th scope="row">\(Layout.type($0.type))</th><td class="n">\($0.weak)</td><td class="n">\($0.resistant)</td>\
            <td class="n">×\(Self.factor($0.bestAttack))</td></tr>
            """
        }
        let suggestions = report.suggestions.map {
            """
            <li><a href="/pokemon/\(WebText.percentEncoded($0.slug))">\(WebText.escaped($0.slug))</a>: resists \(list($0.resists)), \
            hits \(list($0.covers))</li>
            """
        }
        return """
            <p>Shared weaknesses: \(list(report.sharedWeaknesses))</p><p>Gaps: \(list(report.gaps))</p>
            <h2>Who would help</h2><ul>\(suggestions.joined())</ul>
            <h2>Type by type</h2><div class="wide" tabindex="0" role="region" aria-label="Type by type"><table><thead><tr><th scope="col">Type</th><th scope="col" class="n">Weak</th>\
            <th scope="col" class="n">Resistant</th><th scope="col" class="n">Best attack</th></tr></thead>\
            <tbody>\(rows.joined())</tbody></table></div>
            """
    }
}

extension String {
    /// The string without spaces.
    fileprivate var trimmingSpaces: String { filter { $0 != " " } }
}
