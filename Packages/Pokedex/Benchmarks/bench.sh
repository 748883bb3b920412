#!/usr/bin/env bash
# Prints requests a CPU second of `pokedex serve` and of Datasette on the same rows, side by side, and how long a first
# start takes. Each figure is the median of three runs of wrk; CPU seconds are the servers' own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=Packages/Pokedex/Benchmarks/build.sh
source Benchmarks/build.sh
root=$PWD
while [ ! -x "$root/.build-venv/bin/datasette" ] && [ "$root" != / ]; do root=$(dirname "$root"); done
datasette=$root/.build-venv/bin/datasette
[ -x "$datasette" ] || { echo "datasette is missing: run Scripts/setup.sh --for bench Pokedex" >&2; exit 1; }
command -v wrk >/dev/null || { echo "wrk is missing: run Scripts/setup.sh --for bench Pokedex" >&2; exit 1; }

folder=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    rm -r "$folder"
}
trap finish EXIT

# cpu PID prints the CPU seconds that a process has used.
cpu() {
    awk -v ticks="$(getconf CLK_TCK)" '{ print ($14 + $15) / ticks }' "/proc/$1/stat"
}

# rate PID URL prints the median of three runs' requests a CPU second.
rate() {
    local before after requests
    for _ in 1 2 3; do
        before=$(cpu "$1")
        requests=$(wrk -t1 -c16 -d1s "$2" | awk '/requests in/ { print $1 }')
        after=$(cpu "$1")
        awk -v n="$requests" -v a="$before" -v b="$after" 'BEGIN { printf "%.0f\n", n / (b - a) }'
    done | sort -n | sed -n 2p
}

database=$folder/pokedex.db
start=$(date +%s.%N)
"$pokedex" migrate --quiet --replace --database "sqlite:$database"
filled=$(date +%s.%N)
start_server() {
    : >"$folder/out"
    : >"$folder/err"
    "$@" >"$folder/out" 2>"$folder/err" &
    pids+=($!)
    until grep -q -s "listening\|running on" "$folder/out" "$folder/err"; do sleep 0.01; done
}
first=$(date +%s.%N)
start_server "$pokedex" serve --port 18431 --database "sqlite:$database"
ours=${pids[0]}
curl -s -o "$folder/answer" http://127.0.0.1:18431/api/v2/nature/1/
answered=$(date +%s.%N)
start_server "$datasette" serve "$database" --port 18432 --setting max_returned_rows 2000
theirs=${pids[1]}

u=http://127.0.0.1:18431
d=http://127.0.0.1:18432/pokedex
printf '%-44s %10s %10s %8s\n' "requests a CPU second" pokedex datasette times
compare() {
    local mine other
    mine=$(rate "$ours" "$u$2")
    other=$(rate "$theirs" "$d$3")
    printf '%-44s %10s %10s %8s\n' "$1" "$mine" "$other" "$(awk -v a="$mine" -v b="$other" 'BEGIN { printf "%.0f", a / b }')"
}
compare "one row, JSON" /api/v2/nature/1/ /natures/1.json
compare "100 rows, JSON" "/api/v2/move/?limit=100" "/moves.json?_size=100"
compare "one row, HTML" /pokemon/pikachu /forms/25
# The PokéAPI's own Django code is no package that could be installed; 2.8 is what it was measured at elsewhere.
against_django() {
    printf '%-44s %10s %10s %8s\n' "$1" "$2" "(2.8)" "$(awk -v a="$2" 'BEGIN { printf "%.0f", a / 2.8 }')"
}
against_django "/api/v2/pokemon/25/" "$(rate "$ours" $u/api/v2/pokemon/25/)"
awk '/VmHWM/ { printf "most memory of the server %.0f MB\n", $2 / 1024 }' "/proc/$ours/status"
echo "without a cache: every answer asked from the database and written anew"
start_server "$pokedex" serve --port 18433 --database "sqlite:$database" --cache 0
ours=${pids[2]}
u=http://127.0.0.1:18433
compare "one row, JSON" /api/v2/nature/1/ /natures/1.json
compare "100 rows, JSON" "/api/v2/move/?limit=100" "/moves.json?_size=100"
compare "one row, HTML" /pokemon/pikachu /forms/25
against_django "/api/v2/pokemon/25/" "$(rate "$ours" $u/api/v2/pokemon/25/)"
awk '/VmHWM/ { printf "most memory of the server %.0f MB\n", $2 / 1024 }' "/proc/$ours/status"
# Many different answers fill the cache to its limit.
start_server "$pokedex" serve --port 18434 --database "sqlite:$database"
ours=${pids[3]}
seq 1 1025 | sed 's|.*|url = "http://127.0.0.1:18434/api/v2/pokemon/&/"\noutput = /dev/null|' >"$folder/all"
seq 1 1025 | sed 's|.*|url = "http://127.0.0.1:18434/pokemon/&"\noutput = /dev/null|' >>"$folder/all"
curl --silent --no-progress-meter --parallel --parallel-max 16 --config "$folder/all"
awk '/VmHWM/ { printf "after 2,050 different large answers: most memory of the server %.0f MB\n", $2 / 1024 }' "/proc/$ours/status"
awk -v a="$start" -v b="$filled" -v c="$first" -v d="$answered" \
    'BEGIN { printf "fill a new database %.2f s; start to first answer %.2f s\n", b - a, d - c }'
