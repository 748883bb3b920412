#!/usr/bin/env python3
"""Writes the tables in Sources/TextAnalysis/Generated from the Unicode Character Database.

    make-unicode-tables.py [UCD-FOLDER] [OUTPUT-FOLDER]

UnicodeTables.swift holds the properties that words and graphemes ask for and the lower-case mappings, SentenceTables.swift
those that sentences, columns and normalization ask for, NormalizationTables.swift the canonical decompositions.

The folder defaults to Debian's /usr/share/unicode (package unicode-data). Only the standard library is used.
"""
import pathlib
import re
import sys

package = pathlib.Path(__file__).resolve().parent.parent
ucd = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode")
output = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else package / "Sources/TextAnalysis/Generated"
COUNT = 0x110000
BLOCK = 128

# The order of the cases in GraphemeBreak.swift and WordBreak.swift.
GRAPHEME = ["Other", "CR", "LF", "Control", "Extend", "ZWJ", "Regional_Indicator", "Prepend", "SpacingMark",
            "L", "V", "T", "LV", "LVT"]
WORD = ["Other", "CR", "LF", "Newline", "Extend", "ZWJ", "Format", "Katakana", "Hebrew_Letter", "ALetter",
        "Single_Quote", "Double_Quote", "MidNumLet", "MidLetter", "MidNum", "Numeric", "ExtendNumLet",
        "Regional_Indicator", "WSegSpace"]
SENTENCE = ["Other", "CR", "LF", "Sep", "Extend", "Format", "Sp", "Lower", "Upper", "OLetter", "Numeric", "ATerm",
            "SContinue", "STerm", "Close"]


def rows(name):
    """The code points and the value of each line of a property file."""
    for line in (ucd / name).read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        fields = [field.strip() for field in line.split(";")]
        first, _, last = fields[0].partition("..")
        yield range(int(first, 16), int(last or first, 16) + 1), fields[1]


def values(name, order):
    table = [0] * COUNT
    for points, value in rows(name):
        for point in points:
            table[point] = order.index(value)
    return table


def having(name, wanted):
    return {point for points, value in rows(name) if value == wanted for point in points}


def version():
    first = (ucd / "auxiliary/WordBreakProperty.txt").read_text(encoding="utf-8").splitlines()[0]
    return re.search(r"(\d+\.\d+\.\d+)", first).group(1)


letters, alphanumerics, marks, unseen, lower = set(), set(), set(), set(), {}
classes, decompositions = {}, {}
start = None
for line in (ucd / "UnicodeData.txt").read_text(encoding="utf-8").splitlines():
    fields = line.split(";")
    point = int(fields[0], 16)
    if fields[1].endswith(", First>"):
        start = point
        continue
    for each in range(start if start is not None else point, point + 1):
        if fields[2].startswith("L"):
            letters.add(each)
        if fields[2].startswith("L") or fields[8]:
            alphanumerics.add(each)
        if fields[2].startswith("M"):
            marks.add(each)
        if fields[2] in ("Mn", "Me", "Cf"):
            unseen.add(each)
        if fields[3] != "0":
            classes[each] = int(fields[3])
        if fields[5] and not fields[5].startswith("<"):
            decompositions[each] = [int(part, 16) for part in fields[5].split()]
        if fields[13]:
            lower[each] = int(fields[13], 16)
    start = None

grapheme = values("auxiliary/GraphemeBreakProperty.txt", GRAPHEME)
word = values("auxiliary/WordBreakProperty.txt", WORD)
pictographic = having("emoji/emoji-data.txt", "Extended_Pictographic")
cased = having("DerivedCoreProperties.txt", "Cased")
ignorable = having("DerivedCoreProperties.txt", "Case_Ignorable")
white = having("PropList.txt", "White_Space") | set(range(0x1C, 0x20))
sentence = values("auxiliary/SentenceBreakProperty.txt", SENTENCE)
excluded = {point for points, value in rows("DerivedNormalizationProps.txt") if value == "Full_Composition_Exclusion"
            for point in points}
unstable = {point for points, value in rows("DerivedNormalizationProps.txt") if value == "NFC_QC" for point in points}
wide = having("EastAsianWidth.txt", "W") | having("EastAsianWidth.txt", "F")


def traits(point):
    return (grapheme[point] | word[point] << 4
            | (point in pictographic) << 9 | (point in letters) << 10 | (point in alphanumerics) << 11
            | (point in cased) << 12 | (point in ignorable) << 13 | (point in white) << 14 | (point in marks) << 15)


def sentence_traits(point):
    # As wcwidth has it: marks that take no cell, format characters, and the vowels and finals of decomposed Hangul.
    width = 0 if point in unseen and point != 0xAD or 0x1160 <= point < 0x1200 else 2 if point in wide else 1
    return sentence[point] | width << 4 | (point in unstable or point in classes) << 6


