#!/usr/bin/env bash
# Prints how long PostgreSQL takes for the same questions over our tables and over one JSONB document for each form with
# a GIN index: medians in milliseconds inside the server. Starts a private server, which ends with the script.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=Packages/Pokedex/Benchmarks/build.sh
source Benchmarks/build.sh
psql=$(command -v psql) || { echo "psql is missing: run Scripts/setup.sh, or apt-get install postgresql" >&2; exit 1; }
server=
for folder in .. Libraries; do
    if [ -f "$folder/TestKit/Scripts/private-postgresql.sh" ]; then
        server=$folder/TestKit/Scripts/private-postgresql.sh
    fi
done
[ -n "$server" ] || { echo "the package SQLDatabase is not beside this one" >&2; exit 1; }
# The server ends when the pipe to it closes.
coproc SERVER { bash "$server"; }
read -r url <&"${SERVER[0]}"
"$pokedex" migrate --replace --quiet --database "$url"
"$psql" --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$url" --file Benchmarks/documents.sql | column -t -s "$(printf '\t')"
