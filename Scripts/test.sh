#!/usr/bin/env bash
# test.sh [--full] [--twice] [--sanitize=address|thread] [TOOL…]
#
# Without a name: builds every tool in one graph and runs all tests.
# With names: builds and tests each of these packages alone, in its own folder.
# Long suites (fuzzing, kills, whole vectors, large crawls) run as a seeded sample; --full runs all of them.
# On a terminal every test is named; elsewhere only those that fail. The end lists what was skipped, and why.
#
# --twice gives a test that watches a clock (TestKit's mark .watchesClock) a second run by itself, with nothing beside
# it, since a machine may be busy. Such a run is counted and listed last. Nothing else is ever run again: not a test
# without the mark, and not a process that crashed.
#
#   test.sh             every test, sampled
#   test.sh BookBot     one package, alone
#   test.sh --full      everything, for an hour or so
#   test.sh --sanitize=thread MazeSolver
set -euo pipefail
# shellcheck source=Scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

names=() may_rerun=false sanitizer=
for argument in "$@"; do
    case $argument in
        -h | --help) print_help; exit 0 ;;
        --full) export TEST_FULL=1 ;;
        --twice) may_rerun=true ;;
        --sanitize=address | --sanitize=thread) sanitizer=${argument#*=} ;;
        -*) usage_error "unknown option '$argument'" ;;
        *) names+=("$argument") ;;
    esac
done

# Many tests start servers and watch clocks; all at once on a small machine, they would time each other out.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:-4}

# What the end says of all packages together.
reruns=() skipped=()

# The tests that watch a clock, as they say themselves when they begin; out of the reach of tests that build.
# A list that this script was given is another run's: neither its tests nor their second run may write to it.
unset TEST_CLOCK_LIST
clock_list=$(mktemp "${TMPDIR:-/tmp}/clock-list.XXXXXX")
trap 'rm -f "$clock_list"' EXIT

# tests_that failure|skipped REPORT prints "MODULE TEST", a tab and the reason, for each such test of a report.
tests_that() {
    awk -F'"' -v kind="$1" '
        /<testcase/ { split($2, module, "."); name = $4 }
        $0 ~ "<" kind {
            reason = kind == "skipped" ? $0 : ""
            gsub(/^ *<[^>]*>|<\/[^>]*> *$/, "", reason)
            gsub(/&quot;/, "\"", reason); gsub(/&apos;|&#39;/, "\047", reason); gsub(/&amp;/, "\\&", reason)
            print module[1] " " name "\t" reason
        }
    ' "$2" 2>/dev/null | sort -u
}

# Builds and runs the tests of the package in the folder $1.
test_package() {
    local folder=$1 report=$1/.build/tests.xml status=0
    local how=(--package-path "$1" --disable-xctest) failed unmarked filters=() name pattern
    [ -z "$sanitizer" ] || how+=("--sanitize=$sanitizer" --scratch-path "$folder/.build-$sanitizer")
    swift build --build-tests "${how[@]/--disable-xctest/--quiet}"
    [ -t 1 ] || how+=(--quiet)
    mkdir -p "$folder/.build"
    rm -f "$report"
    : >"$clock_list"
    TEST_CLOCK_LIST=$clock_list swift test "${how[@]}" --xunit-output "$report" || status=$?
    while IFS= read -r name; do skipped+=("$name"); done < <(tests_that skipped "$report")
    [ $status != 0 ] || return 0

    mapfile -t failed < <(tests_that failure "$report" | cut -f1)
    # A process that crashed wrote no report.
    [ ${#failed[@]} -gt 0 ] || fail "the tests of $(basename "$folder") came to no end (status $status):" \
        "a crash, which is never run again"
    say "failed: $(printf '%s; ' "${failed[@]}")"
    [ $may_rerun = true ] || exit 1
    unmarked=$(printf '%s\n' "${failed[@]}" | grep -vxFf "$clock_list" || true)
    [ -z "$unmarked" ] || fail "no second run for tests that watch no clock:" \
        "${unmarked//$'\n'/; } ($(sort -u "$clock_list" | grep -c .) others do)"
    [ ${#failed[@]} -le 5 ] || fail "${#failed[@]} tests failed: too many for a busy minute"
    for name in "${failed[@]}"; do
        # The name is a pattern: its brackets stand for themselves.
        # shellcheck disable=SC2001  # a class of characters with a reference to what it found
        pattern=$(sed 's/[][().*+?|{}\\^$]/\\&/g' <<<"${name#* }")
        filters+=(--filter "^${name%% *}[.].*$pattern")
    done
    say "once more, with nothing beside it:"
    swift test "${how[@]}" --no-parallel "${filters[@]}" || exit 1
    reruns+=("${failed[@]}")
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

if [ ${#skipped[@]} -gt 0 ]; then
    say "skipped, ${#skipped[@]} test(s):"
    printf '%s\n' "${skipped[@]}" | sort -u | sed $'s/\t/: /; s/^/  /' >&2
fi
if [ ${#reruns[@]} -gt 0 ]; then
    say "passed only in a second run, ${#reruns[@]} test(s) that watch a clock:"
    printf '  %s\n' "${reruns[@]}" >&2
fi
say "passed."
