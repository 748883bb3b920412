import PokedexModel

extension Dex {
    /// Judges a team by its members' names; ordinary species' first forms may be suggested.
    ///
    /// - Throws: ``UnknownName`` for a member that there is not.
    public func teamReport(_ names: [String]) throws -> TeamReport {
        var ordinary = Search()
        ordinary.rarity = "ordinary"
        ordinary.kind = "default"
        ordinary.limit = 2000
        return TeamReport(
            team: try names.map(pokemon(named:)), chart: try typeChart(), candidates: try search(ordinary).pokemon)
    }
}
