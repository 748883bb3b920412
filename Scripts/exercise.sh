#!/usr/bin/env bash
# exercise.sh [TOOL [N]] [--hint | --watch | --solution | --reset | --check]
#
# Exercises in a tool's real code that tell you whether you are done. You work in a copy of the package under
# .build-exercises/, so the sources here stay as they are.
#
#   exercise.sh                     which tools have exercises
#   exercise.sh bookbot             its exercises, and how far you are
#   exercise.sh bookbot 1           the task; runs its test in your copy
#   exercise.sh bookbot 1 --watch   runs the test again after each save, until Ctrl-C
#   exercise.sh bookbot 1 --hint    the next hint
#   exercise.sh bookbot 1 --solution   shows our solution, as a patch
#   exercise.sh bookbot --reset     throws your copy away
#   exercise.sh bookbot 1 --check   proves the exercise: its test fails before the solution, and passes after
set -euo pipefail
# shellcheck source=Scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

tool='' number='' action=run
for argument in "$@"; do
    case $argument in
        -h | --help) print_help; exit 0 ;;
        --hint | --watch | --solution | --reset | --check) action=${argument#--} ;;
        -*) usage_error "unknown option '$argument'" ;;
        *)
            if [ -z "$tool" ]; then
                tool=$argument
            elif [ -z "$number" ] && [[ $argument =~ ^[0-9]+$ ]]; then
                number=$argument
            else
                usage_error "'$argument' is not the number of an exercise"
            fi
            ;;
    esac
done

# exercises_of PACKAGE prints the folders of its exercises, in order, one a line.
exercises_of() {
    local folder
    for folder in "$root/Packages/$1/Exercises"/[0-9]*/; do
        [ -f "$folder/task.md" ] && echo "${folder%/}"
    done
    return 0
}

if [ -z "$tool" ]; then
    for package in $(all_packages); do
        count=$(exercises_of "$package" | wc -l)
        [ "$count" = 0 ] || echo "$package has $count exercises: Scripts/exercise.sh ${package,,}"
    done
    exit 0
fi

package=$(package_named "$tool")
mapfile -t exercises < <(exercises_of "$package")
[ ${#exercises[@]} -gt 0 ] || fail "$package has no exercises; Scripts/exercise.sh lists the tools that have some"
# Neighbours stand beside the copy, so that it builds by the paths in its manifest.
work=$root/.build-exercises
copy=$work/Packages/$package
progress=$work/progress/$package

# copy_package FOLDER writes the package and its neighbours there.
copy_package() {
    local neighbour
    mkdir -p "$1/Packages"
    (cd "$root" && git ls-files --cached --others --exclude-standard -z "Packages/$package" | tar -cf - --null -T -) \
        | tar -xf - -C "$1"
    for neighbour in "$root"/Packages/*/; do
        neighbour=$(basename "$neighbour")
        [ "$neighbour" = "$package" ] || ln -sfn "$root/Packages/$neighbour" "$1/Packages/$neighbour"
    done
}

# run_test EXERCISE FOLDER puts the exercise's test into the package in FOLDER and runs it alone.
run_test() {
    local target file suite status=0
    target=$(sed -n '1s|^// target: *||p' "$1/Test.swift")
    [ -d "$2/Tests/$target" ] || fail "$1/Test.swift: its first line is not '// target: ' and a test target"
    file=$2/Tests/$target/Exercise$(basename "$1" | cut -d- -f1)Tests.swift
    cp "$1/Test.swift" "$file"
    suite=$(sed -n 's/.*struct \(Exercise[A-Za-z0-9]*\).*/\1/p' "$1/Test.swift" | head -n 1)
    [ -n "$suite" ] || fail "$1/Test.swift: has no suite named Exercise…"
    swift test --package-path "$2" --disable-xctest --filter "$target.$suite" >"$work/output" 2>&1 || status=$?
    # Other exercises' tests must not stand in the way of the build.
    rm "$file"
    return $status
}

# What a learner needs of the output: what failed, or the compiler's errors.
show_failures() {
    grep -E 'error:|recorded an issue|Expectation failed' "$work/output" | sed "s|$copy/||" | sort -u | head -n 20 || true
}

if [ -z "$number" ]; then
    case $action in
        reset)
            rm -rf "$copy" "$progress"
            say "your copy of $package is gone; the next run makes a new one"
            ;;
        run)
            echo "$package, exercises:"
            for exercise in "${exercises[@]}"; do
                name=$(basename "$exercise")
                mark=' '
                if [ -f "$progress/$name.done" ]; then mark=x; fi
                echo "  [$mark] $((10#${name%%-*}))  $(sed -n '1s/^# *//p' "$exercise/task.md")"
            done
            ;;
        check) for exercise in "${exercises[@]}"; do "$0" "$package" "$(basename "$exercise" | cut -d- -f1)" --check; done ;;
        *) usage_error "--$action takes the number of an exercise, too" ;;
    esac
    exit 0
