#!/usr/bin/env bash
# install.sh [TOOL…] [--prefix FOLDER]
#
# Builds tools for use (release, one file each, no Swift needed to run it) and installs each with its manual page and
# its completions for bash, zsh and fish.
#
#   install.sh bookbot              into ~/.local
#   install.sh --prefix /usr/local  every tool
set -euo pipefail
# shellcheck source=Scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

prefix=${HOME:-}/.local names=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) print_help; exit 0 ;;
        --prefix)
            [ -n "${2:-}" ] || usage_error "--prefix takes a folder"
            prefix=$2
            shift
            ;;
        --prefix=*) prefix=${1#*=} ;;
        -*) usage_error "unknown option '$1'" ;;
        *) names+=("$1") ;;
    esac
    shift
done
[ "$prefix" != /.local ] || usage_error "HOME is not set: name a folder with --prefix"
if [ ${#names[@]} = 0 ]; then
    # Every package that has a program.
    for package in $(all_packages); do
        if [ -n "$(executables_of "$package")" ]; then names+=("$package"); fi
    done
fi
# All names are looked at before the first build.
for name in "${names[@]}"; do
    package=$(package_named "$name")
    require_executables "$package"
done
mkdir -p "$prefix" || fail "the folder $prefix cannot be made"
prefix=$(cd "$prefix" && pwd)

# put FILE TARGET installs a file whole or not at all, also over a program that runs.
put() {
    mkdir -p "$(dirname "$2")"
    cp "$1" "$2.new"
    mv -f "$2.new" "$2"
}

# ArgumentParser's own generator of manual pages, built once from the sources that a package fetched.
manual_generator() {
    local folder=$root/.build-manual sources=$root/Packages/$1/.build-release/checkouts/swift-argument-parser
    if [ ! -x "$folder/release/generate-manual" ]; then
        # Its warnings are not ours to mend: they are shown only if it does not build.
        swift build --package-path "$sources" --scratch-path "$folder" -c release --product generate-manual --quiet \
            >"$folder.log" 2>&1 || { cat "$folder.log" >&2; fail "the generator of manual pages does not build"; }
        rm -f "$folder.log"
    fi
    echo "$folder/release/generate-manual"
}

# install_executable PACKAGE NAME BINARIES
install_executable() {
    local name=$2 binary=$3/$2 scratch shell target
    scratch=$(mktemp -d)
    put "$binary" "$prefix/bin/$name"
    for shell in bash zsh fish; do
        case $shell in
            bash) target=share/bash-completion/completions/$name ;;
            zsh) target=share/zsh/site-functions/_$name ;;
            fish) target=share/fish/vendor_completions.d/$name.fish ;;
        esac
        "$binary" --generate-completion-script "$shell" >"$scratch/completion"
        put "$scratch/completion" "$prefix/$target"
    done
    "$(manual_generator "$1")" "$binary" --output-directory "$scratch" >&2
    put "$scratch/$name.1" "$prefix/share/man/man1/$name.1"
    rm -rf "$scratch"
    say "installed $prefix/bin/$name, its manual page and completions"
}

for name in "${names[@]}"; do
    package=$(package_named "$name")
    # A name that is an executable's installs that one; a package's name installs all of its.
    mapfile -t executables < <(executables_of "$package" | grep -ix "$name" || executables_of "$package")
    "$scripts/setup.sh" --for run "$package" 2>/dev/null || "$scripts/setup.sh" --for run "$package"
    say "building $package; the first time takes some minutes"
    for executable in "${executables[@]}"; do
        install_executable "$package" "$executable" "$(build_release "$package" "$executable")"
    done
done
case :$PATH: in
    *":$prefix/bin:"*) ;;
    *) say "$prefix/bin is not on your PATH: add  export PATH=\"$prefix/bin:\$PATH\"  to your shell's start file" ;;
esac
