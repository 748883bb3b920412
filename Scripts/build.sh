#!/usr/bin/env bash
# build.sh [TOOL…]
#
# Without a name: builds every tool in one graph, into the one program `backend`.
# With names: builds each of these packages alone, in its own folder.
#
#   build.sh            .build/debug/backend
#   build.sh bookbot    Packages/BookBot/.build/debug/bookbot
set -euo pipefail
# shellcheck source=Scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

case ${1:-} in
    -h | --help) print_help; exit 0 ;;
    -*) usage_error "unknown option '$1'" ;;
esac

if [ $# = 0 ]; then
    "$scripts/setup.sh" --for run
    swift build --package-path "$root"
fi
for name in "$@"; do
    package=$(package_named "$name")
    "$scripts/setup.sh" --for run "$package"
    swift build --package-path "$root/Packages/$package"
done
