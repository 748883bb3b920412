#!/usr/bin/env bash
# bench.sh [--build | --no-build] [--large]
#
# Prints what one request costs, in microseconds of CPU, of `socialserver` and of the same three answers by FastAPI and
# Flask, on copies of one SQLite file with 10,000 statuses and 1,000 accounts; and of a bare NIO server with a fixed
# answer, the floor. Each figure is the median of three runs of wrk; the servers take turns. The CPU is the servers' own.
#
#   bench.sh            build, then measure
#   bench.sh --build    only build
#   bench.sh --no-build measure what was built before; the floor is left out if it was not
#   bench.sh --large    home timelines among 1,000,000 statuses and 100,000 accounts, and their query plans
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

build=true
measure=true
large=false
for argument in "$@"; do
    case $argument in
        --build) measure=false ;;
        --no-build) build=false ;;
        --large) large=true ;;
        *) echo "bench.sh: unknown option '$argument'" >&2; exit 64 ;;
    esac
done
# The one release line, which `Scripts/install.sh` installs by as well; a tool that was exported has its own copy here.
flags=(-c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked)
if [ -f ../../../Scripts/common.sh ]; then
    # shellcheck source=/dev/null
    flags=("$(. ../../../Scripts/common.sh && printf '%s\n' "${release_flags[@]}")")
    mapfile -t flags <<<"${flags[0]}"
fi
product=(swift build --package-path .. --scratch-path ../.build-release "${flags[@]}")
if $build; then
    swift build -c release --quiet
    "${product[@]}" --quiet --product socialserver
fi
$measure || exit 0

programs=$PWD/.build/release
server=$("${product[@]}" --show-bin-path)/socialserver
venv=$PWD
while [ ! -x "$venv/.build-venv/bin/python" ] && [ "$venv" != / ]; do venv=$(dirname "$venv"); done
python=$venv/.build-venv/bin/python
export PYTHONDONTWRITEBYTECODE=1
"$python" -c 'import fastapi, uvicorn, uvloop, httptools, flask, gunicorn' 2>/dev/null \
    || { echo "the peers are missing: run Scripts/setup.sh --for bench SocialServer" >&2; exit 1; }
command -v wrk >/dev/null || { echo "wrk is missing: run Scripts/setup.sh --for bench SocialServer" >&2; exit 1; }

folder=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -r "$folder"
}
trap finish EXIT

# field NAME prints a value of what fill.py said.
field() {
    "$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$folder/filled" "$1"
}

database=$folder/network.db
"$server" migrate --quiet --database "sqlite:$database"
if $large; then
    echo "filling 1,000,000 statuses of 100,000 accounts ..." >&2
    "$python" fill.py "$database" --accounts 100000 --statuses 1000000 --followed 1000 >"$folder/filled"
    few=$("$python" - "$database" <<'PYTHON'
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT id FROM accounts WHERE following_count = 8 LIMIT 1").fetchone()[0])
PYTHON
    )
    "$programs/timelines" "$database" "$(field reader)" "$few"
    exit 0
fi
"$python" fill.py "$database" >"$folder/filled"
token=$(field token)
"$python" - "$folder" <<'PYTHON'
import json, sys
folder = sys.argv[1]
filled = json.load(open(f"{folder}/filled"))
head = f'wrk.headers["Authorization"] = "Bearer {filled["token"]}"\n'
ids = ", ".join(f'"{id}"' for id in filled["statuses"])
open(f"{folder}/status.lua", "w").write(
    head + f'local ids, n = {{ {ids} }}, 0\nrequest = function()\n  n = n % #ids + 1\n'
    '  return wrk.format("GET", "/api/v1/statuses/" .. ids[n])\nend\n')
open(f"{folder}/home.lua", "w").write(head + 'request = function() return wrk.format("GET", "/api/v1/timelines/home?limit=20") end\n')
open(f"{folder}/post.lua", "w").write(
    head + 'wrk.headers["Content-Type"] = "application/json"\nlocal n = 0\nrequest = function()\n  n = n + 1\n'
    '  return wrk.format("POST", "/api/v1/statuses", nil,\n'
    '    \'{"status":"Status number \' .. n .. \' of this run, for @member7 and whoever reads #books"}\')\nend\n')
PYTHON

# run_server NAME COMMAND…: starts a server and waits until it answers; the port is its own.
declare -A pid address bytes_status bytes_home
run_server() {
    local name=$1 number=${#pids[@]}
    shift
    "$@" >"$folder/$name.out" 2>"$folder/$name.err" &
    pids+=($!)
    pid[$name]=$!
    for _ in {1..500}; do
        address[$name]=$(sed -n 's/^listening on //p' "$folder/$name.out")
        [ -n "${address[$name]}" ] || case $name in
            FastAPI | Flask) address[$name]=http://127.0.0.1:$((18500 + number)) ;;
        esac
        if [ -n "${address[$name]}" ] && curl -s -o /dev/null "${address[$name]}/"; then return; fi
        sleep 0.02
    done
    echo "$name does not start: $(cat "$folder/$name.err")" >&2
    exit 1
}

