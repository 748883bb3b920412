#!/usr/bin/env python3
"""Takes the landing page's samples from the real tools, and draws them into the page.

    Packages/WebServer/Scripts/take-samples.py             take all samples anew, and draw them
    Packages/WebServer/Scripts/take-samples.py maze …      take only these
    Packages/WebServer/Scripts/take-samples.py --draw      draw the samples that lie in samples/, run no tool
    Packages/WebServer/Scripts/take-samples.py --check     draw nothing; fail if the page differs from its samples

The page needs no build: this is for the day on which a tool answers differently. A tool is built and run by
Scripts/run.sh, or is the program that an environment variable with the tool's name (BOOKBOT, MAZESOLVER …) names.

Taking them needs bible-kjv and python3-doc from Debian, curl, and pillow from the Python packages.
"""

import argparse
import html
import json
import math
import os
import shlex
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
STREET = PACKAGE.parent.parent
PAGE = PACKAGE / "Sources/StaticSite/LandingPage"
SAMPLES = PAGE / "samples"


def run(tool: str, *arguments: str, stdin: bytes | None = None, folder: Path | None = None) -> bytes:
    """What one of the street's tools prints."""
    command = shlex.split(os.environ.get(tool.upper(), ""))
    command = command or [str(STREET / "Scripts/run.sh"), tool]
    return subprocess.run([*command, *arguments], input=stdin, cwd=folder, stdout=subprocess.PIPE, check=True).stdout


