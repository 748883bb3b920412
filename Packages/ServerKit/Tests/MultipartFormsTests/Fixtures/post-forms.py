"""Posts forms as PyPI requests, as single bytes on a socket, and as Chromium do, and prints the answers.

Usage: post-forms.py http://HOST:PORT, by TestKit, in a folder with tricky.bin
"""
import socket
import sys
from urllib.parse import urlsplit

import browser_visit
import requests

server = sys.argv[1]


def post_with_requests():
    with open("tricky.bin", "rb") as file:
        answer = requests.post(
            server,
            data=[("text", "grüße"), ("many", "1"), ("many", "2")],
            files={"file": ('naïve "x".bin', file, "image/png")},
            timeout=30,
        )
    print("requests", answer.status_code)
    print(answer.text, end="")


def post_bytes(body):
    """Sends each byte in a packet of its own; returns the status and the answer's body."""
    address = urlsplit(server)
    head = (
        f"POST / HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in head.encode() + body:
            connection.send(bytes([byte]))
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    head, _, content = answer.partition(b"\r\n\r\n")
    return head.split()[1].decode(), content.decode()


def post_with_chromium():
    with browser_visit.running_browser() as browser:
        context = browser.new_context()
        browser_visit.complaints(context)
        page = context.new_page()
        page.goto(server)
        page.fill("input[name=text]", 'ein "Wort')
        page.set_input_files("input[name=file]", "tricky.bin")
        with page.expect_navigation() as navigation:
            page.evaluate("document.forms[0].submit()")
        print("chromium", navigation.value.status)
        print(navigation.value.text(), end="")


post_with_requests()
status, answer = post_bytes(
    b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n'
    b'--b\r\nContent-Disposition: form-data; name="b"; filename="b.txt"\r\nContent-Type: text/plain\r\n\r\ntwo\r\n--b--\r\n'
)
print("bytes", status)
print(answer, end="")
print("cut", post_bytes(b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n')[0])
post_with_chromium()