# of_all NAME prints the processes of a server: itself and its workers.
of_all() {
    echo "${pid[$1]}"
    pgrep -P "${pid[$1]}" || true
}

# cpu NAME prints the CPU microseconds that a server has used.
cpu() {
    local one
    for one in $(of_all "$1"); do cat "/proc/$one/stat"; done \
        | awk -v ticks="$(getconf CLK_TCK)" '{ sum += $14 + $15 } END { printf "%.0f\n", sum * 1e6 / ticks }'
}

# memory NAME prints the most megabytes that a server has had in memory.
memory() {
    local one
    for one in $(of_all "$1"); do cat "/proc/$one/status"; done \
        | awk '/^VmHWM/ { sum += $2 } END { printf "%.0f", sum / 1024 }'
}

# run NAME REQUEST appends "CPU-microseconds requests-a-second" of one run to a file.
run() {
    local name=$1 request=$2 before after said
    before=$(cpu "$name")
    said=$(wrk -t1 -c16 -d2s -s "$folder/$request.lua" "${address[$name]}")
    after=$(cpu "$name")
    if grep -q "Non-2xx" <<<"$said"; then
        echo "$name refused: $said" >&2
        exit 1
    fi
    awk -v a="$before" -v b="$after" '/requests in/ { n = $1 } /Requests\/sec/ { r = $2 }
        END { printf "%.1f %.0f\n", (b - a) / n, r }' <<<"$said" >>"$folder/$name.$request"
}

median() { sort -n | sed -n 2p; }

cp "$database" "$folder/fastapi.db"
cp "$database" "$folder/flask.db"
# A load from one token is what the limit is there to stop.
export SOCIALSERVER_RATE_LIMIT=0
run_server socialserver "$server" serve --port 0 --database "sqlite:$database" --data "$folder/data"
run_server FastAPI "$python" peers/fastapi_peer.py "$folder/fastapi.db" $((18500 + ${#pids[@]}))
run_server Flask "$python" peers/flask_peer.py "$folder/flask.db" $((18500 + ${#pids[@]}))
first=$("$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))["statuses"][0])' "$folder/filled")
curl -sf -H "Authorization: Bearer $token" "${address[socialserver]}/api/v1/statuses/$first" >"$folder/one.json"
hasFloor=false
if [ -x "$programs/floor" ]; then
    hasFloor=true
    run_server floor "$programs/floor" "$folder/one.json"
fi
for name in socialserver FastAPI Flask; do
    bytes_status[$name]=$(curl -sf -H "Authorization: Bearer $token" "${address[$name]}/api/v1/statuses/$first" | wc -c)
    bytes_home[$name]=$(curl -sf -H "Authorization: Bearer $token" "${address[$name]}/api/v1/timelines/home?limit=20" | wc -c)
done

for _ in 1 2 3; do
    for name in socialserver FastAPI Flask; do
        for request in status home post; do run "$name" "$request"; done
    done
    ! $hasFloor || run floor status
done

cost() { cut -d' ' -f1 "$folder/$1.$2" | median; }
rate() { cut -d' ' -f2 "$folder/$1.$2" | median; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
line='| %-26s | %12s | %8s | %7s | %7s | %8s | %5s |\n'
# shellcheck disable=SC2059  # the format is ours
row() { printf "$line" "$@"; }
row "CPU microseconds a request" socialserver FastAPI Flask floor ratio limit
row --- ---: ---: ---: ---: ---: ---:
limits=(status 0.20 home 0.22 post 0.25)
names=(status "status by id" home "home timeline of 20" post "post")
for place in 0 2 4; do
    request=${limits[$place]}
    floor=
    [ "$request" != status ] || ! $hasFloor || floor=$(cost floor status)
    row "${names[$((place + 1))]}" "$(cost socialserver "$request")" "$(cost FastAPI "$request")" \
        "$(cost Flask "$request")" "$floor" \
        "$(ratio "$(cost socialserver "$request")" "$(cost FastAPI "$request")")" "${limits[$((place + 1))]}"
done
for place in 0 2 4; do
    request=${limits[$place]}
    floor=
    [ "$request" != status ] || ! $hasFloor || floor=$(rate floor status)
    row "${names[$((place + 1))]}, a second" "$(rate socialserver "$request")" "$(rate FastAPI "$request")" \
        "$(rate Flask "$request")" "$floor" "" ""
done
row "bytes of a status" "${bytes_status[socialserver]}" "${bytes_status[FastAPI]}" "${bytes_status[Flask]}" "" "" ""
row "bytes of a home" "${bytes_home[socialserver]}" "${bytes_home[FastAPI]}" "${bytes_home[Flask]}" "" "" ""
floor=
! $hasFloor || floor=$(memory floor)
row "most memory, MB" "$(memory socialserver)" "$(memory FastAPI)" "$(memory Flask)" "$floor" "" 60
