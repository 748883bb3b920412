#!/usr/bin/env bash
# bench.sh
#
# Usage: Benchmarks/bench.sh [crawlers | folder | parsers]     all three without an argument.
# WEBCRAWLER=FILE measures that program and builds none.
#
# Crawls the generated site of 20,000 pages (PAGES=N for another size), served by nginx on this machine, with
# webcrawler and its peers, and prints CPU time a page, wall time and peak memory side by side. Then a folder of 10,000
# Markdown files (FILES=N) with 20 links each, half of them with a fragment. Then the parsers:
# the tokenizer on Debian's python3-doc and postgresql-doc beside libxml2, gumbo and lexbor, and URLs a second.
#
# Fast programs run three times, and the run with the median CPU time counts. Scrapy and linkchecker run once, on a site
# of fewer pages of the same kind (SLOW, 3,000): at 10 ms a page they would take minutes otherwise.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$(cd ../.. && pwd)
pages=${PAGES:-20000}
slow=${SLOW:-3000}
files=${FILES:-10000}
part=${1:-all}
# As Scripts/install.sh builds it; written out, since this folder also stands alone.
webcrawler=${WEBCRAWLER:-$PWD/.build-release/release/webcrawler}
[ -n "${WEBCRAWLER:-}" ] || swift build -c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked \
    --scratch-path .build-release --quiet --product webcrawler
[ -n "${VECTORS:-}" ] || [ "$part" = folder ] || { echo "bench.sh: VECTORS is not set: there is no site generator" >&2; exit 1; }

