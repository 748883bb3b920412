#!/usr/bin/env bash
# Fuzzes the form parser with libFuzzer: fuzz.sh [SECONDS], 600 by default. Finds go to Fuzzing/, the corpus grows in
# .build-fuzz and starts from Fuzzing/Corpus. Linux only: Apple's tool chain has no libFuzzer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-600}
mkdir -p .build-fuzz/corpus
# One module of everything: the parser imports nothing, so it compiles as it is beside the entry point.
swiftc -O -parse-as-library -sanitize=fuzzer,address \
    Sources/MultipartForms/*.swift Fuzzing/FuzzTarget.swift -o .build-fuzz/fuzz
exec .build-fuzz/fuzz -max_total_time="$seconds" -max_len=4096 -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix=Fuzzing/ .build-fuzz/corpus Fuzzing/Corpus
