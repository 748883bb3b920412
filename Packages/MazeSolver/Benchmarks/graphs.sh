#!/usr/bin/env bash
# graphs.sh: the benchmark of shortestpath, called by bench.sh, which builds it before.
#
# One-to-all Dijkstra on a road-like graph of 1.07 million nodes and 2.7 million arcs, beside Boost's compressed sparse
# rows, scipy, igraph and rustworkx: every program reads the same .gr file and searches from the same nodes; times are
# medians in milliseconds, processor seconds are the whole process's. The checksums must agree.
#
#   TOOLS=FOLDER  where the release build lies (.build/release)
#   ROUNDS=N      how many searches each program makes (5)
set -euo pipefail
package=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
here=$package/Benchmarks
tool=${TOOLS:-$package/.build/release}/shortestpath
python=$package/.build-venv/bin/python
[ -x "$python" ] || python=$package/../../.build-venv/bin/python
rounds=${ROUNDS:-5}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

[ -x "$tool" ] || { echo "graphs.sh: $tool is missing: swift build -c release first" >&2; exit 1; }
g++ -O2 -DNDEBUG -o "$scratch/boost" "$here/graphs-boost.cpp"
"$tool" generate --rows 1034 --columns 1034 --extra 0.27 --output "$scratch/road.gr"
graph=$scratch/road.gr
echo "Graph: $(sed -n 2p "$graph"), $(($(stat -c %s "$graph") / 1000000)) MB"
printf '%-22s %10s %12s %10s %8s  %s\n' program "read ms" "search ms" "CPU s" "MB" checksum

TIMEFORMAT=%U
# measure NAME COMMAND…: a line of the table.
measure() {
    local name=$1 answer usage
    shift
    answer=$(/usr/bin/env python3 - "$@" <<'PYTHON'
import resource, subprocess, sys
out = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(*out, f"{usage.ru_utime + usage.ru_stime:.2f}", usage.ru_maxrss // 1024)
PYTHON
    )
    read -r -a usage <<<"$answer"
    printf '%-22s %10s %12s %10s %8s  %s\n' "$name" "${usage[0]}" "${usage[1]}" "${usage[3]}" "${usage[4]}" "${usage[2]}"
}

measure shortestpath "$tool" bench "$graph" --rounds "$rounds"
measure "Boost CSR" "$scratch/boost" "$graph" "$rounds"
measure "scipy" "$python" "$here/graphs-peers.py" scipy "$graph" "$rounds"
measure "igraph" "$python" "$here/graphs-peers.py" igraph "$graph" "$rounds"
measure "rustworkx" "$python" "$here/graphs-peers.py" rustworkx "$graph" "$rounds"

if [ -n "${VECTORS:-}" ]; then
    roads=$VECTORS/roads
    echo "Luxembourg: $("$tool" queries "$roads/luxembourg-time.gr" "$roads/luxembourg-time.queries.tsv" --summary)"
fi
