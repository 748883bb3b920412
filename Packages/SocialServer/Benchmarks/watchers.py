#!/usr/bin/env python3
"""Watches streams with thousands of plain sockets.

Usage: watchers.py fill DATABASE                               fills a fresh database: one author, 1,000 followers
       watchers.py watch NAME HOST:PORT PID CLIENTS [TOKENS [--public]]   prints one row of the table
"""
import base64
import hashlib
import json
import select
import socket
import sqlite3
import sys
import time

FOLLOWERS = 1000
POSTS = 9


def fill(path):
    """Prints the author's token and the followers'."""
    database = sqlite3.connect(path)
    now = int(time.time() * 1000)
    accounts = [now - 86_400_000 << 16 | index for index in range(FOLLOWERS + 1)]
    insert_accounts(database, accounts)
    database.executemany(
        "INSERT INTO follows (id, account_id, target_id, shows_boosts, notifies) VALUES (?, ?, ?, 1, 0)",
        ((now << 16 | index, account, accounts[0]) for index, account in enumerate(accounts[1:])))
    database.execute(
        "UPDATE accounts SET followers_count = ? WHERE id = ?", (FOLLOWERS, accounts[0]))
    database.execute("UPDATE accounts SET following_count = 1 WHERE id <> ?", (accounts[0],))
    tokens = []
    for index, account in enumerate(accounts):
        token = base64.urlsafe_b64encode(hashlib.sha256(b"watcher %d" % index).digest()).decode().rstrip("=")
        database.execute(
            "INSERT INTO access_tokens (hash, application_id, account_id, scopes, created_at)"
            " VALUES (?, NULL, ?, 'read write', ?)", (hashlib.sha256(token.encode()).digest(), account, now))
        tokens.append(token)
    database.commit()
    print("\n".join(tokens))


def insert_accounts(database, accounts):
    database.executemany(
        "INSERT INTO accounts (id, username, username_key, email, email_key, password, display_name, display_key, note,"
        " is_locked, is_bot, is_discoverable, default_sensitive) VALUES (?, ?, ?, ?, ?, '', ?, ?, '', 0, 0, 1, 0)",
        (
            (account, name, name, f"{name}@example.org", f"{name}@example.org", name, name)
            for account, name in ((account, f"member{index}") for index, account in enumerate(accounts))
        ))


def memory(pid):
    """Megabytes that a process has in memory."""
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024


def connect(host, path, token):
    """A plain socket after the handshake."""
    name, _, port = host.rpartition(":")
    connection = socket.create_connection((name, int(port)), timeout=30)
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    proof = f"Authorization: Bearer {token}\r\n" if token else ""
    connection.sendall(
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{key}{proof}\r\n".encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        piece = connection.recv(1)
        assert piece, head
        head += piece
    assert b" 101 " in head, head
    connection.setblocking(False)
    return connection


def wait_for_all(poll, sockets, mark):
    """Reads until each socket has had a message that ends with `mark`."""
    waiting = set(sockets)
    tails = {}
    while waiting:
        events = poll.poll(30)
        assert events, f"{len(waiting)} clients have heard nothing"
        for descriptor, _ in events:
            data = tails.get(descriptor, b"") + sockets[descriptor].recv(65536)
            # A message is whole when its last bytes are there: the end of the JSON around the payload.
            if mark in data and data.endswith(b"}"):
                waiting.discard(descriptor)
                tails.pop(descriptor, None)
            else:
                tails[descriptor] = data


def watch(name, host, pid, clients, tokens, public):
    members = tokens[1:]
    path = "/api/v1/streaming?stream=" + ("public" if public else "user") if tokens else "/"
    before = memory(pid)
    sockets, poll = {}, select.epoll()
    for index in range(clients):
        connection = connect(host, path, members[index % len(members)] if members and not public else "")
        sockets[connection.fileno()] = connection
        poll.register(connection.fileno(), select.EPOLLIN)
    time.sleep(2)
    held = memory(pid)
    times = []
    sender = None if tokens else connect(host, "/speaker", "")
    for number in range(POSTS):
        mark = f"post number {number} of this run".encode()
        body = json.dumps({"status": mark.decode() + " " + "x" * 200}).encode()
        start = time.perf_counter()
        if tokens:
            post(host, tokens[0], body)
        else:
            # As long as a status's message, and masked with zeros.
            payload = (b'{"status":"' + mark + b" " + b"x" * 1500 + b'"}')
            sender.sendall(b"\x81\xfe" + len(payload).to_bytes(2, "big") + b"\0\0\0\0" + payload)
        wait_for_all(poll, sockets, mark)
        times.append((time.perf_counter() - start) * 1000)
        time.sleep(0.2)
    times.sort()
    print(f"{name:34} {held:12.0f} {times[len(times) // 2]:12.0f} {times[-1]:12.0f}   (without clients: {before:.0f} MB)")
    for connection in sockets.values():
        connection.close()


def post(host, token, body):
    """Sends a status and does not wait for the answer, which comes while the clients are read."""
    name, _, port = host.rpartition(":")
    connection = socket.create_connection((name, int(port)), timeout=30)
    connection.sendall(
        f"POST /api/v1/statuses HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    post.open = connection


if sys.argv[1] == "fill":
    fill(sys.argv[2])
else:
    _, _, name, host, pid, clients, *rest = sys.argv
    tokens = open(rest[0]).read().split() if rest else []
    watch(name, host, int(pid), int(clients), tokens, "--public" in rest)