def number(value: float) -> str:
    """A number for a reader."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def caption(words: str, command: str, name: str, link: str) -> str:
    """What stands below a sample: the command that made it, and its data."""
    return (
        f"<figcaption>{html.escape(words, quote=False)} <code>{html.escape(command, quote=False)}</code>. "
        f'<a href="samples/{name}.json">{link}</a>.</figcaption>'
    )


# BookBot: the letters of the King James Bible.


BOOK = "bible -f Gen1:1-Rev22:21 | cut -d' ' -f2-"


def take_letters() -> dict:
    book = subprocess.run(["bash", "-c", BOOK], stdout=subprocess.PIPE, check=True).stdout
    total = json.loads(run("bookbot", "-", "--json", "--stop-words", "en", stdin=book))["total"]
    wanted = ["words", "uniqueWords", "sentences", "readability", "letters", "dispersion"]
    return {"command": f"{BOOK} | bookbot - --json --stop-words en", "total": {name: total[name] for name in wanted}}


def draw_letters(sample: dict) -> list[str]:
    total = sample["total"]
    letters = sorted(total["letters"], key=lambda each: -each["count"])
    everything = sum(each["count"] for each in letters)
    most = letters[0]["count"]
    facts = [
        ("words", number(total["words"])),
        ("different ones", number(total["uniqueWords"])),
        ("sentences", number(total["sentences"])),
        ("reading ease, of 100", f'{total["readability"]["fleschReadingEase"]:.0f}'),
    ]
    lines = ['<ul class="facts">', *(f"<li><b>{value}</b> {name}</li>" for name, value in facts), "</ul>"]
    lines.append('<ol class="letters">')
    for each in letters:
        letter, count = html.escape(each["letter"]), each["count"]
        share = 100 * count / everything
        share = f"{share:.1f}" if share >= 0.1 else f"{share:.2f}".removeprefix("0")
        top = f"{100 - 100 * count / most:.1f}".removesuffix(".0")
        lines.append(
            f'<li data-letter="{letter}" data-count="{count}"><span class="share" aria-hidden="true">{share}</span>'
            f'<svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">'
            f'<path d="M0 100V{top}h10V100z"/></svg>'
            f'{letter}<span class="unseen">: {number(count)}, {share} percent</span></li>'
        )
    lines.append("</ol>")
    lines.append(
        '<div class="tools letter-tools" role="group" aria-label="Order of the letters">'
        '<button type="button" aria-pressed="true">By frequency</button>'
        '<button type="button" aria-pressed="false">By alphabet</button></div>'
    )
    lines.append("<p>Where its main words live, from Genesis on the left to Revelation on the right:</p>")
    lines.append('<ul class="lives">')
    for each in total["dispersion"]:
        parts, highest = each["parts"], max(each["parts"])
        heights = [f"{10 - 10 * part / highest:.1f}".removesuffix(".0") for part in parts]
        way = "".join(f"V{height}h1" for height in heights)
        lines.append(
            f'<li>{html.escape(each["word"])}<svg viewBox="0 0 {len(parts)} 10" preserveAspectRatio="none" '
            f'aria-hidden="true"><path d="M0 10{way}V10z"/></svg>'
            f'<span class="unseen">: {number(sum(parts))} times</span></li>'
        )
    lines.append("</ul>")
    return [*lines, caption("The King James Bible, read by", sample["command"], "letters", "The figures")]


# MazeSolver: a maze, how it was carved, and how it was searched.

SIZE, SEED, BRAID = "28x15", "11", "0.4"
SEARCHES = {"breadth-first": "Breadth-first", "a-star": "A*", "depth-first": "Depth-first"}


def frames(recording: Path, width: int) -> list[list[str]]:
    """The frames of a recording by `mazesolver watch`, each as the tints of all places, row by row."""
    from PIL import Image, ImageSequence  # Only this needs it.

    tints = {(24, 24, 32): "wall", (245, 245, 240): "way"}
    with Image.open(recording) as film:
        scale = film.width // width
        return [
            [
                tints.get(still.getpixel((x + scale // 2, y + scale // 2)), "touched")
                for y in range(0, film.height, scale)
                for x in range(0, film.width, scale)
            ]
            for still in (frame.convert("RGB") for frame in ImageSequence.Iterator(film))
        ]


def in_order(film: list[list[str]], width: int, untouched: str) -> list[tuple[int, int]]:
    """The places in the order in which they stopped being `untouched`.

    A frame holds a few events: among its places, each is followed by its nearest.
    """
    order, known = [], set()
    for frame in film:
        fresh = [index for index, tint in enumerate(frame) if tint != untouched and index not in known]
        known.update(fresh)
        left = [(index % width, index // width) for index in fresh]
        while left:
            here = order[-1] if order else left[0]
            nearest = min(left, key=lambda place: abs(place[0] - here[0]) + abs(place[1] - here[1]))
            left.remove(nearest)
            order.append(nearest)
    return order


def flat(places: list) -> list[int]:
    return [number for place in places for number in place]


def take_maze() -> dict:
    with tempfile.TemporaryDirectory() as scratch:
        file, film = Path(scratch, "maze.json"), Path(scratch, "film.apng")
        make = ["--size", SIZE, "--seed", SEED]
        run("mazesolver", "generate", *make, "--braid", BRAID, "--output", str(file))
        rows = json.loads(file.read_text())["rows"]
        width, height = len(rows[0]), len(rows)
        run("mazesolver", "watch", *make, "--record", str(film))
        carved = [place for place in in_order(frames(film, width), width, "wall") if rows[place[1]][place[0]] == " "]
        openings = {(x, y) for y, row in enumerate(rows) for x, each in enumerate(row) if each == " "} - set(carved)
        searches = []
        for algorithm, name in SEARCHES.items():
            run("mazesolver", "watch", str(file), "--algorithm", algorithm, "--record", str(film))
            first, *later = frames(film, width)
            walls = {index for index, tint in enumerate(first) if tint == "wall"}
            later = [["way" if index in walls else tint for index, tint in enumerate(frame)] for frame in later]
            answer = json.loads(run("mazesolver", "solve", str(file), "--algorithm", algorithm, "--json", "--path"))
            searches.append({
                "algorithm": algorithm,
                "name": name,
                "said": f"{name} looked at {answer['expanded']} places and found a way of {answer['length']} steps.",
                "visited": flat(in_order(later, width, "way")),
                "path": flat(answer["path"]),
            })
        return {
            "command": f"mazesolver generate {' '.join(make)} --braid {BRAID}",
            "width": width,
            "height": height,
            "carved": flat(carved + sorted(openings)),
            "searches": searches,
        }


def places(numbers: list[int]) -> list[tuple[int, int]]:
    return list(zip(numbers[::2], numbers[1::2]))


def runs(covered: set[tuple[int, int]]) -> str:
    """A path that covers these places, one rectangle for each run in a row."""
    path = []
    for x, y in sorted(covered, key=lambda place: (place[1], place[0])):
        if (x - 1, y) in covered:
            continue
        length = 1
        while (x + length, y) in covered:
            length += 1
        path.append(f"M{x} {y}h{length}v1h-{length}z")
    return "".join(path)


def draw_maze(sample: dict) -> list[str]:
    search = sample["searches"][0]
    floor = runs(set(places(sample["carved"])))
    seen = runs(set(places(search["visited"])))
    way = "".join(f'{"L" if index else "M"}{x + .5:g} {y + .5:g}' for index, (x, y) in enumerate(places(search["path"])))
    width, height = sample["width"], sample["height"]
    return [
        f'<svg class="maze" viewBox="0 0 {width} {height}" role="img" aria-label="A maze with the way through it">'
        f'<path class="hedge" d="M0 0h{width}v{height}H0z"/><path class="floor" d="{floor}"/>'
        f'<path class="seen" d="{seen}"/><path class="way" d="{way}"/></svg>',
        '<div class="tools maze-tools" role="group" aria-label="Play the maze">'
        '<button type="button" class="carve-again">Carve it again</button>'
        + "".join(
            f'<button type="button" data-algorithm="{each["algorithm"]}" aria-pressed="{str(each is search).lower()}">'
            f'{html.escape(each["name"])}</button>'
            for each in sample["searches"]
        )
        + "</div>",
        f'<p class="maze-said" aria-live="polite">{html.escape(search["said"])}</p>',
        caption("Made by", sample["command"], "maze", "The events"),
    ]


# WebServer: its answer to curl.

ASK = ["curl", "-i", "-r", "0-48", "http://127.0.0.1:8080/fonts/OFL.txt"]


@contextmanager
def listening(tool: str, *arguments: str):
    """One of the street's servers, while it listens on port 8080."""
    command = shlex.split(os.environ.get(tool.upper(), "")) or [str(STREET / "Scripts/run.sh"), tool]
    server = subprocess.Popen([*command, *arguments, "--port", "8080"], stdout=subprocess.PIPE, text=True)
    try:
        if not server.stdout.readline().startswith("listening on"):
            sys.exit(f"{tool} does not listen: is port 8080 taken?")
        yield
    finally:
        server.terminate()
        server.wait()


