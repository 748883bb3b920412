#!/usr/bin/env bash
# Compares point look-ups (SELECT name, score FROM item WHERE id = ?) with the same loop in plain C, on SQLite and on
# a private PostgreSQL. Prints medians of five runs; the runs of both sides take turns.
#
#   bench.sh            build, then measure
#   bench.sh --build    only build
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

scratch=.build/bench
mkdir -p "$scratch"
cc -O2 -o "$scratch/sqlite" sqlite.c -lsqlite3
# shellcheck disable=SC2046  # pkg-config prints several words
cc -O2 -o "$scratch/libpq" libpq.c $(pkg-config --cflags --libs libpq)
# The line that releases are built with: release_flags in Scripts/common.sh.
release=(-c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked)
swift build "${release[@]}" --quiet
lookups=$(swift build "${release[@]}" --show-bin-path)/lookups
[ "${1:-}" != --build ] || exit 0

rows=100000
file=$scratch/lookups.db
rm -f "$file"*
"$lookups" "sqlite:$file" $rows 0 make >/dev/null

coproc SERVER { exec bash ../../TestKit/Scripts/private-postgresql.sh; }
read -r url <&"${SERVER[0]}"
"$lookups" "$url" $rows 0 make >/dev/null

median() { sort -n | sed -n 3p; }

# compare NAME LOOKUPS TARGET "C COMMAND" "SWIFT COMMAND": one line of the table.
compare() {
    local name=$1 count=$2 target=$3
    : >"$scratch/c"
    : >"$scratch/swift"
    for _ in 1 2 3 4 5; do
        $4 >>"$scratch/c"
        $5 >>"$scratch/swift"
    done
    local c s cw sw
    c=$(cut -d' ' -f1 "$scratch/c" | median)
    s=$(cut -d' ' -f1 "$scratch/swift" | median)
    cw=$(cut -d' ' -f2 "$scratch/c" | median)
    sw=$(cut -d' ' -f2 "$scratch/swift" | median)
    awk -v name="$name" -v n="$count" -v c="$c" -v s="$s" -v cw="$cw" -v sw="$sw" -v target="$target" 'BEGIN {
        printf "| %-34s | %9.0f | %9.0f | %4.2f | %9.0f | %9.0f | %4.2f | %-4s |\n",
            name, n / c, n / s, c / s, n / cw, n / sw, cw / sw, target }'
}

echo "| look-ups                           | C, CPU s  | Swift     |      | C, wall s | Swift     |      | goal |"
echo "|------------------------------------|----------:|----------:|-----:|----------:|----------:|-----:|------|"
compare "SQLite, autocommit" 200000 0.7 "$scratch/sqlite $file $rows 200000 autocommit" \
    "$lookups sqlite:$file $rows 200000 autocommit"
compare "SQLite, one read transaction" 1000000 0.7 "$scratch/sqlite $file $rows 1000000 transaction" \
    "$lookups sqlite:$file $rows 1000000 transaction"
compare "PostgreSQL" 20000 0.8 "$scratch/libpq $url $rows 20000" "$lookups $url $rows 20000 autocommit"
compare "SQLite, a hop for each statement" 20000 - "$scratch/sqlite $file $rows 20000 autocommit" \
    "$lookups sqlite:$file $rows 20000 async"
