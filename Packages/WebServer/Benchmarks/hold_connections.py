"""Opens COUNT connections to a port of this machine, asks once over each, and holds them open.
Usage: hold_connections.py PORT COUNT. Prints "held" when all are open."""

import resource
import socket
import sys
import time

port, count = int(sys.argv[1]), int(sys.argv[2])
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
held = []
for number in range(count):
    client = socket.create_connection(("127.0.0.1", port))
    client.sendall(b"GET /1k.html HTTP/1.1\r\nHost: a\r\n\r\n")
    assert client.recv(4096).startswith(b"HTTP/1.1 200")
    held.append(client)
print("held", flush=True)
time.sleep(600)