def take_answer() -> dict:
    with listening("webserver"):
        output = subprocess.run([*ASK, "--silent"], stdout=subprocess.PIPE, check=True, text=True).stdout
    return {"command": shlex.join(ASK), "output": output.replace("\r", "")}


def draw_answer(sample: dict) -> list[str]:
    return [
        f'<pre class="screen answer">{html.escape(sample["output"].strip(), quote=False)}</pre>',
        '<div class="tools"><button type="button" class="ask">Ask this server now</button></div>',
        '<p class="answer-said" aria-live="polite">The first line of a file, asked for by its range of bytes.</p>',
        caption("What was typed:", sample["command"], "answer", "The capture"),
    ]


# WebCrawler: the graph of a crawl.


def placed(links: list[list[int]]) -> list[tuple[float, float]]:
    """Places for the pages of a graph: all push each other away, links pull. The same graph gives the same picture.

    Fruchterman and Reingold, "Graph drawing by force-directed placement" (1991), in a frame of 2 to 1.
    """
    count = len(links)
    pairs = {(min(a, b), max(a, b)) for a, targets in enumerate(links) for b in targets if a != b}
    angles = [index * 2.399963 for index in range(count)]  # The golden angle: a sunflower's head.
    place = [complex(math.cos(a), math.sin(a)) * math.sqrt(i / count) for i, a in enumerate(angles)]
    ideal = 1.6 / math.sqrt(count)
    rounds = 400
    for turn in range(rounds):
        push = [-place[index] * 0.1 for index in range(count)]
        for a in range(count):
            for b in range(a):
                way = place[a] - place[b]
                force = way / max(abs(way), 1e-3) ** 2 * ideal**2
                push[a] += force
                push[b] -= force
        for a, b in pairs:
            way = place[a] - place[b]
            force = way * abs(way) / ideal * 0.35
            push[a] -= force
            push[b] += force
        heat = 0.12 * (1 - turn / rounds) + 0.002
        for index in range(count):
            length = abs(push[index])
            place[index] += push[index] / max(length, 1e-9) * min(length, heat)
    across, down = [each.real for each in place], [each.imag for each in place]
    if max(down) - min(down) > max(across) - min(across):
        across, down = down, across

    def spread(values: list[float], size: float) -> list[float]:
        low, high = min(values), max(values)
        return [round(20 + (value - low) / (high - low) * (size - 40), 1) for value in values]

    return list(zip(spread(across, 640), spread(down, 400)))


