"""Asks a server for WebSockets in right and wrong ways (RFC 6455, section 4.2), over plain sockets.

Usage: handshakes.py HOST PORT; prints one line of JSON with the cases that failed.
At /echo there is a WebSocket, at /refused one that everybody is refused with 401, at /chosen one with the subprotocol
`second`; / is a page.
"""
import json
import socket
import sys
from concurrent.futures import ThreadPoolExecutor

HOST, PORT = sys.argv[1], int(sys.argv[2])
GOOD = {
    "Host": "x", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def request(path="/echo", method="GET", version="HTTP/1.1", extra="", **changes):
    headers = dict(GOOD)
    for name, value in changes.items():
        name = {"host": "Host"}.get(name, name)
        name = name.replace("_", "-").title().replace("Websocket", "WebSocket")
        if value is None:
            headers.pop(name)
        else:
            headers[name] = value
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{method} {path} {version}\r\n{lines}{extra}\r\n"


def plain(path):
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n"


# name: (request, the statuses of the answers, words that the answers must have)
CASES = {
    "a good one": (request(), [101], ["sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "upgrade: websocket"]),
    "a slash at the end": (request("/echo/"), [101], []),
    "a query": (request("/echo?a=b"), [101], []),
    "the tokens in other cases": (request(upgrade="WebSocket", connection="keep-alive, UPGRADE"), [101], []),
    "headers with blanks": (request(upgrade="  websocket  ", connection=" upgrade "), [101], []),
    "a list of upgrades": (request(upgrade="h2c, websocket"), [101], []),
    "subprotocols": (request("/chosen", sec_websocket_protocol="first, second"), [101], ["sec-websocket-protocol: second"]),
    "subprotocols that are not wanted": (request(sec_websocket_protocol="first"), [101], []),
    "extensions that are not there": (request(sec_websocket_extensions="permessage-deflate"), [101], []),
    "no version": (request(sec_websocket_version=None), [426], ["sec-websocket-version: 13"]),
    "version 8": (request(sec_websocket_version="8"), [426], ["sec-websocket-version: 13"]),
    "version 14": (request(sec_websocket_version="14"), [426], ["sec-websocket-version: 13"]),
    "version 13 twice": (request(extra="Sec-WebSocket-Version: 13\r\n"), [426], []),
    "no key": (request(sec_websocket_key=None), [400], ["Sec-WebSocket-Key"]),
    "an empty key": (request(sec_websocket_key=""), [400], []),
    "a key of 15 bytes": (request(sec_websocket_key="dGhlIHNhbXBsZSBub25j"), [400], []),
    "a key of 24 other letters": (request(sec_websocket_key="dGhlIHNhbXBsZSBub25jZQ!!"), [400], []),
    "two keys": (request(extra="Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), [400], []),
    "no Connection": (request(connection=None), [400], []),
    "Connection: close": (request(connection="close"), [400], []),
    "no Upgrade": (request(upgrade=None), [426], ["upgrade: websocket"]),
    "another Upgrade": (request(upgrade="h2c"), [426], ["upgrade: websocket"]),
    "POST": (request(method="POST", extra="Content-Length: 0\r\n"), [405], ["allow: GET"]),
    "a body": (request(extra="Content-Length: 3\r\n") + "abc", [400], ["no body"]),
    "a page, asked for with another Upgrade": (request("/", upgrade="h2c"), [200], ["a page"]),
    "a page, asked for with another Upgrade and a body": (
        request("/", method="POST", upgrade="h2c", extra="Content-Length: 3\r\n") + "abc", [200], ["a page"]),
    "HTTP/1.0": (request(version="HTTP/1.0"), [400], []),
    "a plain GET of the path": (plain("/echo"), [426], ["upgrade: websocket"]),
    "a refused client": (request("/refused"), [401], ["www-authenticate: Bearer", "Who are you?"]),
    "an unknown path": (request("/nothing"), [404], ["nothing is here"]),
    "an unknown path, with a wrong handshake": (request("/nothing", sec_websocket_key=None), [404], []),
    "a page, asked for as a WebSocket": (request("/"), [200], ["a page"]),
    "a second request": (plain("/") + request(), [200, 400], ["first request"]),
    "a page after a page": (plain("/") + plain("/"), [200, 200], []),
    "no HTTP": ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", [400], []),
    "a header without a name": ("GET /echo HTTP/1.1\r\n: x\r\n\r\n", [400], []),
    "headers without end": (request(extra="X: " + "x" * 100000 + "\r\n"), [400], []),
}


def statuses_in(answer):
    # The body of an answer may end where the next one begins.
    return [int(part[:3]) for part in answer.split("HTTP/1.1 ")[1:]]


def ask(text, statuses):
    """The answers as text, read until the connection ends, or all is there that is expected and nothing follows."""
    with socket.create_connection((HOST, PORT), timeout=60) as connection:
        try:
            connection.sendall(text.encode("latin-1"))
        except ConnectionError:
            pass
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
                if b" 101 " in answer:
                    break
                if statuses_in(answer.decode("latin-1")) == statuses:
                    connection.settimeout(2)
        except (TimeoutError, ConnectionError):
            pass
    return answer.decode("latin-1")


faults = {}
with ThreadPoolExecutor(16) as pool:
    answers = dict(zip(CASES, pool.map(lambda case: ask(*case[:2]), CASES.values())))
for name, (text, statuses, words) in CASES.items():
    answer = answers[name]
    got = statuses_in(answer)
    if got != statuses:
        faults[name] = f"{got} where {statuses} should be: {answer[:300]}"
    for word in words:
        if word.lower() not in answer.lower():
            faults[name] = f"no '{word}' in {answer[:300]}"
print(json.dumps({"cases": len(CASES), "faults": faults}))
