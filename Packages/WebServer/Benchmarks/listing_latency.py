#!/usr/bin/env python3
"""Asks a server for a small file over and over while somebody else lists a large folder; prints how long it took.

Usage: listing_latency.py PORT FOLDER-ADDRESS FILE-ADDRESS
Prints the median and the slowest answer in milliseconds, first without and then with the listings.
"""
import http.client
import statistics
import subprocess
import sys
import time

port, folder, file = int(sys.argv[1]), sys.argv[2], sys.argv[3]


def ask(connection, address):
    start = time.perf_counter()
    connection.request("GET", address)
    response = connection.getresponse()
    response.read()
    assert response.status == 200, (address, response.status)
    return (time.perf_counter() - start) * 1000


def measure(goes_on):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    while goes_on() or len(times) < 1000:
        times.append(ask(connection, file))
        time.sleep(0.0005)
    return f"median {statistics.median(times):.2f}, slowest {max(times):.2f} ms of {len(times)}"


print("nobody lists:      ", measure(lambda: False))
# A process of its own: threads of one Python would wait for each other.
lister = subprocess.Popen(
    [
        sys.executable,
        "-c",
        "import http.client, sys\n"
        "c = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]))\n"
        "for _ in range(20):\n"
        "    c.request('GET', sys.argv[2])\n"
        "    r = c.getresponse()\n"
        "    assert r.status == 200 and len(r.read()) > 1000000, r.status\n",
        str(port),
        folder,
    ]
)
print("20 listings beside:", measure(lambda: lister.poll() is None))
sys.exit(lister.returncode)