# Debian's python3-doc, served by the house next door.
MANUAL = "/usr/share/doc/python3.11/html"
# One request at a time: the same pages come at the same depths each time.
CRAWL = ["crawl", "http://127.0.0.1:8080/tutorial/index.html", "--concurrency", "1"]
CRAWL += [part for folder in ("tutorial", "howto", "faq") for part in ("--include", f"*/{folder}/*")]


@contextmanager
def crawled():
    """The file of a crawl of the manual."""
    with tempfile.TemporaryDirectory() as scratch, listening("webserver", MANUAL, "--quiet"):
        file = str(Path(scratch, "manual.crawl"))
        run("webcrawler", *CRAWL, "--database", file)
        yield file


def take_crawl() -> dict:
    with crawled() as file:
        report = json.loads(run("webcrawler", "report", file, "--format", "json"))
    found = sorted(report["pages"].items(), key=lambda item: item[1]["depth"])
    numbers = {url: index for index, (url, _) in enumerate(found)}
    links = [
        sorted({numbers[target] for target in page["out"] if target in numbers} - {numbers[url]})
        for url, page in found
    ]
    pages = [
        {"url": url, "title": page["title"].split(" — ")[0], "depth": page["depth"], "x": x, "y": y, "links": targets}
        for (url, page), targets, (x, y) in zip(found, links, placed(links))
    ]
    return {"command": shlex.join(["webcrawler", *CRAWL]), "pages": pages}


def draw_crawl(sample: dict) -> list[str]:
    pages = sample["pages"]
    inlinks = [0] * len(pages)
    for index, page in enumerate(pages):
        for target in set(page["links"]) - {index}:
            inlinks[target] += 1
    lines = [
        f'<svg class="crawl" viewBox="0 0 640 400" role="img" aria-label="A graph of {len(pages)} pages and their links">'
    ]
    for index, page in enumerate(pages):
        way = "".join(
            f'M{page["x"]:g} {page["y"]:g}L{pages[target]["x"]:g} {pages[target]["y"]:g}'
            for target in sorted(set(page["links"]) - {index})
        )
        if way:
            lines.append(f'<path class="link" data-page="{index}" d="{way}"/>')
    for page, links in zip(pages, inlinks):
        radius = round(4 + 2.1 * math.sqrt(links), 1)
        depth = min(page["depth"], 3)
        lines.append(
            f'<circle class="depth-{depth}" cx="{page["x"]:g}" cy="{page["y"]:g}" r="{radius:g}">'
            f'<title>{html.escape(page["title"])}</title></circle>'
        )
    lines.append("</svg>")
    lines.append('<div class="tools"><button type="button" class="crawl-again">Crawl it again</button></div>')
    most = sorted(range(len(pages)), key=lambda index: -inlinks[index])[:3]
    names = ", ".join(f'<b>{html.escape(pages[index]["title"])}</b> from {inlinks[index]}' for index in most)
    count = sum(len(set(page["links"]) - {index}) for index, page in enumerate(pages))
    lines.append(f"<p>{len(pages)} pages, {number(count)} links between them. Most linked: {names}.</p>")
    return [*lines, caption("The tutorial, the guides and the questions of Python's manual, walked by",
                            sample["command"], "crawl", "The graph")]