fi

exercise=
for folder in "${exercises[@]}"; do
    name=$(basename "$folder")
    if [ $((10#${name%%-*})) = $((10#$number)) ]; then exercise=$folder; fi
done
[ -n "$exercise" ] || fail "$package has no exercise $number; there are ${#exercises[@]}"
name=$(basename "$exercise")
mkdir -p "$work" "$progress"

run_once() {
    if run_test "$exercise" "$copy"; then
        touch "$progress/$name.done"
        echo "Done: the test of exercise $number passes."
    else
        rm -f "$progress/$name.done"
        show_failures
        echo "Not done yet. Your copy: ${copy#"$root"/}   a hint: Scripts/exercise.sh ${package,,} $number --hint"
        return 1
    fi
}

case $action in
    hint)
        # Hints stand one after the other, divided by lines of ---.
        count=$(grep -c '^---$' "$exercise/hints.md" || true)
        shown=$(cat "$progress/$name.hints" 2>/dev/null || echo 0)
        awk -v wanted="$shown" '/^---$/ { part++; next } part + 0 == wanted' "$exercise/hints.md"
        if [ "$shown" -lt "$count" ]; then echo $((shown + 1)) >"$progress/$name.hints"; else say "That was the last hint."; fi
        ;;
    solution) cat "$exercise/solution.patch" ;;
    reset) usage_error "--reset throws the copy of the whole package away: give no number" ;;
    run | watch)
        [ -d "$copy" ] || copy_package "$work"
        cat "$exercise/task.md"
        echo
        if [ "$action" = run ]; then
            run_once
            exit
        fi
        while true; do
            run_once || true
            before=$(find "$copy/Sources" -name '*.swift' -newer "$work/output" | head -n 1)
            while [ -z "$before" ]; do
                sleep 1
                before=$(find "$copy/Sources" -name '*.swift' -newer "$work/output" | head -n 1)
            done
            echo "--- $(date +%H:%M:%S)  ${before#"$copy"/} was saved"
        done
        ;;
    check)
        proof=$work/proof
        rm -rf "$proof/Packages/$package/Sources" "$proof/Packages/$package/Tests"
        copy_package "$proof"
        if run_test "$exercise" "$proof/Packages/$package"; then
            fail "$name: its test passes before anything is done"
        fi
        # Red because of the exercise, not because something else does not build.
        grep -qE 'Exercise|error:' "$work/output" || fail "$name: the test did not run: $(tail -n 5 "$work/output")"
        (cd "$proof/Packages/$package" && patch --quiet -p1 <"$exercise/solution.patch") || fail "$name: the patch does not apply"
        run_test "$exercise" "$proof/Packages/$package" || {
            tail -n 30 "$work/output" >&2
            fail "$name: its test fails with the solution"
        }
        say "$name: red before, green after"
        ;;
esac
