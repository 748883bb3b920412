"""The texts that bench.sh measures with, and the run of textstat beside them.

    inputs.py zipf|uniform BOOK OUTPUT [FOLDER]   100 MB with 700,000 generated words among a book's, or a folder's:
                                                  as frequent as words of a language are, or all equally frequent
    inputs.py one-line|all-distinct|invalid|no-newline BOOK OUTPUT   1 GB each
    inputs.py textstat BOOK                     the report's figures by textstat
"""
import pathlib
import random
import sys

command, book, *rest = sys.argv[1:]
LARGE = 1_000_000_000


def write(path, pieces, size):
    with open(path, "wb", buffering=1 << 20) as file:
        written = 0
        while written < size:
            for piece in pieces():
                file.write(piece)
                written += len(piece)
                if written >= size:
                    break


if command in ("zipf", "uniform"):
    chance = random.Random(1)
    parts = [consonant + vowel for consonant in "bcdfghklmnprstvwz" for vowel in "aeiou"] + ["th", "an", "er", "in"]
    words = ["".join(chance.choices(parts, k=chance.randint(2, 5))) for _ in range(700_000)]
    total, weights = 0.0, []
    for rank in range(1, len(words) + 1):
        total += 1 / rank if command == "zipf" else 1
        weights.append(total)
    paths = sorted(pathlib.Path(rest[1]).glob("*.txt")) if len(rest) > 1 else [pathlib.Path(book)]
    lines = []
    for path in paths:
        body = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        # Without the licence, which would end the text.
        marks = [i for i, line in enumerate(body) if "PROJECT GUTENBERG" in line.upper()]
        lines += [line for i, line in enumerate(body) if not marks or marks[0] + 30 < i < len(body) - 400]

    def mixed():
        for number, line in enumerate(lines):
            extra = " " + " ".join(chance.choices(words, cum_weights=weights, k=4)) if number % 2 else ""
            yield (line + extra + "\n").encode()

    write(rest[0], mixed, 100_000_000)
elif command == "one-line":
    text = pathlib.Path(book).read_bytes().replace(b"\n", b" ")
    write(rest[0], lambda: [text], LARGE)
elif command == "all-distinct":
    def distinct(state=[0]):
        state[0] += 1
        yield "".join(f"w{n:x}\n" for n in range(state[0] * 100_000, (state[0] + 1) * 100_000)).encode()

    write(rest[0], distinct, LARGE)
elif command == "invalid":
    chance = random.Random(2)
    block = bytes(chance.choice(b"abcdef \n\xff\xc3\xe2\x80\xf0\x9f") for _ in range(1 << 20))
    write(rest[0], lambda: [block], LARGE)
elif command == "no-newline":
    block = (b"one two three " * 80_000)
    write(rest[0], lambda: [block], LARGE)
elif command == "textstat":
    import textstat

    text = pathlib.Path(book).read_text(encoding="utf-8-sig")
    for figure in (textstat.sentence_count, textstat.syllable_count, textstat.flesch_reading_ease,
                   textstat.flesch_kincaid_grade, textstat.gunning_fog, textstat.smog_index,
                   textstat.automated_readability_index, textstat.coleman_liau_index):
        print(figure.__name__, figure(text))
else:
    sys.exit(__doc__)
