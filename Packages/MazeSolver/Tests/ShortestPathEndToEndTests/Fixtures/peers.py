"""Answers questions about a graph with networkx, scipy, igraph and rustworkx, as one JSON document.

peers.py GRAPH.gr: distances between all pairs by each peer (null: no path), the costs of the five cheapest simple
paths between the first and the last node, and the numbers of weak and strong parts.
"""

import json
import sys
from itertools import islice

import igraph
import networkx
import numpy
import rustworkx
import scipy.sparse
import scipy.sparse.csgraph

cheapest = {}
count = 0
for line in open(sys.argv[1]):
    fields = line.split()
    if fields[0] == "p":
        count = int(fields[2])
    elif fields[0] == "a":
        tail, head, weight = int(fields[1]) - 1, int(fields[2]) - 1, int(fields[3])
        key = (tail, head)
        if tail != head:
            cheapest[key] = min(weight, cheapest.get(key, weight))
edges = [(tail, head, weight) for (tail, head), weight in cheapest.items()]
nodes = range(count)


def whole(value):
    return None if value == float("inf") else int(value)


graph = networkx.DiGraph()
graph.add_nodes_from(nodes)
graph.add_weighted_edges_from(edges)
by_networkx = [[None] * count for _ in nodes]
for source in nodes:
    for target, cost in networkx.single_source_bellman_ford_path_length(graph, source).items():
        by_networkx[source][target] = cost

rows, columns, weights = zip(*edges) if edges else ((), (), ())
matrix = scipy.sparse.csr_array((numpy.array(weights, dtype=float), (rows, columns)), shape=(count, count))
by_scipy = [[whole(cost) for cost in row] for row in scipy.sparse.csgraph.johnson(matrix)]

peer = igraph.Graph(n=count, edges=[edge[:2] for edge in edges], directed=True)
by_igraph = [[whole(cost) for cost in row] for row in peer.distances(weights=list(weights) if edges else None)]

peer = rustworkx.PyDiGraph()
peer.add_nodes_from(list(nodes))
peer.add_edges_from(edges)
by_rustworkx = [
    [0 if source == target else whole(found[source].get(target, float("inf"))) for target in nodes]
    for found in [{node: dict(row) for node, row in rustworkx.all_pairs_bellman_ford_path_lengths(peer, float).items()}]
    for source in nodes
]

paths = []
if all(weight >= 0 for weight in weights) and networkx.has_path(graph, 0, count - 1):
    for path in islice(networkx.shortest_simple_paths(graph, 0, count - 1, weight="weight"), 5):
        paths.append(sum(graph[tail][head]["weight"] for tail, head in zip(path, path[1:])))

json.dump(
    {
        "networkx": by_networkx,
        "scipy": by_scipy,
        "igraph": by_igraph,
        "rustworkx": by_rustworkx,
        "paths": paths,
        "weak": networkx.number_weakly_connected_components(graph),
        "strong": networkx.number_strongly_connected_components(graph),
    },
    sys.stdout,
)
