#!/usr/bin/env bash
# streams.sh [--build | --no-build] [--clients N]
#
# Opens 5,000 WebSockets that watch their homes, prints the server's memory with them, and how long one post takes to
# reach all of them; beside it the same by a broadcast of PyPI websockets, which asks no database who may see what.
# Each time is the median of nine posts, from the request's first byte until the last client has the whole message; the
# clients are one process on the same machine, and their work is in the time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

build=true
measure=true
clients=5000
while [ $# -gt 0 ]; do
    case $1 in
        --build) measure=false ;;
        --no-build) build=false ;;
        --clients) clients=${2:?--clients takes a number}; shift ;;
        *) echo "streams.sh: unknown option '$1'" >&2; exit 64 ;;
    esac
    shift
done
if $build; then (cd .. && swift build -c release --quiet --product socialserver); fi
$measure || exit 0

server=${SOCIALSERVER_PROGRAM:-$PWD/../.build/release/socialserver}
venv=$PWD
while [ ! -x "$venv/.build-venv/bin/python" ] && [ "$venv" != / ]; do venv=$(dirname "$venv"); done
python=$venv/.build-venv/bin/python
"$python" -c 'import websockets' 2>/dev/null \
    || { echo "websockets is missing: run Scripts/setup.sh --for bench SocialServer" >&2; exit 1; }
ulimit -n "$(ulimit -Hn)"

folder=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -r "$folder"
}
trap finish EXIT

# address_of NAME prints the address on the first line of a server's output, once it is there.
address_of() {
    local _
    for _ in {1..500}; do
        if grep -q '^listening on ' "$folder/$1"; then
            sed -n 's/^listening on http:\/\///p' "$folder/$1"
            return
        fi
        sleep 0.02
    done
    echo "$1 does not start: $(cat "$folder/$1.err")" >&2
    exit 1
}

"$server" migrate --quiet --database "sqlite:$folder/network.db"
"$python" watchers.py fill "$folder/network.db" >"$folder/tokens"
"$server" serve --port 0 --rate-limit 0 --database "sqlite:$folder/network.db" --data "$folder/media" \
    >"$folder/socialserver" 2>"$folder/socialserver.err" &
pids+=($!)
ours=$!
PYTHONDONTWRITEBYTECODE=1 "$python" peers/broadcast.py >"$folder/websockets" 2>"$folder/websockets.err" &
pids+=($!)
theirs=$!
printf '%-34s %12s %12s %12s\n' "$clients clients" "memory (MB)" "median (ms)" "worst (ms)"
"$python" watchers.py watch "socialserver, home streams" "$(address_of socialserver)" "$ours" "$clients" "$folder/tokens"
"$python" watchers.py watch "socialserver, public stream" "$(address_of socialserver)" "$ours" "$clients"  "$folder/tokens" --public
"$python" watchers.py watch "PyPI websockets, broadcast" "$(address_of websockets)" "$theirs" "$clients"
