#!/usr/bin/env bash
# test.sh [--full] [--twice] [TOOL…]
#
# Without a name: builds every tool in one graph and runs all tests of the street.
# With names: builds and tests each of these packages alone, in its own folder.
# Long suites (fuzzing, kills, whole vectors, large crawls) run as a seeded sample; --full runs all of them.
# On a terminal every test is named; elsewhere only those that fail. With --twice a test that fails runs once more with
# nothing beside it, since tests of servers and browsers watch clocks, and a machine may be busy; both runs are shown.
#
#   test.sh             every test, sampled
#   test.sh BookBot     one package, alone
#   test.sh --full      everything, for an hour or so
set -euo pipefail
# shellcheck source=Scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

names=() tries=1
for argument in "$@"; do
    case $argument in
        -h | --help) print_help; exit 0 ;;
        --full) export TEST_FULL=1 ;;
        --twice) tries=2 ;;
        -*) usage_error "unknown option '$argument'" ;;
        *) names+=("$argument") ;;
    esac
done

# Many tests start servers and watch clocks; all at once on a small machine, they would time each other out.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-4}

# In a program that it starts, Foundation closes what is open up to the highest descriptor there is when it looks. What
# another thread opens above that meanwhile, the program inherits; if it is the socket by which the end of a third one is
# seen, that end is not seen. With a descriptor open far above, all are closed.
highest=$(ulimit -n)
if [ "$highest" = unlimited ] || [ "$highest" -gt 8000 ]; then highest=8000; fi
eval "exec $((highest - 1))</dev/null"

# Prints a pattern for each test that failed, from the report of a run.
failed_tests() {
    awk -F'"' '
        /<testcase/ { split($2, module, "."); name = $4; gsub(/[()]/, "[&]", name) }
        /<failure/ { print "^" module[1] "[.].*" name }
    ' "$1" 2>/dev/null | sort -u
}

# Builds and runs the tests of the package in the folder $1.
test_package() {
    local report="$1/.build/tests.xml" how=(--package-path "$1" --disable-xctest) failed pattern filters=()
    swift build --package-path "$1" --build-tests
    [ -t 1 ] || how+=(--quiet)
    rm -f "$report"
    if swift test "${how[@]}" --xunit-output "$report"; then return; fi
    mapfile -t failed < <(failed_tests "$report")
    for pattern in "${failed[@]}"; do filters+=(--filter "$pattern"); done
    # Where none is named, the process of the tests has crashed.
    if [ ${#failed[@]} = 0 ]; then failed=("everything: the run came to no end"); fi
    say "failed: ${failed[*]}"
    if [ $tries = 1 ] || [ ${#failed[@]} -gt 5 ]; then exit 1; fi
    say "once more, with nothing beside it:"
    if [ ${#filters[@]} -gt 0 ]; then how+=(--no-parallel); fi
    swift test "${how[@]}" "${filters[@]}"
    say "failed at first, and passed by itself: ${failed[*]}"
}

find_vectors
if [ ${#names[@]} = 0 ]; then
    "$scripts/setup.sh"
    test_package "$root"
fi
for name in "${names[@]}"; do
    package=$(package_named "$name")
    "$scripts/setup.sh" --for run --for test "$package"
    test_package "$root/Packages/$package"
done
