#!/usr/bin/env bash
# mazes.sh: the benchmark of mazesolver, called by bench.sh, which builds it before.
#
# Pictures of perfect mazes are solved from PNG to PNG by mazesolver, by a plain Python solver with Pillow, by scipy's
# csgraph and by a C++ program that has the pixels in memory. Then mazes are made, and, where VECTORS names a folder with
# movingai scenarios, jump point search runs against plain A*.
#
#   TOOLS=FOLDER  where the release build lies (.build/release)
#   ROUNDS=N      how often each is measured; the median of the CPU seconds counts (3)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
package=$(dirname "$here")
tool=${TOOLS:-$package/.build/release}/mazesolver
python=$package/.build-venv/bin/python
[ -x "$python" ] || python=$package/../../.build-venv/bin/python
rounds=${ROUNDS:-3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
[ -x "$tool" ] || { echo "mazes.sh: $tool is missing: swift build -c release first" >&2; exit 1; }

printf '%-58s %9s %9s %8s\n' task "CPU s" "wall s" "MB"

# measure NAME ROUNDS COMMAND…: a line of the table.
measure() {
    local name=$1 times=$2 round
    shift 2
    for ((round = 0; round < times; round++)); do
        /usr/bin/time -f '%U %S %e %M' -o "$scratch/time" "$@" >/dev/null 2>"$scratch/errors" \
            || { cat "$scratch/errors" >&2; exit 1; }
        cat "$scratch/time"
    done | sort -n | awk -v name="$name" '
        { cpu[NR] = $1 + $2; wall[NR] = $3; memory[NR] = $4 }
        END { m = int((NR + 1) / 2); printf "%-58s %9.2f %9.2f %8.0f\n", name, cpu[m], wall[m], memory[m] / 1024 }'
}

"$tool" generate --size 2000x2000 --seed 1 --output "$scratch/4001.png"
"$tool" generate --size 5000x5000 --seed 1 --output "$scratch/10001.png"
g++ -O2 -o "$scratch/peer" "$here/mazes-peer.cpp" -lz

measure "mazesolver solve 4001x4001, PNG to PNG" "$rounds" "$tool" solve "$scratch/4001.png" --output "$scratch/o.png"
measure "  the same by breadth-first" "$rounds" \
    "$tool" solve "$scratch/4001.png" --algorithm breadth-first --output "$scratch/o.png"
measure "  the same by depth-first" "$rounds" \
    "$tool" solve "$scratch/4001.png" --algorithm depth-first --output "$scratch/o.png"
measure "  C++, breadth-first, bytes in memory, no PNG" "$rounds" "$scratch/peer" 2000 breadth-first
measure "  C++, depth-first, bytes in memory, no PNG" "$rounds" "$scratch/peer" 2000 depth-first
measure "  scipy csgraph, Pillow" 1 "$python" "$here/mazes-peer.py" scipy "$scratch/4001.png" "$scratch/o.png"
measure "  plain Python, Pillow" 1 "$python" "$here/mazes-peer.py" plain "$scratch/4001.png" "$scratch/o.png"
measure "mazesolver solve 10001x10001, PNG to PNG" "$rounds" "$tool" solve "$scratch/10001.png" --output "$scratch/o.png"
measure "mazesolver generate 5000x5000 cells, PNG" "$rounds" \
    "$tool" generate --size 5000x5000 --seed 1 --output "$scratch/o.png"
measure "mazesolver generate 100000x1000 cells by Eller, PNG" 1 \
    "$tool" generate --size 100000x1000 --algorithm eller --seed 1 --output "$scratch/o.png"

[ -n "${VECTORS:-}" ] || { echo "VECTORS is not set: no movingai maps to measure"; exit 0; }
printf '\n%-24s %10s %14s %14s %8s\n' "movingai map" instances "JPS us/query" "A* us/query" ratio
for scenario in "$VECTORS"/grids/*.scen; do
    # The first queries of a scenario are the short ones: some 200, evenly spread, stand for all.
    awk -v step="$(($(wc -l <"$scenario") / 200 + 1))" 'NR == 1 || NR % step == 0' "$scenario" >"$scratch/sample.scen"
    for solver in jump-point-search a-star; do
        "$tool" bench --scenario "$scratch/sample.scen" --map "${scenario%.scen}" --algorithm $solver --json
    done | "$python" -c '
import json, sys
jumps, plain = [json.loads(line) for line in sys.stdin]
assert not jumps["mismatches"] and not plain["mismatches"]
a, b = jumps["microsecondsPerInstance"], plain["microsecondsPerInstance"]
print("%-24s %10d %14.1f %14.1f %8.1f" % (sys.argv[1], jumps["instances"], a, b, b / a))' \
        "$(basename "$scenario" .map.scen)"
done
