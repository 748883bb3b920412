#!/usr/bin/env python3
"""Writes the generated tables of WebAddress and HTMLScanner.

  pip install idna==3.20 && Scripts/generate-tables.py

IDNA: the mapping and the joining types of PyPI's idna (Unicode's IdnaMappingTable); the bidirectional classes of
Python's own unicodedata. Entities: Python's html.entities, which is the HTML standard's table.
"""
import base64
import html.entities
import os
import unicodedata

import idna.idnadata
import idna.uts46data as uts46

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Sources")
BIDI = ["L", "R", "AL", "AN", "EN", "ES", "CS", "ET", "ON", "BN", "NSM"]
JOINING = ["U", "L", "R", "D", "T", "C"]


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def mapping():
    rows = []
    for start, status, text in zip(uts46.uts46_starts, uts46.uts46_statuses, uts46.uts46_replacements):
        status = chr(status)
        kind = {"V": 0, "D": 0, "M": 1, "I": 2}.get(status, 3)
        if rows and kind != 1 and rows[-1][1] == kind:
            continue
        rows.append((start, kind, text))
    out, last = bytearray(varint(len(rows))), 0
    for start, kind, text in rows:
        out += varint(start - last) + bytes([kind])
        if kind == 1:
            data = text.encode()
            out += varint(len(data)) + data
        last = start
    return bytes(out)


def classes(of, names, default):
    rows, last = [], None
    for point in range(0x110000):
        value = of(point)
        value = names.index(value) if value in names else default
        if value != last:
            rows.append((point, value))
            last = value
    out, last = bytearray(varint(len(rows))), 0
    for start, value in rows:
        out += varint(start - last) + bytes([value])
        last = start
    return bytes(out)


def joining():
    table = {}
    for name, ranges in idna.idnadata.joining_types.items():
        for packed in ranges:
            for point in range(packed >> 32, packed & 0xFFFFFFFF):
                table[point] = name
    return classes(lambda point: table.get(point, "U"), JOINING, 0)


def write(module, name, doc, data):
    path = os.path.join(SOURCES, module, "Generated", name + ".swift")
    with open(path, "w") as file:
        file.write(f"// Written by Scripts/generate-tables.py; do not edit.\n\n{doc}\nenum {name} {{\n"
                   f"    static let base64: StaticString =\n        \"{data}\"\n}}\n")


table = mapping() + joining() + classes(lambda p: unicodedata.bidirectional(chr(p)), BIDI, len(BIDI))
write("WebAddress", "IDNATableData",
      f"/// UTS #46 mapping and joining types of Unicode {uts46.__version__}, "
      f"bidirectional classes of Unicode {unicodedata.unidata_version}.",
      base64.b64encode(table).decode())

entities = bytearray(varint(len(html.entities.html5)))
for name, text in sorted(html.entities.html5.items(), key=lambda item: item[0].encode()):
    entities += varint(len(name)) + name.encode() + varint(len(text.encode())) + text.encode()
write("HTMLScanner", "EntityTableData", "/// The HTML standard's named character references, sorted by name.",
      base64.b64encode(bytes(entities)).decode())
