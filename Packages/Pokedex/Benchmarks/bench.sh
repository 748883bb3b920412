#!/usr/bin/env bash
# Prints requests a CPU second of `pokedex serve` and of Datasette on the same rows, side by side, and how long a first
# start takes. Each figure is the median of three runs of wrk; CPU seconds are the servers' own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ "${1:-}" = --no-build ] || swift build -c release --quiet
pokedex=.build/release/pokedex
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
        requests=$(wrk -t1 -c16 -d2s "$2" | awk '/requests in/ { print $1 }')
        after=$(cpu "$1")
        awk -v n="$requests" -v a="$before" -v b="$after" 'BEGIN { printf "%.0f\n", n / (b - a) }'
    done | sort -n | sed -n 2p
}

database=$folder/pokedex.db
start=$(date +%s.%N)
"$pokedex" migrate --quiet --database "sqlite:$database"
filled=$(date +%s.%N)
start_server() {
    "$@" >"$folder/out" 2>"$folder/err" &
    pids+=($!)
    until grep -q -s "listening\|running on" "$folder/out" "$folder/err"; do sleep 0.02; done
}
first=$(date +%s.%N)
start_server "$pokedex" serve --port 18431 --database "sqlite:$database"
ours=${pids[0]}
curl -s -o "$folder/answer" http://127.0.0.1:18431/api/v2/nature/1/
answered=$(date +%s.%N)
: >"$folder/out"
: >"$folder/err"
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
printf '%-44s %10s\n' "/api/v2/pokemon/25/" "$(rate "$ours" $u/api/v2/pokemon/25/)"
# A new question each time: the cache cannot help.
cat >"$folder/new.lua" <<'LUA'
local n = 0
request = function()
    n = n + 1
    return wrk.format("GET", "/api/v2/nature/" .. (n % 25 + 1) .. "/?n=" .. n)
end
LUA
before=$(cpu "$ours")
requests=$(wrk -t1 -c16 -d2s -s "$folder/new.lua" "$u" | awk '/requests in/ { print $1 }')
printf '%-44s %10s\n' "one row, JSON, never asked before" \
    "$(awk -v n="$requests" -v a="$before" -v b="$(cpu "$ours")" 'BEGIN { printf "%.0f", n / (b - a) }')"
awk -v a="$start" -v b="$filled" -v c="$first" -v d="$answered" \
    'BEGIN { printf "fill a new database %.2f s; start to first answer %.2f s\n", b - a, d - c }'
awk '/VmHWM/ { printf "most memory of the server %.0f MB\n", $2 / 1024 }' "/proc/$ours/status"