# SQLDatabase: the file of that crawl, opened with SQL.

QUESTIONS = [
    "SELECT depth, count(*) AS pages, sum(length) / 1000 AS kB FROM page JOIN address USING (id) GROUP BY depth",
    ".plan SELECT heading FROM page WHERE id = 7",
]


def take_session() -> dict:
    with crawled() as file:
        answers = [run("sqlshell", f"sqlite:{file}", question).decode() for question in QUESTIONS]
    command = shlex.join(["webcrawler", *CRAWL, "--database", "manual.crawl"])
    return {"command": command, "questions": QUESTIONS, "answers": answers}


def draw_session(sample: dict) -> list[str]:
    screen = []
    for question, answer in zip(sample["questions"], sample["answers"]):
        screen += [f'<b>$ sqlshell sqlite:manual.crawl "{html.escape(question, quote=False)}"</b>']
        screen += [html.escape(answer.rstrip(), quote=False), ""]
    return [
        f'<pre class="screen">{chr(10).join(screen).rstrip()}</pre>',
        "<p>Tools meet at SQL: what the crawler next door wrote down, read by the shell.</p>",
        caption("The file was made by", sample["command"], "session", "The session"),
    ]


# Pokedex: the six numbers of a family.

FAMILY = ["compare", "eevee", "vaporeon", "jolteon", "flareon", "espeon", "umbreon", "--json"]
STATS = {
    "hp": "HP",
    "attack": "Atk",
    "defense": "Def",
    "special-attack": "Sp. Atk",
    "special-defense": "Sp. Def",
    "speed": "Speed",
}


def take_stats() -> dict:
    with tempfile.TemporaryDirectory() as scratch:
        database = ["--database", f"sqlite:{Path(scratch, 'pokedex.db')}"]
        answer = json.loads(run("pokedex", *FAMILY, *database))
    wanted = ["name", "number", "types", "stats"]
    pokemon = [{name: each[name] for name in wanted} for each in answer["pokemon"]]
    return {"command": shlex.join(["pokedex", *FAMILY]), "pokemon": pokemon}


def draw_stats(sample: dict) -> list[str]:
    pokemon = sample["pokemon"]
    highest = max(each["stats"][stat] for each in pokemon for stat in STATS)
    lines = ['<table class="stats">', "<thead>"]
    heads = "".join(f'<th scope="col">{name}</th>' for name in STATS.values())
    lines += [f'<tr><th scope="col">Pokémon</th>{heads}</tr>', "</thead>", "<tbody>"]
    for each in pokemon:
        most = max(each["stats"][stat] for stat in STATS)
        types = ", ".join(map(html.escape, each["types"]))
        lines.append(f'<tr><th scope="row">{html.escape(each["name"])} <span>{types}</span></th>')
        for value in (each["stats"][stat] for stat in STATS):
            mark = ' class="most"' if value == most else ""
            top = f"{100 - 100 * value / highest:.1f}".removesuffix(".0")
            lines.append(
                f'<td{mark}>{value}'
                f'<svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">'
                f'<path d="M0 100V{top}h10V100z"/></svg></td>'
            )
        lines.append("</tr>")
    lines += ["</tbody>", "</table>"]
    first, *later = pokemon
    hands = {tuple(sorted((each["stats"][stat] for stat in STATS), reverse=True)) for each in later}
    if len(hands) == 1:
        *numbers, last = hands.pop()
        lines.append(
            f"<p>Whatever {html.escape(first['name'])} becomes here is dealt the same six numbers in another order: "
            f"<b>{', '.join(map(str, numbers))} and {last}</b>.</p>"
        )
    return [*lines, caption("Base stats, as told by", sample["command"], "stats", "The answer")]


# SocialServer: the newest of a network that it filled itself.

TIMELINE = ["curl", "http://127.0.0.1:8080/api/v1/timelines/public?limit=3"]


