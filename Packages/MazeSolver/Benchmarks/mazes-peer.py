"""How a maze picture is usually solved in Python: the peer of the benchmark.

mazes-peer.py plain IN.png OUT.png   breadth-first over a dictionary of parents, pixels by Pillow
mazes-peer.py scipy IN.png OUT.png   a sparse matrix of neighbours, breadth_first_order of csgraph
"""

import sys
from collections import deque

from PIL import Image

Image.MAX_IMAGE_PIXELS = None


def ends(pixels, width, height):
    top = next(x for x in range(width) if pixels[x, 0])
    bottom = next(x for x in range(width) if pixels[x, height - 1])
    return (top, 0), (bottom, height - 1)


def plain(image):
    pixels = image.load()
    width, height = image.size
    start, goal = ends(pixels, width, height)
    parents = {start: None}
    queue = deque([start])
    while queue:
        square = queue.popleft()
        if square == goal:
            break
        x, y = square
        for following in ((x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1)):
            if 0 <= following[0] < width and 0 <= following[1] < height and pixels[following] and following not in parents:
                parents[following] = square
                queue.append(following)
    path = []
    square = goal
    while square:
        path.append(square)
        square = parents[square]
    return path


def scipy_path(image):
    import numpy
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import breadth_first_order

    open_ = numpy.array(image, dtype=bool)
    height, width = open_.shape
    start, goal = ends(image.load(), width, height)
    index = numpy.arange(height * width, dtype=numpy.int32).reshape(height, width)
    across = open_[:, :-1] & open_[:, 1:]
    down = open_[:-1] & open_[1:]
    rows = numpy.concatenate([index[:, :-1][across], index[:-1][down]])
    columns = numpy.concatenate([index[:, 1:][across], index[1:][down]])
    graph = coo_matrix((numpy.ones(len(rows), dtype=numpy.int8), (rows, columns)), shape=(height * width,) * 2).tocsr()
    _, parents = breadth_first_order(graph, start[0] + start[1] * width, directed=False)
    path = []
    square = goal[0] + goal[1] * width
    while square >= 0:
        path.append((int(square) % width, int(square) // width))
        square = parents[square]
    return path


image = Image.open(sys.argv[2]).convert("1")
path = plain(image) if sys.argv[1] == "plain" else scipy_path(image)
drawn = image.convert("RGB")
pixels = drawn.load()
for square in path:
    pixels[square] = (220, 30, 30)
drawn.save(sys.argv[3])
print(len(path) - 1)
