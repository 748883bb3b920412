#!/usr/bin/env bash
# bench.sh [BOOKS-FOLDER]
#
# Measures bookbot beside wc and textstat, in one run, and prints one table: medians of five runs, CPU seconds (user and
# system) and wall time, and the most memory that was resident. Inputs: kjv, the King James Bible repeated to 100 MB; zipf,
# 100 MB with more than 300,000 distinct words, made of the same Bible (or of the books in BOOKS-FOLDER) and of generated
# words that are as unequally frequent as words are; uniform, the same with words that are all equally frequent, which no
# cache likes; and four adversarial texts of 1 GB. BENCH_QUICK=1 leaves the 1 GB texts out; BENCH_LARGE=1 adds a file and
# a pipe of 4 GB.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
books=${1:-}
python=../../.build-venv/bin/python
for tool in bible /usr/bin/time taskset; do
    command -v "$tool" >/dev/null || { echo "bench.sh: $tool is missing: run Scripts/setup.sh --for bench BookBot" >&2; exit 1; }
done
# The flags of every release build of the repository; a package that was exported stands alone and has them here.
if [ -f ../../Scripts/common.sh ]; then
    # shellcheck source=/dev/null
    . ../../Scripts/common.sh
else
    release_flags=(-c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked)
fi
flags=("${release_flags[@]}" --scratch-path .build-release)
if [ -z "${BENCH_BUILT:-}" ]; then swift build "${flags[@]}" --product bookbot --quiet; fi
bookbot=$(swift build "${flags[@]}" --show-bin-path)/bookbot
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
runs=5

echo "preparing inputs" >&2
bible -f Gen1:1-Rev22:21 </dev/null >"$work/once.txt"
while cat "$work/once.txt"; do :; done 2>/dev/null | head -c 100000000 >"$work/kjv.txt" || true
for kind in zipf uniform; do
    python3 Benchmarks/inputs.py "$kind" "$work/once.txt" "$work/$kind.txt" ${books:+"$books"}
done

# measure NAME COMMAND…: the median run by CPU, as "cpu wall memory"
measure() {
    local i
    for ((i = 0; i < runs; i++)); do
        /usr/bin/time -o "$work/time" -f '%U %S %e %M' "$@" >/dev/null 2>&1 </dev/null || true
        awk 'END { printf "%.2f %.2f %.0f\n", $1 + $2, $3, $4 / 1024 }' "$work/time"
    done | sort -n | sed -n "$(((runs + 1) / 2))p"
}

row() { # LABEL COMMAND…
    local label=$1 cpu wall memory
    shift
    read -r cpu wall memory < <(measure "$@")
    printf '| %-58s | %7s | %7s | %6s |\n' "$label" "$cpu" "$wall" "$memory"
}

echo "machine: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(date -u +%F)"
printf '| %-58s | %7s | %7s | %6s |\n' "What, on which input" "CPU s" "wall s" "MB"
printf '|%s|%s|%s|%s|\n' "$(printf -- '-%.0s' {1..60})" ---------: ---------: --------:
for input in kjv zipf uniform; do
    file=$work/$input.txt
    row "wc -w, C locale ($input)" env LC_ALL=C wc -w "$file"
    row "bookbot words, 1 thread ($input)" "$bookbot" words --threads 1 --output "$work/list" "$file"
    row "bookbot words, 2 threads ($input)" "$bookbot" words --threads 2 --output "$work/list" "$file"
    [ "$input" != uniform ] || continue
    row "wc -lmw, UTF-8 locale ($input)" env LC_ALL=C.UTF-8 wc -lmw "$file"
    row "bookbot count ($input)" "$bookbot" count "$file"
done
row "bookbot report (kjv)" "$bookbot" --json "$work/kjv.txt"
row "bookbot report (King James once, 4.4 MB)" "$bookbot" --json "$work/once.txt"
if [ -x "$python" ]; then
    runs=1 # it takes a minute
    row "textstat, the same figures (King James once)" "$python" Benchmarks/inputs.py textstat "$work/once.txt"
fi
if [ -z "${BENCH_QUICK:-}" ]; then
    runs=1
    for kind in one-line all-distinct invalid no-newline; do
        python3 Benchmarks/inputs.py "$kind" "$work/once.txt" "$work/hard.txt"
        row "bookbot words, 1 GB: $kind" "$bookbot" words --quiet --top 1 "$work/hard.txt"
        row "bookbot count, 1 GB: $kind" "$bookbot" count --quiet "$work/hard.txt"
        rm "$work/hard.txt"
    done
fi
if [ -n "${BENCH_LARGE:-}" ]; then
    runs=1
    for ((i = 0; i < 40; i++)); do cat "$work/kjv.txt"; done >"$work/large.txt"
    row "bookbot report, 4 GB file" "$bookbot" --json "$work/large.txt"
    # shellcheck disable=SC2016 # the inner shell expands them
    row "bookbot words, 4 GB pipe" bash -c 'cat "$1" | "$2" words --top 1 -' _ "$work/large.txt" "$bookbot"
fi
echo
for input in kjv zipf uniform; do echo "distinct words in $input: $("$bookbot" words "$work/$input.txt" | wc -l)"; done
