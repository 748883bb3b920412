"""Starts a server again and again and takes the time from the start to the first octet of its answer.
Usage: first_octet.py SERVER FOLDER PORT."""

import socket
import statistics
import subprocess
import sys
import time

server, folder, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
times = []
for _ in range(15):
    start = time.perf_counter()
    process = subprocess.Popen([server, folder, "--port", str(port), "--quiet"], stdout=subprocess.DEVNULL)
    while True:
        try:
            client = socket.create_connection(("127.0.0.1", port))
            break
        except ConnectionRefusedError:
            time.sleep(0.0002)
    client.sendall(b"GET /1k.html HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    client.recv(1)
    times.append((time.perf_counter() - start) * 1000)
    client.close()
    process.kill()
    process.wait()
print(f"{statistics.median(times):.1f}")
