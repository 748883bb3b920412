"""Draws mazes as people bring them, by Pillow.

trials.py FOLDER SEED   writes pictures, and on standard output a JSON list of what must come out of each: its `file`, the
                        number of `cells`, the `length` of the shortest path, and whether it `may` be refused instead
"""

import json
import random
import sys
from collections import deque

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

folder, seed = sys.argv[1], int(sys.argv[2])
dice = random.Random(seed)
WIDE, HIGH = 14, 11


def maze():
    """Squares, 1 for open: a depth-first maze with some loops, an entrance above and an exit below."""
    rows = [[0] * (2 * WIDE + 1) for _ in range(2 * HIGH + 1)]
    trail, seen = [(0, 0)], {(0, 0)}
    rows[1][1] = 1
    while trail:
        x, y = trail[-1]
        near = [
            (x + dx, y + dy, dx, dy)
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
            if 0 <= x + dx < WIDE and 0 <= y + dy < HIGH and (x + dx, y + dy) not in seen
        ]
        if not near:
            trail.pop()
            continue
        right, down, dx, dy = dice.choice(near)
        seen.add((right, down))
        rows[2 * down + 1][2 * right + 1] = rows[2 * y + 1 + dy][2 * x + 1 + dx] = 1
        trail.append((right, down))
    for _ in range(WIDE):
        rows[2 * dice.randrange(HIGH) + 1][2 * dice.randrange(1, WIDE)] = 1
    ends = (2 * dice.randrange(WIDE) + 1, 0), (2 * dice.randrange(WIDE) + 1, 2 * HIGH)
    for x, y in ends:
        rows[y][x] = 1
    return rows, ends


def length(rows, start, goal):
    steps, queue = {start: 0}, deque([start])
    while queue:
        x, y = queue.popleft()
        for here in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            inside = 0 <= here[0] <= 2 * WIDE and 0 <= here[1] <= 2 * HIGH
            if inside and rows[here[1]][here[0]] and here not in steps:
                steps[here] = steps[(x, y)] + 1
                queue.append(here)
    return steps[goal]


def draw(rows, wall, passage, ink=0, paper=255, mode="L"):
    def edges(count):
        places = [0]
        for index in range(count):
            places.append(places[-1] + (passage if index % 2 else wall))
        return places

    across, down = edges(len(rows[0])), edges(len(rows))
    image = Image.new(mode, (across[-1], down[-1]), paper)
    pen = ImageDraw.Draw(image)
    for y, row in enumerate(rows):
        for x, is_open in enumerate(row):
            if not is_open:
                pen.rectangle((across[x], down[y], across[x + 1] - 1, down[y + 1] - 1), fill=ink)
    return image


def pad(image, margin=12, colour=255):
    return ImageOps.expand(image, margin, colour)


def noisy(image, spread):
    pixels = image.load()
    for y in range(image.height):
        for x in range(image.width):
            pixels[x, y] = max(0, min(255, int(pixels[x, y] + dice.gauss(0, spread))))
    return image


def titled(image, text, size, below):
    page = ImageOps.expand(image, (30, 60, 30, 60), 255)
    ImageDraw.Draw(page).text((40, page.height - 50 if below else 8), text, fill=0, font=ImageFont.load_default(size))
    return page


rows, (start, goal) = maze()
trials = []


def trial(name, image, may=False, **options):
    image.save(f"{folder}/{name}", **options)
    trials.append({"file": name, "cells": WIDE * HIGH, "length": length(rows, start, goal), "may": may})


plain = draw(rows, 4, 10)
colours = dict(ink=(20, 30, 160), paper=(250, 240, 210), mode="RGB")
trial("plain.png", plain)
trial("inverted.png", pad(ImageOps.invert(plain), colour=0))
trial("palette.png", pad(plain).convert("P"))
trial("one-bit.png", pad(plain).convert("1"))
trial("sixteen-bit.png", Image.frombytes("I;16", plain.size, b"".join(bytes((v, v)) for v in plain.tobytes())))
trial("grey-alpha.png", draw(rows, 4, 10, ink=(0, 255), paper=(255, 0), mode="LA"))
trial("clear.png", draw(rows, 4, 10, ink=(255, 255, 255, 255), paper=(0, 0, 0, 0), mode="RGBA"))
trial("coloured.png", pad(draw(rows, 4, 10, **colours), colour=(250, 240, 210)))
trial("inked.jpg", pad(plain).convert("CMYK"), quality=80)
trial("progressive.jpg", pad(plain), quality=60, progressive=True)
trial("thin.png", draw(rows, 1, 2))
trial("thick.png", pad(draw(rows, 12, 3)))
trial("framed.png", pad(pad(pad(plain, 25), 5, 0), 7))
trial("noise.png", noisy(pad(plain), 45))
trial("title.png", titled(plain, "Maze No. 7", 30, below=False))
trial("caption.png", titled(plain, "START here, END there", 16, below=True))
trial("scaled.png", pad(plain).resize((301, 243), Image.LANCZOS))
for quality in (8, 20, 50):
    trial(f"quality-{quality}.jpg", pad(plain), quality=quality)
for blur in (1, 2, 3, 4, 6):
    trial(f"blur-{blur}.png", pad(plain).filter(ImageFilter.GaussianBlur(blur)), may=blur > 2)
for angle in (0.3, 0.7, 1.5, 4, 20):
    turned = pad(plain, 30).rotate(angle, Image.BICUBIC, expand=True, fillcolor=255)
    trial(f"turned-{angle}.png", turned, may=True)
for share in (0.03, 0.1):
    wide, high = pad(plain, 40).size
    corners = (wide * share, 0, 0, high, wide, high, wide * (1 - share), 0)
    bent = pad(plain, 40).transform((wide, high), Image.QUAD, corners, Image.BICUBIC, fillcolor=255)
    trial(f"bent-{share}.png", bent, may=True)
across, down = plain.size
for name, box in {
    "left": (21, 0, across, down), "top": (0, 37, across, down), "right": (0, 0, across - 23, down),
    "inside": (50, 50, across - 50, down - 50),
}.items():
    trial(f"cropped-{name}.png", plain.crop(box), may=True)
    trial(f"cropped-{name}-on-paper.png", pad(plain.crop(box)), may=True)
json.dump(trials, sys.stdout)
