# What every script of this folder shares. Sourced, never run.
# shellcheck shell=bash

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$scripts/.." && pwd)

# Prints the comment at the head of the calling script: its help text is its documentation.
print_help() {
    sed -n '2,/^[^#]/{ /^#/!d; s/^# \{0,1\}//; p; }' "$0"
}

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$(basename "$0"): $*"
    exit 1
}

usage_error() {
    say "$(basename "$0"): $*"
    say "Try: $(basename "$0") --help"
    exit 64
}

# The names of all packages, one a line. A tool that was exported stands alone: then there are none.
all_packages() {
    local folder
    for folder in "$root"/Packages/*/; do
        [ -f "$folder/Package.swift" ] && basename "$folder"
    done
    return 0
}

# The executables of a package, one a line: each is a folder with a main.swift.
executables_of() {
    local main
    for main in "$root/Packages/$1"/Sources/*/main.swift; do
        [ -f "$main" ] && basename "$(dirname "$main")"
    done
    return 0
}

# require_executables PACKAGE fails for a library, which has nothing to run or to install.
require_executables() {
    [ -n "$(executables_of "$1")" ] || fail "$1 is a library: it has no program to run or install"
}

# The packages beside it that a package's manifest depends on, one a line.
neighbours_of() {
    sed -n 's|.*path: "\.\./\([A-Za-z]*\)".*|\1|p' "$1/Package.swift"
}

# package_named NAME prints the package that has this name, or an executable of this name, in any case.
package_named() {
    local wanted=${1,,} package executable
    for package in $(all_packages); do
        if [ "${package,,}" = "$wanted" ]; then
            echo "$package"
            return
        fi
        for executable in $(executables_of "$package"); do
            if [ "${executable,,}" = "$wanted" ]; then
                echo "$package"
                return
            fi
        done
    done
    fail "there is no tool named '$1'; there are: $(all_packages | tr '\n' ' ')"
}

# Tests take other people's facts from the folder VECTORS, where there is one.
find_vectors() {
    if [ -z "${VECTORS:-}" ] && [ -d "$root/../shared/vectors" ]; then
        VECTORS=$(cd "$root/../shared/vectors" && pwd)
        export VECTORS
    fi
    if [ -n "${VECTORS:-}" ]; then
        say "VECTORS=$VECTORS: tests that need it will run"
    else
        say "VECTORS is not set: the tests use the tables of this repository and what set-up found for .build-vectors"
    fi
}

# The one line that builds a tool for use and for measuring: what the READMEs' figures quote, `install.sh` installs and
# `bench.sh` measures. Checks of exclusive access stay on in every debug build and test.
release_flags=(-c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked)

# build_release PACKAGE PRODUCT builds a product of a package so, and prints the folder that holds it.
build_release() {
    local flags=(--package-path "$root/Packages/$1" --scratch-path "$root/Packages/$1/.build-release" "${release_flags[@]}")
    swift build "${flags[@]}" --product "$2" --quiet >&2
    swift build "${flags[@]}" --show-bin-path
}
