"""Asks a server through the unmodified client pokebase, whose address is a variable of its module."""
import sys

import pokebase
import pokebase.cache
import pokebase.common

pokebase.common.BASE_URL = sys.argv[1]
pokebase.cache.set_cache(sys.argv[2])

pikachu = pokebase.pokemon("pikachu")
assert (pikachu.id, pikachu.height) == (25, 4)
assert [entry.type.name for entry in pikachu.types] == ["electric"]
assert pikachu.species.generation.name == "generation-i"
chain = pokebase.evolution_chain(10)
assert chain.chain.species.name == "pichu"
assert [link.species.name for link in chain.chain.evolves_to] == ["pikachu"]
bolt = pokebase.move("thunderbolt")
assert (bolt.power, bolt.type.name, bolt.damage_class.name) == (90, "electric", "special")
ghost = pokebase.type_("ghost")
assert [kind.name for kind in ghost.damage_relations.no_damage_from] == ["normal", "fighting"]
timid = pokebase.nature("timid")
assert (timid.increased_stat.name, timid.decreased_stat.name) == ("speed", "attack")
assert pokebase.APIResourceList("region").count == 10
assert pokebase.APIResourceList("berry").count == 64
assert pokebase.ability("static").pokemon[0].pokemon.name == "pikachu"
assert pokebase.pokemon_form(25).pokemon.name == "pikachu"
print("all as expected")