def take_timeline() -> dict:
    with tempfile.TemporaryDirectory() as scratch:
        kept = ["--database", f"sqlite:{Path(scratch, 'social.db')}", "--data", str(Path(scratch, "images"))]
        run("socialserver", "seed", "--quiet", *kept)
        with listening("socialserver", "serve", *kept):
            answer = subprocess.run([*TIMELINE, "--silent"], stdout=subprocess.PIPE, check=True).stdout
    wanted = ["id", "content", "replies_count", "reblogs_count", "favourites_count"]
    statuses = [
        {name: status[name] for name in wanted} | {"account": {"acct": status["account"]["acct"]}}
        for status in json.loads(answer)
    ]
    return {"command": shlex.join(TIMELINE), "statuses": statuses}


class Words(HTMLParser):
    """The words of a status, escaped anew; its tags and the people it speaks to stand out."""

    def __init__(self, content: str):
        super().__init__()
        self.drawn = ""
        self.stands_out = False
        self.feed(content)
        self.close()

    def handle_starttag(self, tag, attributes):
        if "mention" in (dict(attributes).get("class") or "").split():
            self.drawn += "<i>"
            self.stands_out = True

    def handle_endtag(self, tag):
        if tag == "a" and self.stands_out:
            self.drawn += "</i>"
            self.stands_out = False

    def handle_data(self, data):
        self.drawn += html.escape(data, quote=False)


def counted(count: int, one: str, more: str) -> list[str]:
    return [f"{number(count)} {one if count == 1 else more}"] if count else []


def draw_timeline(sample: dict) -> list[str]:
    lines = ['<ol class="posts">']
    for status in sample["statuses"]:
        counts = counted(status["favourites_count"], "favourite", "favourites")
        counts += counted(status["reblogs_count"], "boost", "boosts")
        counts += counted(status["replies_count"], "answer", "answers")
        lines.append(
            f'<li><b>@{html.escape(status["account"]["acct"])}</b> <span>{", ".join(counts)}</span>'
            f'<p>{Words(status["content"]).drawn}</p></li>'
        )
    lines.append("</ol>")
    said = "The newest of a network that was filled by its own seed, asked for by"
    return [*lines, caption(said, sample["command"], "timeline", "The answer, shortened")]


def check_or_write(page: str, fresh: str, check: bool) -> None:
    if not check:
        (PAGE / "index.html").write_text(fresh)
    elif page != fresh:
        sys.exit("index.html differs from its samples: run Packages/WebServer/Scripts/take-samples.py --draw")


def drawn(page: str, name: str, lines: list[str]) -> str:
    """The page with the fragment between the marks of this sample replaced."""
    begin, end = f"<!-- sample: {name} -->\n", f"<!-- end of sample: {name} -->\n"
    if begin not in page or end not in page:
        sys.exit(f"index.html has no place marked for the sample '{name}'")
    before, rest = page.split(begin, 1)
    _, after = rest.split(end, 1)
    return before + begin + "".join(line + "\n" for line in lines) + end + after


TAKE = {
    "letters": take_letters,
    "maze": take_maze,
    "answer": take_answer,
    "session": take_session,
    "crawl": take_crawl,
    "stats": take_stats,
    "timeline": take_timeline,
}
DRAW = {
    "letters": draw_letters,
    "maze": draw_maze,
    "answer": draw_answer,
    "session": draw_session,
    "crawl": draw_crawl,
    "stats": draw_stats,
    "timeline": draw_timeline,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="SAMPLE", help=f"of {', '.join(DRAW)}; default: all")
    parser.add_argument("--draw", action="store_true", help="run no tool")
    parser.add_argument("--check", action="store_true", help="run no tool, write nothing")
    options = parser.parse_args()
    for name in options.names:
        if name not in DRAW:
            parser.error(f"there is no sample '{name}'; there are: {', '.join(DRAW)}")
    if not options.draw and not options.check:
        for name in options.names or DRAW:
            (SAMPLES / f"{name}.json").write_text(json.dumps(TAKE[name](), separators=(",", ":")) + "\n")
    page = fresh = (PAGE / "index.html").read_text()
    for name, draw in DRAW.items():
        fresh = drawn(fresh, name, draw(json.loads((SAMPLES / f"{name}.json").read_text())))
    check_or_write(page, fresh, options.check)


if __name__ == "__main__":
    main()
