#!/usr/bin/env python3
"""Writes Sources/BookFormats/Generated/NamedCharacters.swift from Python's copy of the HTML standard's list.

The head of the file is kept; only the list between the quotation marks is made anew.
"""
import html.entities
import pathlib
import textwrap

path = pathlib.Path(__file__).resolve().parent.parent / "Sources/BookFormats/Generated/NamedCharacters.swift"
source = path.read_text(encoding="utf-8")
head, _, rest = source.partition('private static let list = """\n')
_, _, tail = rest.partition('        """\n')
names = sorted((name[:-1], text) for name, text in html.entities.html5.items() if name.endswith(";"))
words = " ".join(f"{name} {'+'.join(format(ord(c), 'X') for c in text)}" for name, text in names)
lines = "".join(f"        {line}\n" for line in textwrap.wrap(words, width=104, break_long_words=False))
path.write_text(f'{head}private static let list = """\n{lines}        """\n{tail}', encoding="utf-8")
print(f"{path.name}: {len(names)} names")
