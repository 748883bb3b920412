"""Writes PNG pictures of every kind and reads pictures by Pillow: the peer of the PNG tests.

pictures.py write FOLDER SEED   writes NAME.png of every colour type, bit depth and interlacing, with every row filter,
                                and NAME.json: the grey values (0 to 255) that Pillow reads from it
pictures.py read FILE           prints, as JSON, the frames of a PNG or APNG: rows of [red, green, blue]
"""

import json
import random
import struct
import sys
import zlib

from PIL import Image, ImageSequence

SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def pack(samples, depth):
    if depth == 16:
        return b"".join(struct.pack(">H", sample) for sample in samples)
    bits = "".join(format(sample, f"0{depth}b") for sample in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def filtered(rows, distance, dice):
    """The rows with a random filter each, as PNG's section 9 defines them."""
    above = bytes(len(rows[0])) if rows else b""
    for row in rows:
        kind = dice.randrange(5)
        out = bytearray([kind])
        for i, value in enumerate(row):
            a = row[i - distance] if i >= distance else 0
            b = above[i]
            c = above[i - distance] if i >= distance else 0
            out.append((value - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) & 0xFF)
        yield bytes(out)
        above = row


def picture(width, height, colour, depth, interlaced, dice):
    top = (1 << depth) - 1
    colours = 1 << min(depth, 8)

    def pixel():
        # Mostly black and white, as mazes are, and some of everything.
        kind = dice.random()
        if colour == 3:
            return [dice.randrange(colours)]
        value = 0 if kind < 0.4 else top if kind < 0.8 else dice.randrange(top + 1)
        grey = [value] * (1 if colour in (0, 4) else 3)
        if kind > 0.9 and colour in (2, 6):
            grey = [dice.randrange(top + 1) for _ in range(3)]
        return grey + ([dice.choice([0, top, top, top])] if colour in (4, 6) else [])

    pixels = [[pixel() for _ in range(width)] for _ in range(height)]
    bits = depth * SAMPLES[colour]
    distance = max(1, bits // 8)
    data = b""
    for left, upper, across, down in PASSES if interlaced else [(0, 0, 1, 1)]:
        rows = [
            pack([sample for x in range(left, width, across) for sample in pixels[y][x]], depth)
            for y in range(upper, height, down)
        ]
        if left < width:
            data += b"".join(filtered(rows, distance, dice))
    out = b"\x89PNG\r\n\x1a\n"
    out += chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))
    if colour == 3:
        palette = [(0, 0, 0), (255, 255, 255)] + [tuple(dice.randrange(256) for _ in "rgb") for _ in range(colours)]
        out += chunk(b"PLTE", b"".join(bytes(entry) for entry in palette[:colours]))
        if dice.random() < 0.5:
            out += chunk(b"tRNS", bytes(dice.choice([0, 90, 255]) for _ in range(colours)))
    packed = zlib.compress(data)
    cut = dice.randrange(len(packed))
    for part in (packed[:cut], packed[cut:]):
        out += chunk(b"IDAT", part)
    return out + chunk(b"IEND", b"")


def greys(path):
    image = Image.open(path)
    if image.mode.startswith("I"):
        return [[(image.getpixel((x, y)) * 255 + 32767) // 65535 for x in range(image.width)] for y in range(image.height)]
    image = image.convert("RGBA")
    rows = []
    for y in range(image.height):
        row = []
        for x in range(image.width):
            red, green, blue, alpha = image.getpixel((x, y))
            luminance = (red * 299 + green * 587 + blue * 114 + 500) // 1000
            row.append((luminance * alpha + 255 * (255 - alpha) + 127) // 255)
        rows.append(row)
    return rows


def write(folder, seed):
    dice = random.Random(seed)
    for colour, depths in DEPTHS.items():
        for depth in depths:
            for interlaced in (0, 1):
                for width, height in ((1, 1), (5, 3), (67, 9), (130, 33)):
                    name = f"{folder}/c{colour}-d{depth}-i{interlaced}-{width}x{height}"
                    with open(name + ".png", "wb") as file:
                        file.write(picture(width, height, colour, depth, interlaced, dice))
                    with open(name + ".json", "w") as file:
                        json.dump(greys(name + ".png"), file)


def read(path):
    frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(Image.open(path))]
    rows = [
        [[list(frame.getpixel((x, y))) for x in range(frame.width)] for y in range(frame.height)] for frame in frames
    ]
    json.dump(rows, sys.stdout)


if sys.argv[1] == "write":
    write(sys.argv[2], int(sys.argv[3]))
else:
    read(sys.argv[2])
