#!/usr/bin/env bash
# run.sh [--once]
# run.sh TOOL [ARGUMENT…]
#
# Without a name: builds everything and starts the tour; --once ends it when every part was checked.
# With a name: builds that tool alone and runs it with the arguments.
#
#   run.sh
#   run.sh bookbot --help
set -euo pipefail
# shellcheck source=Scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

case ${1:-} in
    -h | --help) print_help; exit 0 ;;
esac

if [ $# = 0 ] || [ "$1" = --once ]; then
    "$scripts/setup.sh" --for run
    binaries=$(swift build --package-path "$root" --show-bin-path)
    if [ ! -x "$binaries/backend" ]; then
        say "First the smallest tool, BookBot, so that there is something to see: about a minute."
        swift build --package-path "$root" --product bookbot --quiet >&2
        bible -f Gen1:1-Rev22:21 | "$binaries/bookbot" -
        # Nothing in this graph builds it again: a test would take an old one for the tool.
        rm "$binaries/bookbot"
        say "Now all tools, in one program: some ten minutes the first time, on two cores."
        say "The compiler says how far it is: [files done/files in all]."
    fi
    swift build --package-path "$root" --product backend >&2
    exec "$binaries/backend" tour "$@"
fi

case $1 in
    -*) usage_error "unknown option '$1'" ;;
esac
package=$(package_named "$1")
require_executables "$package"
"$scripts/setup.sh" --for run "$package" 2>/dev/null || "$scripts/setup.sh" --for run "$package"
# A name that is an executable's runs that one; a package's name runs its first.
executable=$(executables_of "$package" | grep -ix "$1" || executables_of "$package" | grep -ix "$package" \
    || executables_of "$package" | head -n 1)
shift
if [ ! -x "$root/Packages/$package/.build/debug/$executable" ]; then
    say "Building $executable for the first time. This is a debug build, for reading and changing;"
    say "Scripts/install.sh $executable builds one that is many times as fast."
fi
swift build --package-path "$root/Packages/$package" --product "$executable" --quiet >&2
exec "$(swift build --package-path "$root/Packages/$package" --show-bin-path)/$executable" "$@"
