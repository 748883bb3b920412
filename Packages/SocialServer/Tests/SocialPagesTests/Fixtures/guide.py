#!/usr/bin/env python3
"""Acts out the guide's use case against a running server over plain sockets, and holds the bytes against the guide.

    guide.py URL GUIDE            check: exit status 1, and the difference, if the guide shows anything else
    guide.py URL GUIDE --write    put the bytes of this run into the guide

The guide marks each block with a comment, `<!-- bytes: NAME -->`, before the fence. What differs from run to run (ids,
tokens, codes, times, the port) is compared as what it is, not by its value. Nothing but Python's own library is used:
what is on the wire is exactly what stands here.
"""

import base64
import difflib
import hashlib
import html
import json
import os
import re
import signal
import socket
import sys
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

PASSWORD = "correct horse battery"
REDIRECT = "https://kettle.example/back"


class Wire:
    """One connection; remembers the last bytes in either direction."""

    def __init__(self, address: str):
        parts = urlsplit(address)
        self.host = parts.netloc
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=30)
        self.waiting = b""

    def more(self) -> None:
        read = self.socket.recv(65536)
        if not read:
            raise EOFError("the server closed the connection")
        self.waiting += read

    def until(self, mark: bytes) -> bytes:
        while mark not in self.waiting:
            self.more()
        end = self.waiting.index(mark) + len(mark)
        taken, self.waiting = self.waiting[:end], self.waiting[end:]
        return taken

    def take(self, count: int) -> bytes:
        while len(self.waiting) < count:
            self.more()
        taken, self.waiting = self.waiting[:count], self.waiting[count:]
        return taken

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, body: str = "") -> tuple[str, str, str]:
        """Sends a request and returns it, the head of the answer, and its body."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        if body:
            lines.append(f"Content-Length: {len(body.encode())}")
        request = "\r\n".join(lines) + "\r\n\r\n" + body
        self.socket.sendall(request.encode())
        head = self.until(b"\r\n\r\n").decode()
        length = re.search(r"(?i)content-length: (\d+)", head)
        return request, head, self.take(int(length[1]) if length else 0).decode()

    def frame(self) -> tuple[bytes, bytes]:
        """The next WebSocket frame of the server: all of its bytes, and its payload."""
        head = self.take(2)
        length = head[1]
        extended = self.take(2) if length == 126 else b""
        if extended:
            length = int.from_bytes(extended)
        payload = self.take(length)
        return head + extended + payload, payload

    def text(self) -> tuple[bytes, bytes]:
        """The next frame with text; pings between are answered."""
        while True:
            whole, payload = self.frame()
            if whole[0] == 0x89:
                self.socket.sendall(masked(0x8A, payload))
            elif whole[0] == 0x81:
                return whole, payload


def masked(opcode: int, payload: bytes) -> bytes:
    """A client's frame (RFC 6455, 5.3), with the key of the RFC's own example, so that runs can be compared."""
    key = bytes.fromhex("37fa213d")
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2)
    return bytes([opcode]) + length + key + bytes(byte ^ key[place % 4] for place, byte in enumerate(payload))


def dump(data: bytes, rows: int = 99) -> str:
    """Bytes as hexadecimal and as text, sixteen a line."""
    lines = []
    for start in range(0, len(data), 16):
        part = data[start:start + 16]
        shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in part)
        lines.append(f"{start:04x}  {part.hex(' '):<47}  {shown}")
    return "\n".join(lines[:rows] + ([f"…     {len(data)} bytes in all"] if len(lines) > rows else []))


def on_the_wire(*parts: str) -> str:
    """Text as it was sent; the line ends, which are CR LF, are lines here."""
    return "\n".join(part.replace("\r\n", "\n").rstrip("\n") for part in parts)


def sign_in(wire: Wire, name: str, query: str) -> str:
    """The forms that a browser fills in; returns the cookie of the login."""
    _, head, page = wire.ask("GET", f"/oauth/authorize?{query}")
    cookie = re.search(r"(?i)set-cookie: ([^;\r]+)", head)[1]
    fields = hidden(page) | {"username": name, "password": PASSWORD}
    _, head, _ = wire.ask("POST", "/auth/sign_in", form({"Cookie": cookie}), urlencode(fields))
    return next(found for found in re.findall(r"(?i)set-cookie: ([^;\r]+)", head) if not found.endswith("="))


def hidden(page: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', page)
            if name != "decision"}


def form(headers: dict[str, str]) -> dict[str, str]:
    return headers | {"Content-Type": "application/x-www-form-urlencoded"}


def token(address: str, name: str, blocks: dict[str, str] | None) -> str:
    """From nothing to a token, by RFC 6749 with RFC 7636."""
    blocks = {} if blocks is None else blocks
    wire = Wire(address)
    request, head, answer = wire.ask(
        "POST", "/api/v1/apps", {"Content-Type": "application/json"},
        json.dumps({"client_name": "Kettle", "redirect_uris": REDIRECT, "scopes": "read write"}))
    blocks["register"] = on_the_wire(request) + "\n\n" + on_the_wire(head, "\n" + answer)
    app = json.loads(answer)
    verifier = base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    query = urlencode({
        "response_type": "code", "client_id": app["client_id"], "redirect_uri": REDIRECT, "scope": "read write",
        "state": "tea", "code_challenge": challenge, "code_challenge_method": "S256"}, quote_via=quote)
    cookie = sign_in(wire, name, query)
    request, _, page = wire.ask("GET", f"/oauth/authorize?{query}", {"Cookie": cookie})
    blocks["authorize"] = on_the_wire(request)
    _, head, _ = wire.ask(
        "POST", "/oauth/authorize", form({"Cookie": cookie}), urlencode(hidden(page) | {"decision": "allow"}))
    blocks["redirect"] = "\n".join(line for line in head.splitlines() if re.match(r"(?i)HTTP|location", line))
    code = parse_qs(urlsplit(re.search(r"(?i)location: (\S+)", head)[1]).query)["code"][0]
    request, head, answer = wire.ask("POST", "/oauth/token", form({}), urlencode({
        "grant_type": "authorization_code", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "redirect_uri": REDIRECT, "code": code, "code_verifier": verifier}))
    blocks["token"] = on_the_wire(request) + "\n\n" + on_the_wire(head, "\n" + answer)
    return json.loads(answer)["access_token"]


def act(address: str) -> dict[str, str]:
    """Ada posts over REST; Grace, who follows her, hears of it and answers over her WebSocket."""
    blocks: dict[str, str] = {}
    ada = token(address, "ada", blocks)
    grace = token(address, "grace", None)
    rest = Wire(address)
    bearer = {"Authorization": f"Bearer {ada}"}
    ada_id = json.loads(rest.ask("GET", "/api/v1/accounts/verify_credentials", bearer)[2])["id"]
    rest.ask("POST", f"/api/v1/accounts/{ada_id}/follow", {"Authorization": f"Bearer {grace}"})

    live = Wire(address)
    upgrade, head, _ = live.ask("GET", "/api/v1/streaming?stream=user", {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": grace})
    blocks["upgrade"] = on_the_wire(upgrade) + "\n\n" + on_the_wire(head)

    request, head, answer = rest.ask(
        "POST", "/api/v1/statuses", bearer | {"Content-Type": "application/json", "Idempotency-Key": "kettle-1"},
        json.dumps({"status": "The kettle is on. Who wants #tea?"}))
    blocks["post"] = on_the_wire(request) + "\n\n" + on_the_wire(head, "\n" + answer)
    status = json.loads(answer)

    whole, payload = live.text()
    blocks["event"] = dump(whole, 6)
    heard = json.loads(payload)
    assert heard["event"] == "update" and json.loads(heard["payload"])["id"] == status["id"], heard
    assert whole[1] == 126 and int.from_bytes(whole[2:4]) == len(payload)

    said = json.dumps({"type": "post", "id": "1", "status": {"status": "Me!", "in_reply_to_id": status["id"]}})
    sent = masked(0x81, said.encode())
    live.socket.sendall(sent)
    blocks["say"] = said + "\n\n" + dump(sent, 4)
    while True:
        _, payload = live.text()
        heard = json.loads(payload)
        if heard["event"] == "posted":
            break
    answered = json.loads(heard["payload"])
    assert answered["in_reply_to_id"] == status["id"], answered
    blocks["posted"] = payload.decode()[:160] + "…"

    closing = masked(0x88, (1000).to_bytes(2))
    live.socket.sendall(closing)
    while (frame := live.frame()[0])[0] != 0x88:
        pass
    blocks["close"] = "client  " + closing.hex(" ") + "\nserver  " + frame.hex(" ")
    return blocks


def shape(block: str) -> list[str]:
    """A block with what differs from run to run taken out."""
    block = re.sub(r"[0-9a-f]{4}  (?:[0-9a-f]{2} ?){1,16} .*", "<bytes>", block)
    block = re.sub(r"127\.0\.0\.1:\d+", "<host>", block)
    block = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "<time>", block)
    block = re.sub(r"\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT", "<date>", block)
    block = re.sub(r"\d{4}-\d\d-\d\d", "<day>", block)
    block = re.sub(r"[A-Za-z0-9_-]{43}", "<secret>", block)
    block = re.sub(r"(?i)(content-length|ratelimit-\w+): \S+", r"\1: <number>", block)
    block = re.sub(r"(\w+_count\":)\d+", r"\1<number>", block)
    block = re.sub(r"created_at\":\d+", "created_at\":<number>", block)
    block = re.sub(r"\d{17,19}", "<id>", block)
    block = re.sub(r"…     \d+ bytes", "…     <number> bytes", block)
    return block.splitlines()


def main() -> int:
    signal.alarm(60)  # a server that only sends pings must not keep the test
    address, guide = sys.argv[1], Path(sys.argv[2])
    blocks = act(address)
    text = guide.read_text()
    place = re.compile(r"^(<!-- bytes: (\w+) -->\n```\w*\n)(.*?)^```$", re.S | re.M)
    shown = {found[2]: found[3].rstrip("\n") for found in place.finditer(text)}
    if "--write" in sys.argv:
        guide.write_text(place.sub(lambda found: f"{found[1]}{blocks[found[2]]}\n```", text))
        return 0
    faults = [f"the guide has no block '{name}'" for name in blocks if name not in shown]
    faults += [f"the guide's block '{name}' is none of this use case" for name in shown if name not in blocks]
    for name in shown.keys() & blocks.keys():
        faults += difflib.unified_diff(shape(shown[name]), shape(blocks[name]), f"guide: {name}", f"wire: {name}", lineterm="")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
