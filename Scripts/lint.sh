#!/usr/bin/env bash
# lint.sh [--rules]
#
# Checks the rules of the repository, then formatting, scripts and workflows. Every finding says what to do about it.
#
#   lint.sh           everything
#   lint.sh --rules   only the rules of the repository, in a few seconds
set -euo pipefail
# shellcheck source=Scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

rules_only=false
case ${1:-} in
    -h | --help) print_help; exit 0 ;;
    --rules) rules_only=true ;;
    "") ;;
    *) usage_error "unknown argument '$1'" ;;
esac

cd "$root"
findings=0
finding() {
    say "lint: $*"
    findings=$((findings + 1))
}

# Files that git knows or would take: build folders do not count.
files() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do
    [ -f "$file" ] && echo "$file"
done | sort -u; }

only_agreed_top_level_entries() {
    local entry
    for entry in $(files | cut -d/ -f1 | sort -u); do
        case $entry in
            Packages | Scripts | Docs | Package.swift | README.md | LICENSE) ;;
            .github | .ci | .gitignore | .swift-format) ;;
            *) finding "$entry: does not belong at the top level; move it under Packages/, Scripts/ or Docs/" ;;
        esac
    done
}

# A tool may depend on the shared libraries; the kits for commands and tests on nothing here but each other.
no_tool_depends_on_a_tool() {
    local package dependency
    for package in $(all_packages); do
        while read -r dependency; do
            case $dependency in
                SQLDatabase | ServerKit | CommandKit | TestKit) ;;
                *) finding "Packages/$package/Package.swift: depends on the tool $dependency;" \
                    "let them meet at files, HTTP or SQL, or move what both need into a shared library" ;;
            esac
            case $package/$dependency in
                CommandKit/TestKit | */CommandKit | */TestKit) ;;
                BookBot/* | MazeSolver/* | WebServer/* | SQLDatabase/* | CommandKit/* | TestKit/*)
                    finding "Packages/$package/Package.swift: depends on $dependency;" \
                        "$package needs neither a database nor an HTTP framework: remove the dependency" ;;
            esac
        done < <(neighbours_of "Packages/$package")
    done
}

# CommandKit is for the shells of tools, TestKit for tests: a heart imports neither.
only_shells_import_the_kits() {
    local file
    for file in $(files 'Packages/*/Sources/*.swift' | xargs -r grep -lE '^(@[a-zA-Z]+ |public )*import TestKit$' || true); do
        finding "$file: imports TestKit, which is for tests; move the code into a test target"
    done
    for file in $(files 'Packages/*/Sources/*.swift' | grep -vE '^Packages/(CommandKit|ServerKit)/|/Sources/[A-Za-z]*Command/' \
        | xargs -r grep -lE '^(@[a-zA-Z]+ |public )*import CommandKit$' || true); do
        finding "$file: imports CommandKit, which is for commands; let the heart throw, and the command say it"
    done
}

# "PACKAGE MODULE FOLDER" for each module: a folder under Sources or Tests.
modules() {
    files 'Packages/*/Sources/*' 'Packages/*/Tests/*' \
        | awk -F/ 'NF > 4 && ($3 == "Sources" || $3 == "Tests") { print $2, $4, $3 }' | sort -u
}

module_names_are_unique() {
    local module owners
    for module in $(modules | awk '{ print tolower($2) }' | sort | uniq -d); do
        owners=$(modules | awk -v m="$module" 'tolower($2) == m { print $1 "/" $3 "/" $2 }' | tr '\n' ' ')
        finding "$module: names more than one module ($owners);" \
            "one build graph holds them all: rename one so that they differ by more than case"
    done
}

# Swift finds any module in the build folder, declared or not: the umbrella would hide a forgotten dependency.
no_tool_imports_a_tool() {
    local owner module kind line
    while read -r owner module kind; do
        [ "$kind" = Sources ] || continue
        case $owner in SQLDatabase | ServerKit | CommandKit | TestKit) continue ;; esac
        while read -r line; do
            finding "${line%%:*}: imports $module, which belongs to $owner; tools meet at files, HTTP or SQL"
        done < <(files 'Packages/*.swift' | grep -v "^Packages/$owner/" \
            | xargs -r grep -lE "^(@[a-zA-Z]+ |public |internal |package )*import $module\$" /dev/null || true)
    done < <(modules)
}

every_package_is_documented_and_tested() {
    local package command
    for package in $(all_packages); do
        [ -f "Packages/$package/README.md" ] \
            || finding "Packages/$package/README.md is missing: write what the tool does and how to run it"
        [ -f "Docs/$package.md" ] || finding "Docs/$package.md is missing: write the package's page of the guide"
        [ -n "$(files "Packages/$package/Tests/*.swift")" ] \
            || finding "Packages/$package/Tests has no test: add a Swift Testing suite"
        grep -q "\"$package\"" Package.swift \
            || finding "Package.swift: does not name $package; add it to the members, so that CI builds and tests it"
        while read -r command; do
            grep -qx "import $command" Scripts/backend/ToolCommands.swift \
                || finding "Scripts/backend/ToolCommands.swift: does not import $command; make it a subcommand of backend"
        done < <(grep -o 'library(name: "[A-Za-z]*Command"' "Packages/$package/Package.swift" | cut -d'"' -f2)
    done
}

# An exercise is a task, hints, a test that names its target, and a solution that fits the sources as they are.
every_exercise_is_whole() {
    local exercise package file
    for exercise in Packages/*/Exercises/[0-9]*/; do
        [ -d "$exercise" ] || continue
        exercise=${exercise%/}
        package=${exercise#Packages/}
        package=${package%%/*}
        for file in task.md hints.md Test.swift solution.patch; do
            [ -f "$exercise/$file" ] || finding "$exercise/$file is missing: an exercise has task.md, hints.md, Test.swift, solution.patch"
        done
        [ -d "Packages/$package/Tests/$(sed -n '1s|^// target: *||p' "$exercise/Test.swift")/" ] \
            || finding "$exercise/Test.swift: its first line must be '// target: ' and a folder of Packages/$package/Tests"
        git apply --check --directory="Packages/$package" "$exercise/solution.patch" 2>/dev/null \
            || finding "$exercise/solution.patch: does not apply any more; make it again with git diff --relative in Packages/$package"
    done
}

no_source_file_is_too_long() {
    local file lines
    while read -r file; do
        case $file in */Generated/*) continue ;; esac
        lines=$(wc -l <"$file")
        [ "$lines" -le 600 ] || finding "$file: has $lines lines of 600; move its second concept into a file of its own"
    done < <(files 'Packages/*/Sources/*.swift' 'Scripts/*.swift')
}

# The formatter's own syntax tree finds what a text search would miss or mistake.
no_unproven_force() {
    local report file line rest
    report=$(files 'Packages/*/Sources/*.swift' 'Scripts/backend/*.swift' | grep -v /Generated/ \
        | xargs -r swift format lint --parallel --configuration \
        '{"version": 1, "rules": {"NeverForceUnwrap": true, "NeverUseForceTry": true}}' 2>&1 \
        | grep -E '\[(NeverForceUnwrap|NeverUseForceTry)\]' || true)
    while IFS=: read -r file line rest; do
        [ -n "$file" ] || continue
        sed -n "${line}p" "$file" | grep -q '// proven: ' \
            || finding "$file:$line: forces a value; unwrap it with guard, or prove it on that line: // proven: REASON"
    done <<<"$report"
}

unsafe_pointers_say_why() {
    local file
    while read -r file; do
        grep -q 'withUnsafe\|Unsafe[A-Za-z]*Pointer' "$file" || continue
        grep -qi '//.*\(unsafe\|pointer\)' "$file" \
            || finding "$file: has an unsafe pointer without its reason; say it: // Unsafe pointers: REASON"
    done < <(files 'Packages/*/Sources/*.swift' | grep -v /Generated/)
}

only_agreed_top_level_entries
no_tool_depends_on_a_tool
module_names_are_unique
no_tool_imports_a_tool
only_shells_import_the_kits
every_package_is_documented_and_tested
every_exercise_is_whole
no_source_file_is_too_long
no_unproven_force
unsafe_pointers_say_why

if [ $rules_only = false ]; then
    "$scripts/setup.sh" --for lint
    # Compilers are not asked to format what a generator wrote.
    files '*.swift' | grep -v /Generated/ | xargs swift format lint --strict --parallel \
        || finding "formatting: run  swift format --in-place --parallel FILE…  on the files named above"
    shells=$(files '*.sh' .ci/run)
    # shellcheck disable=SC2086  # one argument a file
    shellcheck --external-sources $shells || finding "shellcheck: mend what it names above"
    venv=$root/.build-venv/bin
    mapfile -t workflows < <(files '.github/workflows/*.yml')
    "$venv/actionlint" "${workflows[@]}" || finding "actionlint: mend what it names above"
    "$venv/check-jsonschema" --builtin-schema vendor.github-workflows "${workflows[@]}" >&2 \
        || finding "check-jsonschema: mend what it names above"
    "$venv/zizmor" --offline --quiet --config .github/zizmor.yml "${workflows[@]}" || finding "zizmor: mend what it names above"
fi

[ $findings = 0 ] || fail "$findings finding(s)"
say "lint: clean"
