import PokedexCommand

await Pokedex.start()
