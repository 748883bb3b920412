#!/usr/bin/env bash
# Prints the tool's benchmark table.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ "${1:-}" = --no-build ] || swift build -c release --quiet
