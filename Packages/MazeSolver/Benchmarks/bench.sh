#!/usr/bin/env bash
# bench.sh: the benchmarks of mazesolver and shortestpath, side by side with their peers, measured in one run.
#
# CPU seconds and peak memory are those of the whole process: reading, solving and writing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
package=$(dirname "$here")
# Built by the one release line of the repository; where this package stands alone, by the same flags.
if [ -f "$package/../../Scripts/common.sh" ]; then
    # shellcheck source=Scripts/common.sh
    source "$package/../../Scripts/common.sh"
    build_release MazeSolver shortestpath >/dev/null
    TOOLS=$(build_release MazeSolver mazesolver)
else
    flags=(--package-path "$package" -c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked)
    swift build "${flags[@]}" --quiet
    TOOLS=$(swift build "${flags[@]}" --show-bin-path)
fi
export TOOLS
"$here/mazes.sh"
"$here/graphs.sh"
