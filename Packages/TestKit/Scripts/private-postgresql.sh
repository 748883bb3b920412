#!/usr/bin/env bash
# private-postgresql.sh
#
# Starts a PostgreSQL server of its own for tests: an empty cluster in a temporary folder, owned by an unprivileged
# user, without fsync, on a free port of 127.0.0.1. Prints its address, such as
#   postgres://tester@127.0.0.1:41234/postgres
# and then obeys what it reads, one word a line, answering `ready` after each:
#   restart   stops the server, cutting all connections, and starts it again on the same port
#   stop      stops the server until `start`
#   start     starts it again
# At the end of its input it stops the server and removes the folder: whoever holds the other end of the pipe need only
# end, even by a kill, and nothing is left behind.
#
# The user tester may log in without a password, the user locked (make it with CREATE ROLE) only with one.
set -euo pipefail

case ${1:-} in
    -h | --help) sed -n '2,/^[^#]/{ /^#/!d; s/^# \{0,1\}//; p; }' "$0"; exit 0 ;;
esac

# In a session of its own it outlives a kill of the whole test run by the moment that cleaning up takes.
if [ -z "${PRIVATE_POSTGRESQL_SESSION:-}" ] && command -v setsid >/dev/null; then
    export PRIVATE_POSTGRESQL_SESSION=1
    exec setsid --wait bash "${BASH_SOURCE[0]}" "$@"
fi

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# The server's programs are not on PATH on Debian.
programs=
for folder in $(pg_config --bindir 2>/dev/null || true) /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then programs=$folder; fi
done
if [ -z "$programs" ]; then
    initdb=$(command -v initdb) || fail "PostgreSQL's server is missing: run Scripts/setup.sh, or apt-get install postgresql"
    programs=$(dirname "$initdb")
fi

# The server refuses to run as root.
as_owner=()
if [ "$(id -u)" = 0 ]; then
    owner=nobody
    if id postgres >/dev/null 2>&1; then owner=postgres; fi
    as_owner=(runuser -u "$owner" --)
fi

cd /
folder=$(mktemp -d "${TMPDIR:-/tmp}/private-postgresql-XXXXXX")
data=$folder/data
server() { "${as_owner[@]}" "$programs/pg_ctl" --pgdata "$data" --silent "$@" </dev/null >/dev/null 2>>"$folder/log"; }
clean_up() {
    trap '' INT TERM HUP PIPE
    server --mode immediate stop || true
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP
if [ "$(id -u)" = 0 ]; then chown "$owner" "$folder"; fi

"${as_owner[@]}" "$programs/initdb" --pgdata "$data" --username tester --auth trust --encoding UTF8 --locale C \
    --no-sync </dev/null >"$folder/log" 2>&1 || fail "initdb failed: $(tail -n 3 "$folder/log")"
cat >"$data/pg_hba.conf" <<TEXT
host  all  locked  127.0.0.1/32  scram-sha-256
host  all  all     127.0.0.1/32  trust
local all  all                   trust
TEXT
cat >>"$data/postgresql.conf" <<TEXT
fsync = off
full_page_writes = off
max_connections = 200
shared_buffers = 32MB
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
TEXT

started=false
for _ in 1 2 3 4 5 6 7 8; do
    port=$((20000 + RANDOM % 12000))
    echo "port = $port" >>"$data/postgresql.conf"
    if server --wait --timeout 60 --log "$folder/server.log" start; then
        started=true
        break
    fi
done
[ $started = true ] || fail "the server does not start: $(tail -n 3 "$folder/server.log")"
echo "postgres://tester@127.0.0.1:$port/postgres"

while read -r word; do
    case $word in
        restart)
            server --mode immediate --wait stop
            server --wait --timeout 60 --log "$folder/server.log" start
            ;;
        stop) server --mode immediate --wait stop ;;
        start) server --wait --timeout 60 --log "$folder/server.log" start ;;
        *) fail "'$word' is none of restart, stop, start" ;;
    esac
    echo ready
done
