"""Asks a server through the unmodified client pokelance; its address comes from the environment, as users set it."""
import asyncio
import os
import sys

os.environ["POKEAPI_BASE_URL"] = sys.argv[1]

from pokelance import PokeLance  # noqa: E402  the address must be set before


async def main():
    async with PokeLance() as client:
        pikachu = await client.pokemon.fetch_pokemon("pikachu")
        assert (pikachu.id, pikachu.height, pikachu.weight) == (25, 4, 60)
        assert [entry.type.name for entry in pikachu.types] == ["electric"]
        assert [entry.base_stat for entry in pikachu.stats] == [35, 55, 40, 50, 50, 90]
        assert any(entry.move.name == "thunderbolt" for entry in pikachu.moves)
        eevee = await client.pokemon.fetch_pokemon_species("eevee")
        assert eevee.generation.name == "generation-i"
        chain = await client.evolution.fetch_evolution_chain(10)
        assert chain.chain.species.name == "pichu"
        assert [link.species.name for link in chain.chain.evolves_to] == ["pikachu"]
        surf = await client.move.fetch_move("surf")
        assert (surf.power, surf.type.name, surf.accuracy) == (90, "water", 100)
        fire = await client.pokemon.fetch_type("fire")
        assert {kind.name for kind in fire.damage_relations.double_damage_to} == {"bug", "steel", "grass", "ice"}
        assert len((await client.pokemon.fetch_ability("levitate")).pokemon) > 20
        assert (await client.pokemon.fetch_nature("bold")).increased_stat.name == "defense"
        assert (await client.pokemon.fetch_egg_group("dragon")).pokemon_species
        assert len((await client.game.fetch_generation("generation-i")).pokemon_species) == 151
        assert (await client.item.fetch_item("leftovers")).name == "leftovers"
        assert (await client.pokemon.fetch_stat("speed")).affecting_natures.increase
        assert (await client.pokemon.fetch_pokemon_form("raichu-alola")).pokemon.name == "raichu-alola"
        assert (await client.pokemon.fetch_pokemon_color("red")).pokemon_species
        assert (await client.evolution.fetch_evolution_trigger("trade")).pokemon_species
        assert (await client.move.fetch_move_ailment("burn")).moves
        assert (await client.move.fetch_move_damage_class("special")).moves


asyncio.run(main())
print("all as expected")
