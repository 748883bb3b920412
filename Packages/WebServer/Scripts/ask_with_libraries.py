"""Asks a server with the HTTP libraries of Python. Usage: ask_with_libraries.py PORT. Prints "ok" at the end."""

import http.client
import sys

import httpx
import requests

port = int(sys.argv[1])
base = f"http://127.0.0.1:{port}"

session = requests.Session()
for _ in range(3):
    answer = session.get(f"{base}/a.txt", timeout=5)
    assert (answer.status_code, answer.text) == (200, "hello\n"), answer
tag = answer.headers["ETag"]
assert session.get(f"{base}/a.txt", headers={"If-None-Match": tag}, timeout=5).status_code == 304
assert session.head(f"{base}/a.txt", timeout=5).headers["Content-Length"] == "6"
assert session.get(f"{base}/sub", timeout=5).url.endswith("/sub/")
assert session.post(f"{base}/a.txt", data=b"x" * 100_000, timeout=5).status_code == 405
assert session.get(f"{base}/none", timeout=5).status_code == 404

with httpx.Client(base_url=base) as client:
    assert client.get("/a.txt", headers={"Range": "bytes=1-2"}).text == "el"
    assert client.get("/large.bin").content == bytes(i % 251 for i in range(300_000))
    assert client.post("/a.txt", content=iter([b"chunk"] * 3)).status_code == 405
    assert client.options("/a.txt").headers["Allow"] == "GET, HEAD, OPTIONS"

connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
for path, status in (("/", 200), ("/none", 404), ("/a.txt", 200)):
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status == status and len(answer.read()) > 0
print("ok")
