#!/usr/bin/env bash
# fuzz-graphs.sh [SECONDS]
#
# Fuzzes the graph readers (libFuzzer, AddressSanitizer) for so many seconds, 600 unless told, starting from the
# corpus beside this script. A crash is written to the current folder, and the exit status is not 0. With KEEP_CORPUS=1
# in the environment, what was found is taken into the corpus, as small as it goes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
corpus=$here/Corpus/graphs
seconds=${1:-600}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mapfile -t sources < <(find "$here/../Sources/Graphs" -name '*.swift')
swiftc -swift-version 6 -O -DFUZZING -sanitize=fuzzer,address -parse-as-library -module-name GraphsFuzz \
    -o "$scratch/fuzz" "${sources[@]}" "$here/GraphFuzzer.swift"
export SWIFT_BACKTRACE=enable=no
mkdir "$scratch/found"
"$scratch/fuzz" -max_total_time="$seconds" -max_len=2048 -timeout=10 -print_final_stats=1 \
    "$scratch/found" "$corpus"
# What is new in it is kept, without what adds nothing; files above 512 bytes say little more than smaller ones.
mkdir "$scratch/merged"
"$scratch/fuzz" -merge=1 -max_len=512 "$scratch/merged" "$corpus" "$scratch/found" 2>/dev/null
echo "the corpus would be $(find "$scratch/merged" -type f | wc -l) files"
if [ "${KEEP_CORPUS:-}" = 1 ]; then
    rm -f "$corpus"/*
    find "$scratch/merged" -type f -size -300c | sort | head -200 | xargs -r cp -t "$corpus"
fi
