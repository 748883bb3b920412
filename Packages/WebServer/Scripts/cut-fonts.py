#!/usr/bin/env python3
"""Cuts the landing page's three fonts out of Debian's, to the characters that the page may use.

    apt-get install fonts-league-spartan fonts-cabin
    pip install fonttools==4.68.0 brotli==1.2.1
    Packages/WebServer/Scripts/cut-fonts.py

League Spartan and Cabin are under the SIL Open Font License. "Cabin" is a reserved name, so what is cut from it
is named "Street Text".
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

DEBIAN = Path("/usr/share/fonts/opentype")
FOLDER = Path(__file__).resolve().parent.parent / "Sources/StaticSite/LandingPage/fonts"

CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0µ·×é–—‘’“”…→−"

CUTS = [
    ("league-spartan/LeagueSpartan-Bold.otf", "sign-bold.woff2", "Street Sign"),
    ("cabin/Cabin-Regular.otf", "text-regular.woff2", "Street Text"),
    ("cabin/Cabin-Bold.otf", "text-bold.woff2", "Street Text"),
]


def rename(font: TTFont, family: str) -> None:
    """Takes the original's name out of the naming table and out of the outlines' table."""
    for record in font["name"].names:
        font["name"].removeNames(record.nameID)
    font["name"].setName(family, 1, 3, 1, 0x409)
    font["name"].setName("Cut from a font under the SIL Open Font License 1.1", 13, 3, 1, 0x409)
    if "CFF " in font:
        table = font["CFF "].cff
        table.fontNames = [family.replace(" ", "")]
        for entry in ("FullName", "FamilyName"):
            setattr(table.topDictIndex[0], entry, family)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for source, target, family in CUTS:
        options = subset.Options(flavor="woff2", hinting=False, desubroutinize=True)
        options.layout_features = ["kern", "liga", "lnum", "tnum"]
        font = subset.load_font(str(DEBIAN / source), options)
        cutter = subset.Subsetter(options)
        cutter.populate(text=CHARACTERS)
        cutter.subset(font)
        rename(font, family)
        subset.save_font(font, str(FOLDER / target), options)
        print(f"{target}: {(FOLDER / target).stat().st_size} bytes")


if __name__ == "__main__":
    main()
