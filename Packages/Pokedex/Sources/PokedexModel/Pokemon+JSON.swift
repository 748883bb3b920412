extension Pokemon {
    /// The form as JSON, in the shape of `--json` and of `/api/pokemon`.
    public var json: JSON {
        .object([
            ("id", .int(id)), ("slug", .string(slug)), ("name", .string(name)), ("number", .int(number)),
            ("species", .string(speciesSlug)), ("generation", .int(generation)), ("kind", .string(kind)),
            ("height_m", .double(Double(height) / 10)), ("weight_kg", .double(Double(weight) / 10)),
            ("types", .array(types.map(JSON.string))),
            (
                "stats",
                .object(Stat.allCases.map { ($0.rawValue, .int(stats[$0])) } + [("total", .int(stats.total))])
            ),
            (
                "abilities",
                .array(
                    abilities.map {
                        .object([("slug", .string($0.slug)), ("slot", .int($0.slot)), ("hidden", .bool($0.isHidden))])
                    })
            ),
        ])
    }
}

extension Move {
    /// The move as JSON, in the shape of `--json` and of `/api/moves`.
    public var json: JSON {
        .object([
            ("id", .int(id)), ("slug", .string(slug)), ("name", .string(name)), ("generation", .int(generation)),
            ("type", .string(type)), ("class", .string(damageClass)), ("target", .string(target)),
            ("power", JSON(power)), ("accuracy", JSON(accuracy)), ("pp", .int(pp)), ("priority", .int(priority)),
        ])
    }
}

extension EvolutionTree {
    /// The tree as JSON: a form, how it came about, and what follows.
    public var json: JSON {
        .object([
            ("slug", .string(slug)), ("how", JSON(step?.summary)), ("next", .array(next.map(\.json))),
        ])
    }
}

extension TeamReport {
    /// The report as JSON.
    public var json: JSON {
        .object([
            (
                "types",
                .array(
                    rows.map {
                        .object([
                            ("type", .string($0.type)), ("weak", .int($0.weak)), ("resistant", .int($0.resistant)),
                            ("best_attack", .double(Double($0.bestAttack) / 100)),
                        ])
                    })
            ),
            ("shared_weaknesses", .array(sharedWeaknesses.map(JSON.string))),
            ("gaps", .array(gaps.map(JSON.string))),
            (
                "suggestions",
                .array(
                    suggestions.map {
                        .object([
                            ("slug", .string($0.slug)), ("resists", .array($0.resists.map(JSON.string))),
                            ("covers", .array($0.covers.map(JSON.string))),
                        ])
                    })
            ),
        ])
    }
}
