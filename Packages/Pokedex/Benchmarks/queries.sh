#!/usr/bin/env bash
# Asks a server without a cache for every documented query, eleven times each, and prints the median time of the slowest
# twenty in milliseconds, as curl measures it. Ends with status 1 if one takes 20 ms or more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=Packages/Pokedex/Benchmarks/build.sh
source Benchmarks/build.sh
folder=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -r "$folder"
}
trap finish EXIT
"$pokedex" migrate --quiet --replace --database "sqlite:$folder/pokedex.db"
"$pokedex" serve --port 0 --cache 0 --database "sqlite:$folder/pokedex.db" >"$folder/out" &
server=$!
until grep -q listening "$folder/out"; do sleep 0.02; done
base=$(sed 's/listening on //' "$folder/out")
grep -v '^#' Tests/PokedexQueriesTests/Fixtures/documented-queries.tsv | cut -f1 >"$folder/queries"
# One curl keeps one connection, as clients do; the first round warms it up.
for _ in 0 1 2 3 4 5 6 7 8 9 10 11; do
    while read -r query; do printf 'url = "%s%s"\noutput = /dev/null\n' "$base" "$query"; done <"$folder/queries"
done >"$folder/config"
curl --silent --globoff --write-out '%{http_code} %{time_total} %{url_effective}\n' --config "$folder/config" \
    >"$folder/times"
count=$(wc -l <"$folder/queries")
tail -n +"$((count + 1))" "$folder/times" | awk -v base="$base" '
    $1 != 200 { print "status", $1, $3; exit 1 }
    { url = substr($3, length(base) + 1); times[url] = times[url] " " $2 * 1000 }
    END { for (url in times) print url times[url] }' >"$folder/all"
while read -r url times; do
    printf '%7.2f  %s\n' "$(tr ' ' '\n' <<<"$times" | sort -n | sed -n 6p)" "$url"
done <"$folder/all" | sort -rn >"$folder/medians"
echo "     ms  query (the slowest 20 of $count)"
head -n 20 "$folder/medians"
awk '$1 >= 20 { slow = 1 } END { exit slow }' "$folder/medians" || { echo "a query takes 20 ms or more" >&2; exit 1; }
