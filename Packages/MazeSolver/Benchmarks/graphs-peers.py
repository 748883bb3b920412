"""One-to-all searches by scipy, igraph or rustworkx: graphs-peers.py PEER GRAPH.gr ROUNDS

Prints "READ-MS SEARCH-MS CHECKSUM" like the other programs. Reading is numpy's, and making the peer's graph.
"""

import sys
import time

import numpy

peer, path, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
start = time.perf_counter()
with open(path) as file:
    for line in file:
        if line.startswith("p"):
            count = int(line.split()[2])
            break
    table = numpy.loadtxt(file, usecols=(1, 2, 3), dtype=numpy.int64, comments="c")
tails, heads, weights = table[:, 0] - 1, table[:, 1] - 1, table[:, 2]
if peer == "scipy":
    import scipy.sparse
    from scipy.sparse.csgraph import dijkstra

    graph = scipy.sparse.csr_array((weights.astype(float), (tails, heads)), shape=(count, count))

    def search(source):
        return dijkstra(graph, indices=source, return_predecessors=True)[0]

elif peer == "igraph":
    import igraph

    graph = igraph.Graph(n=count, edges=numpy.column_stack((tails, heads)), directed=True)
    graph.es["weight"] = weights.tolist()

    def search(source):
        return numpy.array(graph.distances(source, weights="weight", algorithm="dijkstra")[0])

else:
    import rustworkx

    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(list(zip(tails.tolist(), heads.tolist(), weights.tolist())))

    def search(source):
        found = rustworkx.dijkstra_shortest_path_lengths(graph, source, float)
        return numpy.array(list(found.values()))


reading = time.perf_counter() - start
times, checksum = [], 0
for round in range(rounds):
    start = time.perf_counter()
    distances = search(round * 214013 % count)
    times.append(time.perf_counter() - start)
    checksum += int(distances.sum())
print(f"{reading * 1000:.1f} {sorted(times)[len(times) // 2] * 1000:.1f} {checksum}")
