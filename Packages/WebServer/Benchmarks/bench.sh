#!/usr/bin/env bash
# Measures the web server side by side with nginx and lighttpd: CPU microseconds a request by process accounting, with
# wrk on one core and the server on the other; then memory, start-up, and whether costs grow with files or connections.
# Usage: Benchmarks/bench.sh [requests | growth]     both without an argument.
# SECONDS_EACH=3 ROUNDS=3 change the length of a run; SERVER=FILE measures that program and builds none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C
seconds=${SECONDS_EACH:-2}
rounds=${ROUNDS:-3}
server=${SERVER:-$PWD/.build-release/release/webserver}
part=${1:-all}
if [ -z "${SERVER:-}" ]; then
    # As Scripts/install.sh builds it; written out, since this folder also stands alone.
    swift build -c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked \
        --scratch-path .build-release --product webserver --quiet
fi
for tool in nginx lighttpd wrk python3 taskset; do
    command -v "$tool" > /dev/null || { echo "bench.sh needs $tool: run Scripts/setup.sh --for bench WebServer" >&2; exit 1; }
done
ulimit -n "$(ulimit -Hn)"

work=$(mktemp -d)
chmod 755 "$work"
running=()
finish() {
    for pid in "${running[@]}"; do kill -9 "$pid" 2> /dev/null || true; done
    wait 2> /dev/null || true
    rm -rf "$work"
}
trap finish EXIT

mkdir -p "$work/site/many"
head -c 1024 /dev/zero | tr '\0' a > "$work/site/1k.html"
head -c 102400 /dev/urandom > "$work/site/100k.bin"
head -c 10485760 /dev/urandom > "$work/site/10m.bin"
for number in $(seq 1 10000); do printf '%01024d' "$number" > "$work/site/many/$number.html"; done
chmod -R a+rX "$work/site"

cat > "$work/nginx.conf" << END
daemon off; master_process off; worker_rlimit_nofile 20000; pid $work/nginx.pid; error_log /dev/null crit;
events { worker_connections 15000; }
http {
  include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  client_body_temp_path $work/a; proxy_temp_path $work/b; fastcgi_temp_path $work/c; uwsgi_temp_path $work/d; scgi_temp_path $work/e;
  open_file_cache max=20000 inactive=60s; open_file_cache_valid 1s; open_file_cache_errors on; open_file_cache_min_uses 1;
  server { listen 127.0.0.1:18092; root $work/site; }
}
END
cat > "$work/lighttpd.conf" << END
server.document-root = "$work/site"
server.port = 18093
server.bind = "127.0.0.1"
server.max-fds = 20000
server.max-connections = 15000
server.max-keep-alive-requests = 1000000000
server.stat-cache-engine = "simple"
mimetype.assign = (".html" => "text/html", ".bin" => "application/octet-stream")
END

# The arguments that a published run of this server has: everything on, requests written down to a file.
start() { # NAME: starts a server on core 0 and sets pid and port
    case $1 in
        webserver) port=18091; taskset -c 0 "$server" "$work/site" --port $port --workers 1 --quiet > /dev/null & ;;
        logging) port=18094; taskset -c 0 "$server" "$work/site" --port $port --workers 1 --log combined --log-file "$work/log" > /dev/null 2>&1 & ;;
        nginx) port=18092; taskset -c 0 nginx -c "$work/nginx.conf" -e /dev/null > /dev/null 2>&1 & ;;
        lighttpd) port=18093; taskset -c 0 lighttpd -D -f "$work/lighttpd.conf" > /dev/null 2>&1 & ;;
    esac
    pid=$!
    running+=("$pid")
    for _ in $(seq 200); do
        if (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then return; fi
        sleep 0.02
    done
    echo "$1 did not start" >&2
    exit 1
}
stop() { kill -9 "$pid" 2> /dev/null || true; wait "$pid" 2> /dev/null || true; }
ticks() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

measure() { # PATH CONNECTIONS [WRK ARGUMENTS]: prints "CPU-MICROSECONDS REQUESTS-A-SECOND" of the running server
    local path=$1 connections=$2
    shift 2
    local before after count rate text
    before=$(ticks)
    text=$(taskset -c 1 wrk -t1 -c"$connections" -d"${seconds}s" "$@" "http://127.0.0.1:$port$path")
    after=$(ticks)
    count=$(awk '/requests in/ { print $1 }' <<< "$text")
    rate=$(awk '/Requests\/sec/ { print $2 }' <<< "$text")
    awk -v ticks=$((after - before)) -v count="$count" -v rate="$rate" -v hertz="$(getconf CLK_TCK)" \
        'BEGIN { printf "%.1f %.0f\n", ticks * 1000000 / hertz / count, rate }'
}

