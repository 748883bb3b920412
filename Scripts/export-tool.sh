#!/usr/bin/env bash
# export-tool.sh TOOL FOLDER
#
# Writes a tool as a stand-alone package into FOLDER, which must be new or empty: its sources, tests, benchmarks,
# guide and licence, with the shared libraries that it uses vendored under Libraries/.
#
#   export-tool.sh BookBot /tmp/bookbot && cd /tmp/bookbot && Scripts/setup.sh && swift test
set -euo pipefail
# shellcheck source=Scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

case ${1:-} in
    -h | --help) print_help; exit 0 ;;
esac
[ $# = 2 ] || usage_error "takes a tool and a folder"
package=$(package_named "$1")
mkdir -p "$2"
folder=$(cd "$2" && pwd)
[ -z "$(ls -A "$folder")" ] || fail "$folder is not empty; name a new folder"

# copy FROM TO takes the files that git knows or would take, so that no build folder comes along.
copy() {
    mkdir -p "$2"
    (cd "$1" && git ls-files --cached --others --exclude-standard -z . | xargs -0 tar -cf - --) | tar -xf - -C "$2"
}

copy "$root/Packages/$package" "$folder"
# A library may use another one: look again until nothing new turns up.
pending=("$folder")
while [ ${#pending[@]} -gt 0 ]; do
    mapfile -t libraries < <(neighbours_of "${pending[0]}")
    pending=("${pending[@]:1}")
    for library in "${libraries[@]}"; do
        if [ ! -d "$folder/Libraries/$library" ]; then
            copy "$root/Packages/$library" "$folder/Libraries/$library"
            pending+=("$folder/Libraries/$library")
        fi
    done
done
sed -i.old 's|path: "\.\./\([A-Za-z]*\)"|path: "Libraries/\1"|' "$folder/Package.swift"
rm "$folder/Package.swift.old"

mkdir -p "$folder/Docs" "$folder/Scripts"
[ ! -f "$root/Docs/$package.md" ] || cp "$root/Docs/$package.md" "$folder/Docs/"
cp "$root/LICENSE" "$root/.swift-format" "$root/.gitignore" "$folder/"
cp "$scripts/common.sh" "$scripts/setup.sh" "$folder/Scripts/"
# What its libraries need to run; their tests stay behind.
for list in "$folder"/Libraries/*/Requirements.txt; do
    [ ! -f "$list" ] || awk '$2 == "run"' "$list" >>"$folder/Requirements.txt"
done
say "$package now stands alone in $folder: try  cd $(printf %q "$folder") && Scripts/setup.sh && swift test"