work=$(mktemp -d)
# linkchecker gives up the rights of root, and must still be able to read its configuration and write its output.
chmod 777 "$work"
servers=()
cleanup() {
    for server in "${servers[@]}"; do kill "$server" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap cleanup EXIT

# serve PAGES PORT writes a site and serves it.
serve() {
    python3 "$VECTORS/../tools/sitegen.py" "$work/site$1" --pages "$1" --base "http://127.0.0.1:$2" --nginx >/dev/null
    # linkchecker asks a host only ten times a second, unless its answers have this header field.
    sed -i 's/access_log off;/access_log off; add_header LinkChecker yes;/' "$work/site$1.nginx.conf"
    nginx -c "$work/site$1.nginx.conf" 2>/dev/null &
    servers+=($!)
}

# measure RUNS NAME PAGES COMMAND… prints a row.
measure() {
    local runs=$1 name=$2 count=$3
    shift 3
    : >"$work/times"
    for ((run = 0; run < runs; run++)); do
        rm -f "$work"/a.crawl*
        (cd "$work" && /usr/bin/time -f '%U %S %e %M' -o "$work/time" "$@" >"$work/output" 2>&1) || true
        tail -n 1 "$work/time" >>"$work/times"
    done
    awk '{ print $1 + $2, $3, $4 }' "$work/times" | sort -n | sed -n "$((runs / 2 + 1))p" | awk -v name="$name" -v n="$count" \
        '{ printf "%-34s %8d %12.3f %8.1f %6.0f\n", name, n, $1 * 1000 / n, $2, $3 / 1024 }'
}
crawlers() {
printf '%-34s %8s %12s %8s %6s\n' crawler pages "CPU ms/page" "wall s" "MB"
serve "$pages" 18931
serve "$slow" 18932
sleep 1
big=http://127.0.0.1:18931/ small=http://127.0.0.1:18932/
# The site's pages beyond its reachable ones cost nobody anything; a page is one of the site's.
measure 3 "webcrawler crawl" "$pages" "$webcrawler" crawl "$big" --quiet --database a.crawl
cp "$work/a.crawl" "$work/kept.crawl"
measure 3 "webcrawler report --format json" "$pages" "$webcrawler" report kept.crawl --format json --output a.json
measure 3 "webcrawler check (crawl and audit)" "$pages" "$webcrawler" check "$big" --quiet --json --output c.json
if command -v wget2 >/dev/null; then
    measure 3 "wget2 -r --spider" "$pages" wget2 -q -r -l inf --spider --max-threads=8 "$big"
fi
if command -v wget >/dev/null; then
    measure 1 "wget -r --delete-after" "$pages" wget -q -r -l inf --delete-after "$big"
fi
# curl fetches the pages that webcrawler found, without parsing.
python3 - "$work/a.json" >"$work/urls" <<'PYTHON'
import json, sys
for url in json.load(open(sys.argv[1]))["pages"]:
    print(f'url = "{url}"\noutput = "/dev/null"')
PYTHON
measure 3 "curl -Z, no parsing" "$pages" curl -s -Z --parallel-max 8 -K "$work/urls"
venv=$root/.build-venv/bin
if [ -x "$venv/scrapy" ]; then
    cat >"$work/spider.py" <<'PYTHON'
import scrapy
class Site(scrapy.Spider):
    name = "site"
    allowed_domains = ["127.0.0.1"]
    custom_settings = {"ROBOTSTXT_OBEY": True, "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
                       "DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}
    def __init__(self, start, **kw):
        super().__init__(**kw)
        self.start_urls = [start]
    def parse(self, response):
        yield {"url": response.url, "title": response.css("title::text").get()}
        yield from response.follow_all(css="a::attr(href)", callback=self.parse)
PYTHON
    measure 1 "scrapy" "$slow" "$venv/scrapy" runspider "$work/spider.py" -a "start=$small" -o "$work/scrapy.jsonl"
fi
if [ -x "$venv/linkchecker" ]; then
    # With the header field above, it keeps to this.
    printf '[checking]\nmaxrequestspersecond=100000\nthreads=8\n' >"$work/linkcheckerrc"
    measure 1 "linkchecker" "$slow" "$venv/linkchecker" --config="$work/linkcheckerrc" --no-status "$small"
fi
}

folder() {
    python3 - "$work/notes" "$files" <<'PYTHON'
import os, random, sys
folder, count = sys.argv[1], int(sys.argv[2])
choose = random.Random(1)
for n in range(count):
    os.makedirs(f"{folder}/{n % 100}", exist_ok=True)
    links = []
    for k in range(20):
        other = choose.randrange(count)
        links.append(f"- [page {other}](../{other % 100}/{other}.md{'#part-3' if k % 2 else ''}) and `code` with *emphasis*.")
    parts = [f"## Part {k}\n\nSome words of a paragraph, as notes have them.\n" for k in range(5)]
    with open(f"{folder}/{n % 100}/{n}.md", "w") as file:
        file.write(f"# Page {n}\n\n" + "\n".join(links) + "\n\n" + "\n".join(parts))
PYTHON
    echo
    measure 3 "webcrawler check of Markdown files" "$files" "$webcrawler" check notes --quiet --json --output n.json
}

parsers() {
echo
folders=(/usr/share/doc/python3*/html /usr/share/doc/postgresql-doc-*/html)
"$webcrawler" benchmark-parsers "${folders[@]}"
find "${folders[@]}" -name '*.html' -type f >"$work/documents"
if [ -e /usr/include/gumbo.h ]; then
    read -ra flags <<<"$(pkg-config --cflags --libs gumbo libxml-2.0)"
    cc -O2 -o "$work/peers" Benchmarks/parser-peers.c "${flags[@]}"
    "$work/peers" <"$work/documents"
fi
if [ -x "$venv/python" ] && "$venv/python" -c 'import selectolax' 2>/dev/null; then
    "$venv/python" - "$work/documents" <<'PYTHON'
import sys, time
from selectolax.lexbor import LexborHTMLParser
documents = [open(name.rstrip("\n"), "rb").read() for name in open(sys.argv[1])]
start = time.process_time()
for document in documents:
    LexborHTMLParser(document)
print(f"{'lexbor (selectolax), tree:':28s} {sum(map(len, documents)) / (time.process_time() - start) / 1e6:.0f} MB/s")
PYTHON
fi
}

case $part in
    all) crawlers; folder; parsers ;;
    crawlers | folder | parsers) "$part" ;;
    *) echo "bench.sh: '$part' is not crawlers, folder or parsers" >&2; exit 64 ;;
esac
