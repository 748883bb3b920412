"""Writes a maze as JPEG files of every kind: jpegs.py FOLDER WALL WAY < rows of # and space."""

import sys

from PIL import Image

folder, wall, way = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rows = sys.stdin.read().splitlines()
columns = [x for x in range(len(rows[0])) for _ in range(way if x % 2 else wall)]
lines = [y for y in range(len(rows)) for _ in range(way if y % 2 else wall)]
picture = Image.new("L", (len(columns), len(lines)))
picture.putdata([0 if rows[y][x] == "#" else 255 for y in lines for x in columns])

picture.save(f"{folder}/grey.jpg", quality=60)
picture.convert("RGB").save(f"{folder}/colour.jpg", quality=85)
picture.convert("RGB").save(f"{folder}/subsampled.jpg", quality=30, subsampling=2)
picture.save(f"{folder}/progressive.jpg", quality=70, progressive=True)
picture.convert("CMYK").save(f"{folder}/inks.jpg", quality=90)
# What undoes each orientation, in Pillow's words.
undo = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
for orientation, transpose in undo.items():
    exif = Image.Exif()
    exif[274] = orientation
    picture.transpose(transpose).save(f"{folder}/turned{orientation}.jpg", quality=75, exif=exif)
