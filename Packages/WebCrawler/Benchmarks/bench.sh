#!/usr/bin/env bash
# bench.sh
#
# Crawls the generated site of 20,000 pages (PAGES=N for another size), served by nginx on this machine, with
# webcrawler and its peers, and prints CPU time a page, wall time and peak memory side by side. Then the parsers:
# the tokenizer on Debian's python3-doc and postgresql-doc, and URLs a second.
#
# A peer that is slow gets fewer pages (at most SLOW, 2,000): its figures are a page's, too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$(cd ../.. && pwd)
pages=${PAGES:-20000}
slow=${SLOW:-2000}
swift build -c release --quiet --product webcrawler
webcrawler=$PWD/.build/release/webcrawler
[ -n "${VECTORS:-}" ] || { echo "bench.sh: VECTORS is not set: there is no site generator" >&2; exit 1; }

work=$(mktemp -d)
chmod 755 "$work"
servers=()
cleanup() {
    for server in "${servers[@]}"; do kill "$server" 2>/dev/null || true; done
    rm -rf "$work"
}
trap cleanup EXIT

# serve PAGES PORT writes a site and serves it.
serve() {
    python3 "$VECTORS/../tools/sitegen.py" "$work/site$1" --pages "$1" --base "http://127.0.0.1:$2" --nginx >/dev/null
    nginx -c "$work/site$1.nginx.conf" 2>/dev/null &
    servers+=($!)
}
serve "$pages" 18931
serve "$slow" 18932
sleep 1

# measure NAME PAGES COMMAND… prints a row.
measure() {
    local name=$1 count=$2
    shift 2
    (cd "$work" && /usr/bin/time -f '%U %S %e %M' -o "$work/time" "$@" >/dev/null 2>&1) || true
    awk -v name="$name" -v n="$count" '{ printf "%-34s %8d %10.3f %9.1f %9.1f\n", name, n, ($1 + $2) * 1000 / n, $3, $4 / 1024 }' \
        <(tail -n 1 "$work/time")
}
printf '%-34s %8s %10s %9s %9s\n' crawler pages "CPU ms/page" "wall s" "MB"
big=http://127.0.0.1:18931/ small=http://127.0.0.1:18932/
measure "webcrawler crawl" "$pages" "$webcrawler" crawl "$big" --quiet --database a.crawl
measure "webcrawler report --format json" "$pages" "$webcrawler" report a.crawl --format json --output a.json
if command -v wget2 >/dev/null; then
    measure "wget2 --spider -r" "$pages" wget2 -q -r -l inf --spider --max-threads=8 "$big"
fi
if command -v wget >/dev/null; then
    measure "wget -r --delete-after" "$slow" wget -q -r -l inf -nd --delete-after "$small"
fi
venv=$root/.build-venv/bin
if [ -x "$venv/scrapy" ]; then
    cat >"$work/spider.py" <<'PYTHON'
import scrapy
class Site(scrapy.Spider):
    name = "site"
    allowed_domains = ["127.0.0.1"]
    custom_settings = {"ROBOTSTXT_OBEY": True, "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False}
    def __init__(self, start, **kw):
        super().__init__(**kw)
        self.start_urls = [start]
    def parse(self, response):
        yield {"url": response.url, "title": response.css("title::text").get()}
        yield from response.follow_all(css="a::attr(href)", callback=self.parse)
PYTHON
    measure "scrapy" "$slow" "$venv/scrapy" runspider "$work/spider.py" -a "start=$small" -o "$work/scrapy.jsonl"
fi
if [ -x "$venv/linkchecker" ]; then
    measure "linkchecker" "$slow" "$venv/linkchecker" --no-status -q "$small"
fi
# curl fetches the pages that webcrawler found, without parsing.
python3 - "$work/a.json" >"$work/urls" <<'PYTHON'
import json, sys
for url in json.load(open(sys.argv[1]))["pages"]:
    print(f'url = "{url}"\noutput = "/dev/null"')
PYTHON
measure "curl -Z, no parsing" "$pages" curl -s -Z --parallel-max 8 -K "$work/urls"

echo
"$webcrawler" benchmark-parsers /usr/share/doc/python3*/html /usr/share/doc/postgresql-doc-*/html
