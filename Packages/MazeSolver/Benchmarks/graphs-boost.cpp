// The peer to beat: Boost's compressed sparse rows and its Dijkstra.
//   graphs-boost GRAPH.gr ROUNDS
// Prints "READ-MS SEARCH-MS CHECKSUM": the median over ROUNDS sources of one-to-all searches, and the sum of all costs.
#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

struct Road {
    int weight;
};
using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Road>;
using Clock = std::chrono::steady_clock;

static double milliseconds(Clock::time_point since) {
    return std::chrono::duration<double, std::milli>(Clock::now() - since).count();
}

int main(int, char **arguments) {
    auto start = Clock::now();
    std::FILE *file = std::fopen(arguments[1], "r");
    std::vector<std::pair<int, int>> arcs;
    std::vector<Road> roads;
    int nodes = 0, count, tail, head, weight;
    char line[256];
    while (std::fgets(line, sizeof line, file)) {
        if (std::sscanf(line, "a %d %d %d", &tail, &head, &weight) == 3) {
            arcs.push_back({tail - 1, head - 1});
            roads.push_back({weight});
        } else {
            std::sscanf(line, "p sp %d %d", &nodes, &count);
        }
    }
    Graph graph(boost::edges_are_unsorted_multi_pass, arcs.begin(), arcs.end(), roads.begin(), nodes);
    double reading = milliseconds(start);
    std::vector<double> times;
    long checksum = 0;
    for (long round = 0; round < std::atol(arguments[2]); round++) {
        start = Clock::now();
        std::vector<long> distance(nodes);
        std::vector<unsigned> parent(nodes);
        auto index = boost::get(boost::vertex_index, graph);
        boost::dijkstra_shortest_paths(
            graph, boost::vertex(round * 214013 % nodes, graph),
            boost::weight_map(boost::get(&Road::weight, graph))
                .distance_map(boost::make_iterator_property_map(distance.begin(), index))
                .predecessor_map(boost::make_iterator_property_map(parent.begin(), index)));
        times.push_back(milliseconds(start));
        for (long cost : distance) checksum += cost;
    }
    std::sort(times.begin(), times.end());
    std::printf("%.1f %.1f %ld\n", reading, times[times.size() / 2], checksum);
}
