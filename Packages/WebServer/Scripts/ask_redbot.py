"""Lets redbot, which asks again with ranges, conditions and codings, judge addresses of a server on this machine.
Usage: ask_redbot.py PORT PATH STATUS [PATH STATUS…]. Prints each note above "good" or "info", and how many it has read."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

port, *asked = sys.argv[1:]
redbot = Path(sys.executable).parent / "redbot"


def judge(path: str, status: str) -> tuple[int, list[str]]:
    run = subprocess.run([redbot, "-o", "har", f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True,
                         timeout=60, check=True)
    entry = json.loads(run.stdout)["log"]["entries"][0]
    notes = entry["_red_messages"]
    bad = [f"{path}: {note['level']}: {note['summary']}" for note in notes if note["level"] not in ("GOOD", "INFO")]
    if str(entry["response"]["status"]) != status:
        bad.append(f"{path}: {entry['response']['status']} instead of {status}")
    return len(notes), bad


with ThreadPoolExecutor(4) as pool:
    judged = list(pool.map(judge, asked[::2], asked[1::2]))
for _, bad in judged:
    print("\n".join(bad), end="\n" if bad else "")
print(f"{len(judged)} addresses, {sum(count for count, _ in judged)} notes")
