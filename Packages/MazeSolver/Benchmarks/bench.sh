#!/usr/bin/env bash
# bench.sh: the benchmarks of mazesolver and shortestpath, side by side with their peers, measured in one run.
#
# CPU seconds and peak memory are those of the whole process: reading, solving and writing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/.."
swift build -c release --quiet
"$here/mazes.sh"
"$here/graphs.sh"
