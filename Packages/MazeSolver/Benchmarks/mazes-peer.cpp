// A tuned solver with the maze in memory, one byte a pixel: what the machine can do without any picture format.
// The maze is made by depth-first search, as mazesolver's own; making it is not measured, so that the program prints
// the seconds of the search alone, and the whole process's time is an upper bound.
//
//   mazes-peer CELLS breadth-first|depth-first
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <vector>

int main(int, char **arguments) {
    const int cells = std::atoi(arguments[1]);
    const bool isQueue = std::strcmp(arguments[2], "breadth-first") == 0;
    const int side = 2 * cells + 1, row = side + 1;
    std::vector<uint8_t> open(size_t(row) * (side + 2), 0);
    const int offsets[4] = {1, row, -1, -row};
    auto index = [&](int x, int y) { return (y + 1) * row + x; };

    std::mt19937 dice(1);
    std::vector<int> trail{index(1, 1)};
    open[trail[0]] = 1;
    while (!trail.empty()) {
        int square = trail.back(), choices[4], count = 0;
        for (int code = 0; code < 4; code++) {
            int next = square + 2 * offsets[code];
            int x = next % row, y = next / row - 1;
            if (x > 0 && y > 0 && x < side && y < side && !open[next]) choices[count++] = code;
        }
        if (!count) {
            trail.pop_back();
            continue;
        }
        int code = choices[dice() % count];
        open[square + offsets[code]] = open[square + 2 * offsets[code]] = 1;
        trail.push_back(square + 2 * offsets[code]);
    }
    const int start = index(1, 0), goal = index(side - 2, side - 1);
    open[start] = open[goal] = 1;

    auto begin = std::chrono::steady_clock::now();
    // 0 is a wall, 1 a way, 2 to 5 the move by which a square was reached, plus 2.
    std::vector<int> waiting{start};
    waiting.reserve(1 << 20);
    open[start] = 6;
    for (size_t next = 0; open[goal] == 1;) {
        int square;
        if (isQueue) {
            square = waiting[next++];
        } else {
            square = waiting.back();
            waiting.pop_back();
        }
        for (int code = 0; code < 4; code++) {
            int there = square + offsets[code];
            if (open[there] != 1) continue;
            open[there] = uint8_t(code + 2);
            waiting.push_back(there);
        }
    }
    long length = 0;
    for (int square = goal; square != start; length++) square -= offsets[open[square] - 2];
    double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::printf("%ld moves, %.3f s\n", length, seconds);
}
