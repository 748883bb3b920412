import PokedexCommand

await Pokedex.launch()
