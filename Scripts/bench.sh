#!/usr/bin/env bash
# bench.sh [TOOL…]
#
# Builds in release mode and prints each package's benchmark table, side by side with its peers, measured in one run.
#
#   bench.sh            every tool that has a benchmark
#   bench.sh BookBot    one tool
set -euo pipefail
# shellcheck source=Scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

case ${1:-} in
    -h | --help) print_help; exit 0 ;;
    -*) usage_error "unknown option '$1'" ;;
esac

if [ $# -gt 0 ]; then names=("$@"); else mapfile -t names < <(all_packages); fi
find_vectors
for name in "${names[@]}"; do
    package=$(package_named "$name")
    script=$root/Packages/$package/Benchmarks/bench.sh
    [ -f "$script" ] || { say "$package has no benchmark"; continue; }
    "$scripts/setup.sh" --for run --for test --for bench "$package"
    say "== $package"
    bash "$script"
done
