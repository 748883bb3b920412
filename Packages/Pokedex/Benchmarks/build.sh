# Sourced by the scripts beside it, from the package's folder: builds pokedex by the line that releases are built with
# (release_flags in Scripts/common.sh), unless the first argument is --no-build or POKEDEX names a program, and sets
# `pokedex`.
# shellcheck shell=bash
release=(-c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked --scratch-path .build-release)
if [ -z "${POKEDEX:-}" ]; then
    [ "${1:-}" = --no-build ] || swift build "${release[@]}" --product pokedex --quiet
    POKEDEX=$(swift build "${release[@]}" --show-bin-path)/pokedex
fi
# shellcheck disable=SC2034  # the scripts that source this file use it
pokedex=$POKEDEX
