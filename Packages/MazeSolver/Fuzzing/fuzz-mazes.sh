#!/usr/bin/env bash
# fuzz-mazes.sh [SECONDS]
#
# Fuzzes the readers of mazes (PNG, text, .map, JSON, scenarios) with libFuzzer and the address sanitizer, starting
# from the committed corpus; 600 seconds by default. A crash ends it with its input beside this script's scratch folder.
# With KEEP_CORPUS=1 in the environment, what was found is taken into the corpus, as small as it goes.
set -euo pipefail
case ${1:-} in -h | --help) sed -n '2,/^[^#]/{ /^#/!d; s/^# \{0,1\}//; p; }' "$0"; exit 0 ;; esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
package=$(dirname "$here")
scratch=$package/.build/fuzz-mazes
mkdir -p "$scratch/found"
cd "$scratch"
flags=(-O -g -DFUZZING -wmo -parse-as-library "-sanitize=fuzzer,address" -I "$package/Sources/CZlib" -I "$package/Sources/CJPEG/include" -I .)

printf 'module CJPEG {\n    header "%s"\n    link "jpeg"\n}\n' "$package/Sources/CJPEG/include/CJPEG.h" >module.modulemap
clang -O -g -fsanitize=address -I "$package/Sources/CJPEG/include" -c "$package/Sources/CJPEG/jpeg.c" -o jpeg.o
mapfile -t mazes < <(find "$package/Sources/Mazes" -name '*.swift')
# The page's template is embedded by the package manager, which is not at work here.
mapfile -t drawing < <(find "$package/Sources/MazeDrawing" -name '*.swift' ! -name PlayerPage.swift)
swiftc "${flags[@]}" -module-name Mazes -emit-module -emit-module-path Mazes.swiftmodule -c "${mazes[@]}" -o Mazes.o
swiftc "${flags[@]}" -module-name MazeDrawing -emit-module -emit-module-path MazeDrawing.swiftmodule \
    -c "${drawing[@]}" -o MazeDrawing.o
swiftc "${flags[@]}" -module-name ReaderFuzzer "$here/ReaderFuzzer.swift" Mazes.o MazeDrawing.o jpeg.o -lz -ljpeg -o fuzzer
SWIFT_BACKTRACE=enable=no ./fuzzer found "$here/Corpus/png" "$here/Corpus/text" "$here/Corpus/mazes" \
    -max_total_time="${1:-600}" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
if [ "${KEEP_CORPUS:-}" = 1 ]; then
    rm -rf merged
    mkdir merged
    # What adds nothing to the inputs made by hand is left out; files above 300 bytes say little more than smaller ones.
    SWIFT_BACKTRACE=enable=no ./fuzzer -merge=1 -max_len=512 "$here/Corpus/png" "$here/Corpus/text" merged found 2>/dev/null
    rm -f "$here/Corpus/mazes"/*
    find merged -type f -size -300c | sort | head -200 | xargs -r cp -t "$here/Corpus/mazes"
fi
