#!/usr/bin/env bash
# test.sh [--full] [TOOL…]
#
# Without a name: builds every tool in one graph and runs all tests of the street.
# With names: builds and tests each of these packages alone, in its own folder.
# Long suites (fuzzing, kills, whole vectors, large crawls) run as a seeded sample; --full runs all of them.
#
#   test.sh             every test, sampled
#   test.sh BookBot     one package, alone
#   test.sh --full      everything, for an hour or so
set -euo pipefail
# shellcheck source=Scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

names=()
for argument in "$@"; do
    case $argument in
        -h | --help) print_help; exit 0 ;;
        --full) export TEST_FULL=1 ;;
        -*) usage_error "unknown option '$argument'" ;;
        *) names+=("$argument") ;;
    esac
done

# Many tests start servers and watch clocks; all at once on a small machine, they would time each other out.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-4}

find_vectors
if [ ${#names[@]} = 0 ]; then
    "$scripts/setup.sh"
    swift build --package-path "$root" --build-tests
    swift test --package-path "$root" --disable-xctest
fi
for name in "${names[@]}"; do
    package=$(package_named "$name")
    "$scripts/setup.sh" --for run --for test "$package"
    swift build --package-path "$root/Packages/$package" --build-tests
    swift test --package-path "$root/Packages/$package" --disable-xctest
done
