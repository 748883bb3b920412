"""What others say about the same texts: the oracles of BookBot's tests. Prints JSON.

    peers.py split SEED COUNT FOLDER   random files, with what Python's split and Counter make of them
    peers.py prose FILE...             textstat, lexicalrichness and gutenberg-cleaner on books
    peers.py languages FILE...         langdetect's language, and pyphen's syllables where it has the language
    peers.py widths TEXT...            wcwidth's cells of each text
    peers.py normalize FILE            the lines of NormalizationTest.txt.bz2, as code points
    peers.py breaks SEED COUNT UCD     random strings, with uniseg's word and grapheme boundaries
"""
import json
import random
import sys
import unicodedata
from collections import Counter

old = unicodedata.ucd_3_2_0


LAYOUT = {0xAD, 0x61C, 0x640, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def stripped(word):
    """Composed and lower-cased, from the first letter or digit to the last, with the marks that stand on it."""
    word = unicodedata.normalize("NFC", word)
    word = "".join(c for c in word if ord(c) not in LAYOUT)
    alphanumeric = [at for at, c in enumerate(word) if c.isalnum()]
    if not alphanumeric:
        return ""
    start, end = alphanumeric[0], alphanumeric[-1] + 1
    while end < len(word):
        is_joined = word[end] in "\u200c\u200d" and unicodedata.combining(word[end - 1]) == 9
        if not is_joined and not unicodedata.category(word[end]).startswith("M"):
            break
        end += 1
    return word[start:end].lower()


def words_of(tokens):
    """The words of tokens, which a space of no width separates as well."""
    return [word for token in tokens for word in map(stripped, token.split("\u200b")) if word]


def listing(counts):
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count}\t{word}\n" for word, count in rows)


def classic(path, text):
    letters = Counter(c for c in text.lower() if c.isalpha())
    rows = sorted(letters.items(), key=lambda item: (-item[1], item[0]))
    return ("============ BOOKBOT ============\n"
            f"Analyzing book found at {path}...\n"
            "----------- Word Count ----------\n"
            f"Found {len(text.split())} total words\n"
            "--------- Character Count -------\n"
            + "".join(f"{letter}: {count}\n" for letter, count in rows)
            + "============= END ===============\n")


def split(seed, count, folder):
    """Random text: mostly words of a few alphabets, all kinds of whitespace, and in every second file bad bytes."""
    chance = random.Random(seed)
    # Characters that have not changed since Unicode 3.2, so that Python's version does not matter; without NUL.
    anything = [chr(c) for c in range(1, 0x110000) if not 0xD800 <= c < 0xE000 and old.category(chr(c)) != "Cn"]
    spaces = [c for c in map(chr, range(0x3001)) if c.isspace()]
    alphabets = ["abcdefghijklmnopqrstuvwxyzABCXYZ'-.,0123", "αβγδεΣσςΆΩ'", "абвгдЖЯ", "éèüßİıŒ", "一二三、。", anything]
    found = []
    for number in range(count):
        parts = []
        for _ in range(chance.choice([0, 1, 5, 40, 400, 4000])):
            alphabet = chance.choice(alphabets)
            parts.append("".join(chance.choice(alphabet) for _ in range(chance.choice([1, 2, 3, 5, 8, 15, 16, 17, 40]))))
            parts.append("".join(chance.choice(spaces) for _ in range(chance.choice([0, 1, 1, 1, 2, 70]))))
        data = bytearray("".join(parts).encode())
        if number % 2 and data:
            for _ in range(1 + len(data) // 50):
                at = chance.randrange(len(data))
                if chance.random() < 0.5:
                    data[at] = chance.randrange(1, 256)
                else:
                    del data[at:at + chance.randrange(3)]
                    if not data:
                        break
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:3] == b"\xef\xbb\xbf":
            data[0:3] = b"abc"
        path = f"{folder}/{number}.txt"
        with open(path, "wb") as file:
            file.write(data)
        text = bytes(data).decode("utf-8", "replace")
        tokens = text.split()
        words = Counter(words_of(tokens))
        found.append({"path": path, "classic": classic(path, text), "words": listing(words),
                      "raw": listing(Counter(tokens)), "tokens": len(tokens), "characters": len(text),
                      "lines": text.count("\n") + (1 if text and not text.endswith("\n") else 0)})
    return found