# One row a case: every server in turn, so that a busy moment of the machine meets all of them.
compare() { # CASE SERVER…: prints the medians in this order
    local case=$1 path=/$1.html connections=64 extra=() round name etag
    shift
    case $case in
        100k | 10m) path=/$case.bin ;;
        404) path=/nothing.html ;;
        304) path=/1k.html ;;
    esac
    [ "$case" = 10m ] && connections=8
    for name; do : > "$work/$name.$case"; done
    for ((round = 0; round < rounds; round++)); do
        for name; do
            start "$name"
            if [ "$case" = 304 ]; then
                etag=$(curl -s -D- -o /dev/null "http://127.0.0.1:$port$path" | tr -d '\r' | awk 'tolower($1) == "etag:" { print $2 }')
                extra=(-H "If-None-Match: $etag")
            fi
            measure "$path" "$connections" "${extra[@]}" >> "$work/$name.$case"
            stop
        done
    done
    for name; do awk '{ print $1 }' "$work/$name.$case" | median; done | paste -sd' '
}

# In a network of its own whose congestion control is Reno for everybody: bench.sh calls itself so.
if [ "${1:-}" = --reno ]; then
    for case in 1k 100k 10m; do
        read -r own other <<< "$(compare $case webserver nginx)"
        printf '%-10s %10s %10s %10s %10s %8s\n' $case "$own" "" "$other" "" "$(awk -v a="$own" -v b="$other" 'BEGIN { printf "%.2f", a / b }')"
    done
    exit
fi

requests() {
echo "CPU microseconds a request (median of $rounds runs of $seconds s; 64 connections, 8 for 10 MB; server on one core, wrk on the other)"
printf '%-10s %10s %10s %10s %10s %8s\n' case webserver 'with log' nginx lighttpd ratio
for case in 1k 100k 10m 404 304; do
    read -r own log other third <<< "$(compare $case webserver logging nginx lighttpd)"
    printf '%-10s %10s %10s %10s %10s %8s\n' $case "$own" "$log" "$other" "$third" "$(awk -v a="$own" -v b="$other" 'BEGIN { printf "%.2f", a / b }')"
done
if [ "$(id -u)" = 0 ] && [ "$(cat /proc/sys/net/ipv4/tcp_congestion_control)" != reno ]; then
    echo "the same where the whole machine has Reno as its congestion control, and not $(cat /proc/sys/net/ipv4/tcp_congestion_control)"
    # shellcheck disable=SC2016
    SERVER=$server unshare --net sh -c 'ip link set lo up && echo reno > /proc/sys/net/ipv4/tcp_congestion_control && exec "$0" --reno' \
        "$PWD/Benchmarks/bench.sh" || echo "(no network of its own to be had here)"
fi
}

growth() {
echo
echo "growth (1 KB): CPU microseconds a request"
for files in 10 100 1000 10000; do
    cat > "$work/$files.lua" << END
local n = 0
request = function()
  n = n % $files + 1
  return wrk.format("GET", "/many/" .. n .. ".html")
end
END
done
# Rounds outside: a busy moment of the machine then meets every number of files.
for ((round = 0; round < rounds; round++)); do
    for name in webserver nginx; do
        for files in 10 100 1000 10000; do
            start $name
            measure / 64 -s "$work/$files.lua" > /dev/null
            measure / 64 -s "$work/$files.lua" >> "$work/$name.growth.$files"
            stop
        done
    done
done
for name in webserver nginx; do
    for files in 10 100 1000 10000; do
        printf '%6s files        %-10s %s\n' $files $name "$(cut -d' ' -f1 "$work/$name.growth.$files" | median)"
    done
done
for idle in 10 100 1000 10000; do
    start webserver
    rest=$(awk '/VmRSS/ { print $2 }' "/proc/$pid/status")
    python3 Benchmarks/hold_connections.py "$port" $idle > "$work/held" &
    holder=$!
    running+=("$holder")
    for _ in $(seq 400); do [ -s "$work/held" ] && break; sleep 0.05; done
    memory=$(awk '/VmRSS/ { print $2 }' "/proc/$pid/status")
    printf '%6s idle clients %s    memory %s kB (before: %s kB)\n' $idle "$(measure /1k.html 64 | cut -d' ' -f1)" "$memory" "$rest"
    kill -9 "$holder" 2> /dev/null || true
    wait "$holder" 2> /dev/null || true
    : > "$work/held"
    stop
done

echo
mkdir "$work/site/large"
(cd "$work/site/large" && seq -f 'a file of a large folder %05g.txt' 12000 | xargs -d '\n' touch)
start webserver
echo "how long others wait for 1 KB while a folder of 12,000 files is listed (one worker)"
python3 Benchmarks/listing_latency.py "$port" /large/ /1k.html
stop

echo
echo "start to first octet of an answer, milliseconds (median of 15)"
python3 Benchmarks/first_octet.py "$server" "$work/site" 18095
}

case $part in
    all) requests; growth ;;
    requests | growth) "$part" ;;
    *) echo "bench.sh: '$part' is not requests or growth" >&2; exit 64 ;;
esac
