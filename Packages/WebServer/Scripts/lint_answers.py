"""Lets httplint judge one answer of every kind. Usage: lint_answers.py PORT. Prints each note above "good" or "info",
and at the end how many answers it has seen."""

import http.client
import sys
import time

from httplint import HttpRequestLinter, HttpResponseLinter, levels

port = int(sys.argv[1])


def ask(method, path, fields):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, headers=fields)
    answer = connection.getresponse()
    return answer, answer.read()


first, _ = ask("GET", "/a.txt", {})
tag, date = first.headers["ETag"], first.headers["Last-Modified"]
kinds = [
    ("GET", "/", {}), ("GET", "/a.txt", {}), ("HEAD", "/a.txt", {}), ("GET", "/large.bin", {}),
    ("GET", "/a.txt", {"If-None-Match": tag}), ("GET", "/a.txt", {"If-Modified-Since": date}),
    ("GET", "/a.txt", {"If-Match": '"x"'}), ("GET", "/a.txt", {"Range": "bytes=0-1"}),
    ("GET", "/a.txt", {"Range": "bytes=0-1,4-5"}), ("GET", "/a.txt", {"Range": "bytes=9-"}),
    ("GET", "/coded.css", {"Accept-Encoding": "gzip"}), ("GET", "/coded.css", {}), ("GET", "/none", {}),
    ("GET", "/sub", {}), ("GET", "/sub/", {}), ("OPTIONS", "/a.txt", {}), ("POST", "/a.txt", {}),
    ("BREW", "/a.txt", {}), ("GET", "/%zz", {}), ("GET", "/a.txt", {"X": "y" * 9000}), ("GET", "/healthz", {}),
]
# Two notes say nothing against the answer that they stand at.
explained = {
    # RFC 9110, 15.3.7.2: a multipart 206 has Content-Range in its parts and must not have it in its head.
    (206, "This response is partial, but doesn't have a Content-Range header."),
    # The note for the status 400 as such; the request was malformed on purpose.
    (400, "The server didn't understand the request."),
}
seen = 0
for method, path, fields in kinds:
    answer, content = ask(method, path, fields)
    request = HttpRequestLinter()
    request.process_request_topline(method.encode(), f"http://localhost:{port}{path}".encode(), b"1.1")
    request.process_headers([(b"Host", b"localhost")] + [(k.encode(), v.encode()) for k, v in fields.items()])
    request.finish_content(True)
    linter = HttpResponseLinter(start_time=time.time(), no_content=method == "HEAD")
    linter._related = request
    linter.process_response_topline(b"1.1", str(answer.status).encode(), answer.reason.encode())
    linter.process_headers([(k.encode(), v.encode()) for k, v in answer.getheaders()])
    linter.feed_content(content)
    linter.finish_content(True)
    for note in linter.notes:
        if (answer.status, str(note.summary)) in explained:
            continue
        if note.level not in (levels.GOOD, levels.INFO):
            print(f"{method} {path} {str(fields)[:60]}: {answer.status}: {note.level}: {note.summary}")
    seen += 1
print(f"{seen} answers")