def prose(paths):
    import textstat
    from gutenberg_cleaner import simple_cleaner
    from lexicalrichness import LexicalRichness

    found = []
    for path in paths:
        with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
            text = file.read().replace("\r\n", "\n")
        body = simple_cleaner(text)
        words = words_of(body.split())
        # The measure on our words: its own tokens lose apostrophes and digits.
        richness = LexicalRichness(" ".join(words), preprocessor=None, tokenizer=str.split)
        found.append({"path": path, "sentences": textstat.sentence_count(body),
                      "syllables": textstat.syllable_count(body), "mtld": richness.mtld(threshold=0.72),
                      "tokens": len(body.split()), "lines": body.count("\n") + (1 if body else 0),
                      "words": listing(Counter(words))})
    return found


def languages(paths):
    import pyphen
    from langdetect import DetectorFactory, detect

    DetectorFactory.seed = 0
    found = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        code = detect(text)[:2]
        syllables = 0
        if code in ("de", "fr", "es", "it", "ru"):
            hyphens = pyphen.Pyphen(lang=code)
            words = "".join(c if c.isalpha() else " " for c in text.lower()).split()
            syllables = sum(len(hyphens.positions(word)) + 1 for word in words)
        found.append({"path": path, "code": code, "syllables": syllables})
    return found


def normalize(path):
    import bz2

    found = []
    with bz2.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            fields = line.split("#")[0].split(";")
            if len(fields) >= 5:
                found.append([[int(point, 16) for point in field.split()] for field in fields[:5]])
    return found


def properties(path):
    table = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.split("#")[0].strip()
            if line:
                points, value = [field.strip() for field in line.split(";")]
                first, _, last = points.partition("..")
                for point in range(int(first, 16), int(last or first, 16) + 1):
                    table[point] = value
    return table


def breaks(seed, count, ucd):
    """uniseg knows a newer Unicode: only characters whose properties agree, and none of the new Indic rule."""
    from uniseg.derived import InCB, indic_conjunct_break
    from uniseg.graphemecluster import grapheme_cluster_break, grapheme_cluster_boundaries
    from uniseg.wordbreak import word_break, word_boundaries

    words = properties(f"{ucd}/auxiliary/WordBreakProperty.txt")
    graphemes = properties(f"{ucd}/auxiliary/GraphemeBreakProperty.txt")

    def name(value):
        value = str(getattr(value, "value", value)).replace("_", "").lower()
        return {"xx": "other"}.get(value, value)

    def agrees(point):
        character = chr(point)
        conjunct = name(indic_conjunct_break(character))
        return (name(word_break(character)) == words.get(point, "Other").replace("_", "").lower()
                and name(grapheme_cluster_break(character)) == graphemes.get(point, "Other").replace("_", "").lower()
                and conjunct not in ("linker", "consonant"))

    chance = random.Random(seed)
    classes = {}
    for point in list(words) + list(graphemes) + list(range(0x20, 0x7F)) + list(range(0x1F300, 0x1F700)):
        if not 0xD800 <= point < 0xE000:
            classes.setdefault((words.get(point), graphemes.get(point)), []).append(point)
    kinds = sorted(classes, key=str)
    found = []
    while len(found) < count:
        text = ""
        for _ in range(chance.randrange(1, 24)):
            point = chance.choice(classes[chance.choice(kinds)])
            if agrees(point):
                text += chr(point)
        if text:
            found.append({"text": [ord(c) for c in text], "words": list(word_boundaries(text)),
                          "graphemes": list(grapheme_cluster_boundaries(text))})
    return found


command, *arguments = sys.argv[1:]
if command == "split":
    result = split(int(arguments[0]), int(arguments[1]), arguments[2])
elif command == "prose":
    result = prose(arguments)
elif command == "languages":
    result = languages(arguments)
elif command == "widths":
    from wcwidth import wcswidth

    result = [wcswidth(text) for text in arguments]
elif command == "normalize":
    result = normalize(arguments[0])
else:
    result = breaks(int(arguments[0]), int(arguments[1]), arguments[2])
json.dump(result, sys.stdout)