class Trie:
    """The properties of all code points in two steps, as text that needs no start-up."""

    # Every combination is one printable ASCII character, without the quote and the backslash.
    alphabet = [chr(c) for c in range(0x20, 0x7F) if chr(c) not in '"\\']

    def __init__(self, of):
        table = [of(point) for point in range(COUNT)]
        self.combinations = sorted(set(table))
        assert len(self.combinations) <= len(self.alphabet), len(self.combinations)
        character = {value: self.alphabet[number] for number, value in enumerate(self.combinations)}
        self.blocks, self.index = {}, []
        for begin in range(0, COUNT, BLOCK):
            block = "".join(character[value] for value in table[begin:begin + BLOCK])
            self.index.append(self.blocks.setdefault(block, len(self.blocks)))
        assert len(self.blocks) < 64 * 64

    def source(self):
        # A number below 4096 is two characters of six bits each, from U+0030 up.
        index = "".join(chr(0x30 + part) for number in self.index for part in divmod(number, 64))
        traits_of = ["0"] * 0x80
        for number, value in enumerate(self.combinations):
            traits_of[ord(self.alphabet[number])] = f"{value:#06x}"
        return f"""\
    static let traits: [UInt16] = [
{numbers(traits_of, 12)},
    ]

    static let blockOf: StaticString = {literal(index)}

    static let blocks: StaticString = {literal("".join(self.blocks))}
"""


# Lower case as runs: first, last, stride, distance.
runs = []
for point in sorted(lower):
    distance = lower[point] - point
    if runs:
        first, last, stride, same = runs[-1]
        step = point - last
        if same == distance and (step == stride or (first == last and step in (1, 2))):
            runs[-1] = (first, point, step, same)
            continue
    runs.append((point, point, 1, distance))


def literal(text):
    lines = [text[at:at + 104].replace("\\", "\\\\") for at in range(0, len(text), 104)]
    return '"""\n' + "\\\n".join("        " + line for line in lines) + '\n        """'


def numbers(items, per_line):
    lines = [", ".join(items[at:at + per_line]) for at in range(0, len(items), per_line)]
    return ",\n".join("        " + line for line in lines)


def write(name, text):
    head = f"// Generated by Scripts/make-unicode-tables.py from the Unicode Character Database {version()}: do not edit.\n\n"
    output.mkdir(parents=True, exist_ok=True)
    (output / name).write_text(head + text, encoding="utf-8")
    print(f"{name}: {len(text)} characters")


write("UnicodeTables.swift", f"""\
/// The properties of every code point that words and graphemes ask for, as a trie in two steps that lies in the program's
/// read-only data.
///
/// `blockOf` gives each block of 128 code points two characters of six bits; `blocks` gives each code point of a block
/// one ASCII character; `traits` turns that into the property bits that `CodePointTraits` reads.
enum UnicodeTables {{
    static let version = "{version()}"

    /// Simple lower-case mappings as runs of four: first code point, last, stride, distance to the lower case.
    static let lowerCaseRuns: [Int32] = [
{numbers([f"{a:#x}, {b:#x}, {c}, {d}" for a, b, c, d in runs], 4)},
    ]

{Trie(traits).source()}}}
""")

write("SentenceTables.swift", f"""\
/// The properties of every code point that sentences, columns and normalization ask for, laid out as `UnicodeTables` is.
enum SentenceTables {{
{Trie(sentence_traits).source()}}}
""")

runs_of_classes = []
for point in sorted(classes):
    last = runs_of_classes[-1] if runs_of_classes else None
    if last and last[1] == point - 1 and last[2] == classes[point]:
        last[1] = point
    else:
        runs_of_classes.append([point, point, classes[point]])
pairs = [[point, parts[0], parts[1] if len(parts) > 1 else 0, int(point not in excluded)]
         for point, parts in sorted(decompositions.items())]

write("NormalizationTables.swift", f"""\
/// What canonical normalization (UAX #15) needs beside the arithmetic of Hangul.
enum NormalizationTables {{
    /// Canonical combining classes other than 0, as runs of three: first code point, last, class.
    static let combiningClasses: [UInt32] = [
{numbers([f"{a:#x}, {b:#x}, {c}" for a, b, c in runs_of_classes], 6)},
    ]

    /// Canonical decompositions of one step, four numbers each: the code point, the first and the second part (0 for none),
    /// and 1 where the pair composes again.
    static let decompositions: [UInt32] = [
{numbers([f"{a:#x}, {b:#x}, {c:#x}, {d}" for a, b, c, d in pairs], 4)},
    ]
}}
""")
