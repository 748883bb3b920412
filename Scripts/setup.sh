#!/usr/bin/env bash
# setup.sh [--check] [--for run|test|bench|lint]… [TOOL…]
#
# Installs what is missing, and only that: Debian packages with apt-get (through sudo when you are not root) and
# Python packages, which only tests and benchmarks use, into .build-venv/. Standards' test data that Debian's packages
# carry is taken out of them into .build-vectors/. On macOS it names the brew formulas.
#
#   setup.sh                    all that building, testing and linting every tool needs
#   setup.sh --for run BookBot  what building and running BookBot needs
#   setup.sh --check            list what is missing, install nothing; exit status 1 if something is
#
# Every package lists its needs in its Requirements.txt, and Scripts/Requirements.txt lists the repository's own.
set -euo pipefail
# shellcheck source=Scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

check=false
debian=()
purposes=()
packages=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) print_help; exit 0 ;;
        --check) check=true ;;
        --for)
            case ${2:-} in
                run | test | bench | lint) purposes+=("$2") ;;
                *) usage_error "--for takes run, test, bench or lint" ;;
            esac
            shift
            ;;
        -*) usage_error "unknown option '$1'" ;;
        *)
            package=$(package_named "$1")
            packages+=("$package")
            ;;
    esac
    shift
done
[ ${#purposes[@]} -gt 0 ] || purposes=(run test lint)
[ ${#packages[@]} -gt 0 ] || mapfile -t packages < <(all_packages)

# The requirement files that count: the repository's own, the packages', and what the libraries they use need to run;
# a library's own tests are not its users'.
lists=("$scripts/Requirements.txt" "$root/Requirements.txt") libraries=()
for package in "${packages[@]}"; do
    lists+=("$root/Packages/$package/Requirements.txt")
    while read -r library; do
        libraries+=("$root/Packages/$library/Requirements.txt")
    done < <(neighbours_of "$root/Packages/$package")
done

# lines_for KIND PURPOSES LIST prints the names in one file.
lines_for() {
    local kind purpose name _
    [ -f "$3" ] || return 0
    while read -r kind purpose name _; do
        case " $2 " in
            *" $purpose "*) if [ "$kind" = "$1" ]; then echo "$name"; fi ;;
        esac
    done <"$3"
}

# needed KIND prints the names that this kind of installer should provide, one a line.
needed() {
    local list
    {
        for list in "${lists[@]}"; do lines_for "$1" "${purposes[*]}" "$list"; done
        for list in "${libraries[@]}"; do
            case " ${purposes[*]} " in
                *" run "*) lines_for "$1" run "$list" ;;
            esac
        done
    } | sort -u
}

missing_debian() {
    local name
    for name in $(needed debian); do
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || echo "$name"
    done
}

venv=$root/.build-venv

# A debfile is PACKAGE:PATTERN=TARGET: the first file of a Debian package whose path matches becomes
# .build-vectors/TARGET. The package itself is not installed.
# An sdist is PACKAGE==VERSION:FOLDER=TARGET: a folder of a Python package's source distribution becomes
# .build-vectors/TARGET. The package itself is not installed by it.
missing_files() {
    local wanted
    for wanted in $(needed debfile) $(needed sdist); do
        [ -e "$root/.build-vectors/${wanted##*=}" ] || echo "$wanted"
    done
}

take_folder() {
    local package=${1%%:*} folder=${1#*:} target=$root/.build-vectors/${1##*=} scratch
    folder=${folder%=*}
    [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
    scratch=$(mktemp -d)
    "$venv/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary "${package%%==*}" \
        --dest "$scratch" "$package" >/dev/null 2>&1 || { rm -rf "$scratch"; return 1; }
    tar -xzf "$scratch"/*.tar.gz -C "$scratch" --wildcards "*/$folder" || { rm -rf "$scratch"; return 1; }
    rm -rf "$target"
    mkdir -p "$(dirname "$target")"
    mv "$scratch"/*/"$folder" "$target"
    rm -rf "$scratch"
}

take_file() {
    local package=${1%%:*} pattern=${1#*:} target=$root/.build-vectors/${1##*=} scratch path
    pattern=${pattern%=*}
    scratch=$(mktemp -d)
    chmod 755 "$scratch"
    # `apt-get download` needs no rights, and installs nothing.
    (cd "$scratch" && apt-get download -qq "$package" >/dev/null 2>&1) || { rm -rf "$scratch"; return 1; }
    path=$(dpkg-deb --fsys-tarfile "$scratch"/*.deb | tar -tf - | grep -E -m 1 "$pattern" || true)
    if [ -n "$path" ]; then
        mkdir -p "$(dirname "$target")"
        dpkg-deb --fsys-tarfile "$scratch"/*.deb | tar -xOf - "$path" >"$target.new"
        mv "$target.new" "$target"
    fi
    rm -rf "$scratch"
    [ -n "$path" ]
}

# take_vectors WANTED takes a folder of a source distribution or a file of a Debian package.
take_vectors() {
    case $1 in
        *==*:*) take_folder "$1" ;;
        *) take_file "$1" ;;
    esac
}

missing_python() {
    local wanted
    wanted=$(needed python)
    [ -n "$wanted" ] || return 0
    if [ ! -x "$venv/bin/python" ]; then
        echo "$wanted"
        return
    fi
    # shellcheck disable=SC2086  # one argument a requirement
    "$venv/bin/python" - $wanted <<'PYTHON'
import sys
from importlib.metadata import PackageNotFoundError, version
for requirement in sys.argv[1:]:
    name, _, pinned = requirement.partition("==")
    try:
        if pinned and version(name.split("[")[0]) != pinned:
            print(requirement)
    except PackageNotFoundError:
        print(requirement)
PYTHON
}

if [ "$(uname)" = Darwin ]; then
    formulas=$(needed brew | tr '\n' ' ')
    [ -z "$formulas" ] || say "On macOS, install these yourself: brew install $formulas"
elif ! command -v apt-get >/dev/null; then
    say "This is no Debian system: install the likes of these yourself: $(needed debian | tr '\n' ' ')"
else
    mapfile -t debian < <(missing_debian)
    if [ ${#debian[@]} -gt 0 ]; then
        say "Debian packages that are missing: ${debian[*]}"
        if [ $check = false ]; then
            become=()
            [ "$(id -u)" = 0 ] || become=(sudo)
            "${become[@]}" apt-get update -qq >&2
            "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
                "${debian[@]}" >&2
        fi
    fi
fi

files=()
if command -v dpkg-deb >/dev/null; then
    mapfile -t files < <(missing_files)
    if [ ${#files[@]} -gt 0 ]; then
        say "Test data that is missing from .build-vectors: ${files[*]##*=}"
        for file in "${files[@]}"; do
            [ $check = true ] || take_vectors "$file" || say "not found: ${file%=*}; the tests that need it will be skipped"
        done
    fi
fi

mapfile -t python < <(missing_python)
if [ ${#python[@]} -gt 0 ]; then
    say "Python packages that are missing from .build-venv: ${python[*]}"
    if [ $check = false ]; then
        [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "${python[@]}" >&2
    fi
fi

command -v swift >/dev/null || say "Swift 6.2 or newer is missing: see https://www.swift.org/install"
if [ $((${#debian[@]} + ${#python[@]} + ${#files[@]})) = 0 ]; then
    say "Nothing is missing."
elif [ $check = true ]; then
    exit 1
fi
