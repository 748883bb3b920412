"""Asks for things of every kind through an unmodified client: pokebase, pokelance or aiopokeapi.

Arguments: the client, the address of /api/v2, an empty folder, and how many things of each kind (spread over the list).
Prints how many kinds and things were read, as JSON; a kind without entries is named.
"""
import asyncio
import inspect
import json
import os
import sys
import urllib.request

client_name, base, folder, wanted = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])


def listed(kind):
    """Numbers of things of a kind, from its beginning, its end and between."""
    try:
        with urllib.request.urlopen(f"{base}/{kind}/?limit=100000") as answer:
            results = json.load(answer)["results"]
    except urllib.error.HTTPError:
        return None
    ids = [int(result["url"].rstrip("/").rsplit("/", 1)[1]) for result in results]
    ids = [number for number in ids if number > 0]
    step = max(1, len(ids) // wanted)
    return sorted(set(ids[::step][:wanted] + ids[-1:]))


def kinds_of(names, prefix):
    for name in names:
        yield name, name[len(prefix):].rstrip("_").replace("_", "-")


async def through(functions, prefix):
    empty, read, unknown, problems = [], 0, [], []
    kinds = 0
    for name, kind in kinds_of(functions, prefix):
        ids = listed(kind)
        if ids is None:
            unknown.append(kind)
            continue
        kinds += 1
        if not ids:
            empty.append(kind)
        for number in ids:
            try:
                thing = functions[name](number)
                if inspect.isawaitable(thing):
                    thing = await thing
                assert thing.id == number, f"asked for {number}, got {thing.id}"
                read += 1
            except Exception as problem:  # every failure of a client is told, not only the first
                problems.append(f"{kind}/{number}: {type(problem).__name__}: {problem}"[:300])
    print(json.dumps({"kinds": kinds, "read": read, "empty": empty, "unknown": unknown, "problems": problems}))


async def main():
    if client_name == "pokebase":
        import pokebase
        import pokebase.cache
        import pokebase.common
        import pokebase.loaders

        pokebase.common.BASE_URL = base
        pokebase.cache.set_cache(folder)
        functions = {
            name: value
            for name, value in vars(pokebase.loaders).items()
            if inspect.isfunction(value) and value.__module__ == "pokebase.loaders" and name != "sprite"
        }
        await through(functions, "")
    elif client_name == "pokelance":
        os.environ["POKEAPI_BASE_URL"] = base
        from pokelance import PokeLance

        async with PokeLance() as client:
            functions = {}
            for part in ["berry", "contest", "encounter", "evolution", "game", "item", "location", "machine", "move",
                         "pokemon", "language"]:
                extension = getattr(client, part, None)
                for name in dir(extension):
                    if name.startswith("fetch_") and name not in ("fetch_location_area_encounter",):
                        functions[name] = getattr(extension, name)
            await through(functions, "fetch_")
    else:
        from aiopoke import AiopokeClient

        client = AiopokeClient(base_url=base)
        functions = {name: getattr(client, name) for name in dir(client) if name.startswith("get_")}
        try:
            await through({n: f for n, f in functions.items() if n not in ("get_sprite", "get_item_sprite")}, "get_")
        finally:
            await client.close()


asyncio.run(main())
