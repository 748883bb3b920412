#!/usr/bin/env bash
# Prints the tool's benchmark table. It has nothing to measure yet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
swift build -c release --quiet
echo "no benchmark yet"
