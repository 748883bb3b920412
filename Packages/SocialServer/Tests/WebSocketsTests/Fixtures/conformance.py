"""Asks a WebSocket echo server what RFC 6455 requires of it, byte by byte, over plain sockets.

Usage: conformance.py HOST PORT      runs every case and prints one line of JSON with what failed
       conformance.py --judge        runs them against an echo server of PyPI websockets, to judge this tester
       conformance.py --list         prints the cases

A case says what is sent and what must come back. The groups are those of the Autobahn suite; no text of it is used.
The server echoes each message in one frame and takes messages of at most 131072 bytes at /echo.
"""
import asyncio
import json
import os
import struct
import sys

LIMIT = 131072
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
CASES = {}


def frame(opcode, payload=b"", fin=True, rsv=0, masked=True, length_bytes=None, length=None, mask=b"\x37\xfa\x21\x3d"):
    """A client's frame; the options make it wrong on purpose."""
    if isinstance(payload, str):
        payload = payload.encode()
    size = len(payload) if length is None else length
    if length_bytes is None:
        length_bytes = 0 if size < 126 else 2 if size < 65536 else 8
    head = bytes([(0x80 if fin else 0) | rsv << 4 | opcode])
    marked = 0x80 if masked else 0
    if length_bytes == 0:
        head += bytes([marked | size])
    elif length_bytes == 2:
        head += bytes([marked | 126]) + struct.pack(">H", size)
    else:
        head += bytes([marked | 127]) + struct.pack(">Q", size)
    if not masked:
        return head + payload
    return head + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))


def close(code=None, reason=b""):
    if isinstance(reason, str):
        reason = reason.encode()
    return frame(CLOSE, b"" if code is None else struct.pack(">H", code) + reason)


def case(name, sent, expected, ends=None, chop=None):
    """Adds a case.

    sent: bytes, or a list of bytes that are sent with a pause between them.
    expected: the frames that come back, as (opcode, payload).
    ends: the code of the server's close frame; None if the connection stands and the tester closes it with 1000;
          "empty" for a close frame without a code; "gone" for an end without a frame.
    chop: how many bytes are sent at a time.
    """
    assert name not in CASES, name
    CASES[name] = (sent if isinstance(sent, list) else [sent], expected, ends, chop)


def text(payload):
    return (TEXT, payload.encode() if isinstance(payload, str) else payload)


# 1 Framing: every form of the length, whole and in pieces.
for number, size in enumerate([0, 1, 125, 126, 127, 128, 65535, 65536, LIMIT]):
    case(f"1.1.{number} text of {size} bytes", frame(TEXT, b"*" * size), [(TEXT, b"*" * size)])
    case(f"1.2.{number} binary of {size} bytes", frame(BINARY, b"\xfe" * size), [(BINARY, b"\xfe" * size)])
case("1.3.1 text of 65536 bytes in pieces of 997", frame(TEXT, b"*" * 65536), [(TEXT, b"*" * 65536)], chop=997)
case("1.3.2 binary of 65535 bytes in pieces of 1301", frame(BINARY, b"\0" * 65535), [(BINARY, b"\0" * 65535)], chop=1301)
case("1.3.3 text of 200 bytes in single bytes", frame(TEXT, b"ab" * 100), [(TEXT, b"ab" * 100)], chop=1)
case("1.4.1 mask of zeros", frame(TEXT, "zero", mask=b"\0\0\0\0"), [text("zero")])
case("1.4.2 mask of ones", frame(TEXT, "ones", mask=b"\xff\xff\xff\xff"), [text("ones")])
for size in range(1, 18):
    payload = bytes(range(65, 65 + size))
    case(f"1.5.{size} mask over {size} bytes in pieces of 3", frame(TEXT, payload), [(TEXT, payload)], chop=3)
case("1.6.1 frame that is not masked", frame(TEXT, "x", masked=False), [], 1002)
case("1.6.2 ping that is not masked", frame(PING, "x", masked=False), [], 1002)
case("1.6.3 close that is not masked", frame(CLOSE, struct.pack(">H", 1000), masked=False), [], 1002)
case("1.7.1 length 5 in two bytes", frame(TEXT, "hello", length_bytes=2), [], 1002)
case("1.7.2 length 125 in two bytes", frame(TEXT, "x" * 125, length_bytes=2), [], 1002)
case("1.7.3 length 5 in eight bytes", frame(TEXT, "hello", length_bytes=8), [], 1002)
case("1.7.4 length 65535 in eight bytes", frame(TEXT, "x" * 65535, length_bytes=8), [], 1002)
case("1.7.5 length with the highest bit", frame(BINARY, "", length=2**63, length_bytes=8), [], 1002)

# 2 Pings and pongs
case("2.1 empty ping", frame(PING), [(PONG, b"")])
case("2.2 ping with text", frame(PING, "Hello, world!"), [(PONG, b"Hello, world!")])
case("2.3 ping with bytes", frame(PING, b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"), [(PONG, b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff")])
case("2.4 ping of 125 bytes", frame(PING, b"\xfe" * 125), [(PONG, b"\xfe" * 125)])
case("2.5 ping of 126 bytes", frame(PING, b"\xfe" * 126), [], 1002)
case("2.6 ping of 125 bytes in single bytes", frame(PING, b"\xfe" * 125), [(PONG, b"\xfe" * 125)], chop=1)
case("2.7 empty pong unasked", frame(PONG), [])
case("2.8 pong unasked", frame(PONG, "unsolicited pong payload"), [])
case("2.9 pong unasked, then a ping", frame(PONG, "u") + frame(PING, "p"), [(PONG, b"p")])
many = [f"payload-{index}" for index in range(10)]
case("2.10 ten pings", b"".join(frame(PING, payload) for payload in many), [(PONG, p.encode()) for p in many])
case("2.11 ten pings in single bytes", b"".join(frame(PING, p) for p in many), [(PONG, p.encode()) for p in many], chop=1)
case("2.12 pong of 126 bytes", frame(PONG, b"x" * 126), [], 1002)
case("2.13 ping with a length of 65536", frame(PING, length=65536, length_bytes=8), [], 1002)

# 3 Reserved bits
for rsv in range(1, 8):
    case(f"3.1.{rsv} text with reserved bits {rsv}", frame(TEXT, "x", rsv=rsv), [], 1002)
    case(
        f"3.2.{rsv} text, then one with reserved bits {rsv}, then a ping",
        frame(TEXT, "one") + frame(TEXT, "two", rsv=rsv) + frame(PING), [text("one")], 1002)
case("3.3 reserved bits in single bytes", frame(TEXT, "one") + frame(TEXT, "two", rsv=4), [text("one")], 1002, chop=1)
case("3.4 binary with reserved bits", frame(BINARY, b"\xff" * 8, rsv=5), [], 1002)
case("3.5 ping with reserved bits", frame(PING, "x", rsv=6), [], 1002)
case("3.6 close with reserved bits", frame(CLOSE, struct.pack(">H", 1000), rsv=7), [], 1002)
case("3.7 continuation with reserved bits", frame(TEXT, "a", fin=False) + frame(CONTINUATION, "b", rsv=1), [], 1002)

# 4 Opcodes
for opcode in [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]:
    case(f"4.1.{opcode} reserved opcode {opcode}", frame(opcode), [], 1002)
    case(f"4.2.{opcode} reserved opcode {opcode} with a payload", frame(opcode, "reserved"), [], 1002)
    case(
        f"4.3.{opcode} reserved opcode {opcode} between messages",
        frame(TEXT, "one") + frame(opcode, "x") + frame(PING), [text("one")], 1002)

# 5 Fragmentation
one, two = frame(TEXT, "frag", fin=False), frame(CONTINUATION, "ment")
case("5.1 ping in two fragments", frame(PING, "a", fin=False) + frame(CONTINUATION, "b"), [], 1002)
case("5.2 pong in two fragments", frame(PONG, "a", fin=False) + frame(CONTINUATION, "b"), [], 1002)
case("5.3 text in two fragments", one + two, [text("fragment")])
case("5.4 text in two fragments, with a pause", [one, two], [text("fragment")])
case("5.5 text in two fragments, in single bytes", one + two, [text("fragment")], chop=1)
case("5.6 ping between two fragments", one + frame(PING, "ping") + two, [(PONG, b"ping"), text("fragment")])
case("5.7 ping between two fragments, with pauses", [one, frame(PING, "ping"), two], [(PONG, b"ping"), text("fragment")])
case("5.8 ping between two fragments, in single bytes", one + frame(PING, "p") + two, [(PONG, b"p"), text("fragment")], chop=1)
case("5.9 continuation of nothing", frame(CONTINUATION, "x") + frame(TEXT, "y"), [], 1002)
case("5.10 continuation of nothing, with a pause", [frame(CONTINUATION, "x"), frame(TEXT, "y")], [], 1002)
case("5.11 continuation of nothing, in single bytes", frame(CONTINUATION, "x"), [], 1002, chop=1)
case("5.12 unfinished continuation of nothing", frame(CONTINUATION, "x", fin=False) + frame(TEXT, "y"), [], 1002)
case("5.13 unfinished continuation of nothing, in single bytes", frame(CONTINUATION, "x", fin=False), [], 1002, chop=1)
case("5.14 continuation after a whole message", frame(TEXT, "x") + frame(CONTINUATION, "y"), [text("x")], 1002)
case("5.15 text inside a text", one + frame(TEXT, "x"), [], 1002)
case("5.16 binary inside a text", one + frame(BINARY, "x"), [], 1002)
case("5.17 text inside a text, in single bytes", one + frame(TEXT, "x"), [], 1002, chop=1)
case(
    "5.18 five fragments with pings between them",
    [b"".join(frame(PING, f"p{i}") + frame(TEXT if i == 0 else CONTINUATION, f"f{i}", fin=i == 4) for i in range(5))],
    [(PONG, f"p{i}".encode()) for i in range(5)] + [text("f0f1f2f3f4")])
case(
    "5.19 five fragments with pings between them, in single bytes",
    [b"".join(frame(PING, f"p{i}") + frame(TEXT if i == 0 else CONTINUATION, f"f{i}", fin=i == 4) for i in range(5))],
    [(PONG, f"p{i}".encode()) for i in range(5)] + [text("f0f1f2f3f4")], chop=1)
case("5.20 empty fragments", frame(TEXT, fin=False) + frame(CONTINUATION, fin=False) + frame(CONTINUATION), [text("")])
case(
    "5.21 a thousand fragments of a byte",
    frame(BINARY, "x", fin=False) + frame(CONTINUATION, "x", fin=False) * 998 + frame(CONTINUATION, "x"),
    [(BINARY, b"x" * 1000)])
case("5.22 two fragmented messages", (one + two) * 2, [text("fragment")] * 2)
case("5.23 pong between two fragments", one + frame(PONG, "x") + two, [text("fragment")])
case("5.24 close between two fragments", one + close(1000) + two, [], 1000)
case("5.25 close frame in fragments", frame(CLOSE, struct.pack(">H", 1000), fin=False), [], 1002)

# 6 UTF-8
VALID = {
    "nothing": b"",
    "two bytes": "κόσμε".encode(),
    "three bytes": "Hello-µ@ßöäüàá-UTF-8!!".encode(),
    "four bytes": "𝄞🐘".encode(),
    "first of one byte": b"\x00",
    "first of two bytes": b"\xc2\x80",
    "first of three bytes": b"\xe0\xa0\x80",
    "first of four bytes": b"\xf0\x90\x80\x80",
    "last of one byte": b"\x7f",
    "last of two bytes": b"\xdf\xbf",
    "last of three bytes": b"\xef\xbf\xbf",
    "last of four bytes": b"\xf4\x8f\xbf\xbf",
    "before the surrogates": b"\xed\x9f\xbf",
    "after the surrogates": b"\xee\x80\x80",
    "replacement character": b"\xef\xbf\xbd",
    "no character FFFE": b"\xef\xbf\xbe",
    "no character 1FFFF": b"\xf0\x9f\xbf\xbf",
    "byte order mark": b"\xef\xbb\xbfx",
    "letters around eight": "1234567é1234567é".encode(),
}
INVALID = {
    "continuation alone 80": b"\x80",
    "continuation alone bf": b"\xbf",
    "two continuations": b"\x80\xbf",
    "seven continuations": b"\x80\xbf\x80\xbf\x80\xbf\x80",
    "first byte and a blank c2": b"\xc2 ",
    "first byte and a blank e0": b"\xe0 ",
    "first byte and a blank f0": b"\xf0 ",
    "last byte missing of two": b"\xc3",
    "last byte missing of three": b"\xe1\x80",
    "last byte missing of four": b"\xf1\x80\x80",
    "two bytes missing of four": b"\xf1\x80",
    "first bytes that never are c0": b"\xc0\x80",
    "first bytes that never are c1": b"\xc1\xbf",
    "first bytes that never are f5": b"\xf5\x80\x80\x80",
    "first bytes that never are f8": b"\xf8\x88\x80\x80\x80",
    "first bytes that never are fc": b"\xfc\x84\x80\x80\x80\x80",
    "byte fe": b"\xfe",
    "byte ff": b"\xff",
    "bytes fe fe ff ff": b"\xfe\xfe\xff\xff",
    "slash in two bytes": b"\xc0\xaf",
    "slash in three bytes": b"\xe0\x80\xaf",
    "slash in four bytes": b"\xf0\x80\x80\xaf",
    "longest overlong of three": b"\xe0\x9f\xbf",
    "longest overlong of four": b"\xf0\x8f\xbf\xbf",
    "nul in two bytes": b"\xc0\x80",
    "surrogate d800": b"\xed\xa0\x80",
    "surrogate dbff": b"\xed\xaf\xbf",
    "surrogate dc00": b"\xed\xb0\x80",
    "surrogate dfff": b"\xed\xbf\xbf",
    "pair of surrogates": b"\xed\xa0\x80\xed\xb0\x80",
    "above the last character": b"\xf4\x90\x80\x80",
    "wrong after good": "κόσμε".encode() + b"\xed\xa0\x80" + b"edited",
    "wrong after eight letters": b"12345678\xff12345678",
}
for number, (name, payload) in enumerate(VALID.items(), 1):
    case(f"6.1.{number} {name}", frame(TEXT, payload), [(TEXT, payload)])
    if payload:
        pieces = [payload[index : index + 1] for index in range(len(payload))]
        fragments = b"".join(
            frame(TEXT if i == 0 else CONTINUATION, piece, fin=i == len(pieces) - 1) for i, piece in enumerate(pieces))
        case(f"6.2.{number} {name}, each byte a fragment", fragments, [(TEXT, payload)])
for number, (name, payload) in enumerate(INVALID.items(), 1):
    case(f"6.3.{number} {name}", frame(TEXT, payload), [], 1007)
    case(f"6.4.{number} {name}, as binary", frame(BINARY, payload), [(BINARY, payload)])
kosme = "κόσμε".encode()
case(
    "6.5.1 wrong byte in a fragment that is not the last", [frame(TEXT, kosme, fin=False), frame(CONTINUATION, b"\xf4\x90", fin=False)],
    [], 1007)
case("6.5.2 wrong byte in the second fragment", frame(TEXT, kosme[:3], fin=False) + frame(CONTINUATION, b"\xff"), [], 1007)
case("6.5.3 text that ends inside a character", frame(TEXT, kosme[:2], fin=False) + frame(CONTINUATION, kosme[2:3]), [], 1007)
case("6.5.4 character over a ping", frame(TEXT, kosme[:3], fin=False) + frame(PING) + frame(CONTINUATION, kosme[3:]), [(PONG, b""), (TEXT, kosme)])
case("6.5.5 a message after one that ended well", frame(TEXT, kosme) + frame(TEXT, b"\x85"), [(TEXT, kosme)], 1007)
case("6.6.1 wrong byte before the frame has come", frame(TEXT, kosme + b"\xed\xa0\x80" + b"x" * 50)[:-40], [], 1007)
case("6.6.2 wrong byte before the frame has come, in single bytes", frame(TEXT, b"\xc0" + b"x" * 50)[:-40], [], 1007, chop=1)

# 7 Closing
case("7.1.1 message, then close", frame(TEXT, "Hello") + close(1000), [text("Hello")], 1000)
case("7.1.2 two close frames", close(1000) + close(1000), [], 1000)
case("7.1.3 ping after close", close(1000) + frame(PING), [], 1000)
case("7.1.4 text after close", close(1000) + frame(TEXT, "x"), [], 1000)
case("7.1.5 close inside a message", frame(TEXT, "frag", fin=False) + close(1000) + frame(CONTINUATION, "x"), [], 1000)
case("7.1.6 large message, then close", frame(BINARY, b"x" * LIMIT) + close(1000), [(BINARY, b"x" * LIMIT)], 1000)
case("7.3.1 close without a code", close(), [], "empty")
case("7.3.2 close of one byte", frame(CLOSE, b"\x03"), [], 1002)
case("7.3.3 close with a code", close(1000), [], 1000)
case("7.3.4 close with a reason", close(1000, "Hello World!"), [], 1000)
case("7.3.5 close with a reason of 123 bytes", close(1000, "*" * 123), [], 1000)
case("7.3.6 close with a reason of 124 bytes", close(1000, "*" * 124), [], 1002)
case("7.3.7 close in single bytes", close(1000, "slowly"), [], 1000, chop=1)
case("7.5.1 reason that is no UTF-8", close(1000, kosme + b"\xed\xa0\x80"), [], 1007)
case("7.5.2 reason that ends inside a character", close(1000, kosme[:-1]), [], 1007)
for code in [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999]:
    case(f"7.7.{code} close with {code}", close(code), [], code)
for code in [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535]:
    case(f"7.9.{code} close with {code}, which none may send", close(code), [], 1002)

# 9 Limits
case("9.1 text one byte over the limit", frame(TEXT, b"x" * (LIMIT + 1)), [], 1009)
case("9.2 binary one byte over the limit", frame(BINARY, b"x" * (LIMIT + 1)), [], 1009)
case("9.3 only the head of a frame that is too large", frame(BINARY, length=LIMIT + 1, length_bytes=8), [], 1009)
case("9.4 only the head of a frame of 2^62 bytes", frame(BINARY, length=2**62, length_bytes=8), [], 1009)
case(
    "9.5 fragments that are too large together",
    frame(BINARY, b"x" * LIMIT, fin=False) + frame(CONTINUATION, b"x"), [], 1009)
case(
    "9.6 fragments that fill the limit",
    frame(BINARY, b"x" * (LIMIT - 1), fin=False) + frame(CONTINUATION, b"y"), [(BINARY, b"x" * (LIMIT - 1) + b"y")])
case("9.7 the limit counts each message", frame(BINARY, b"x" * LIMIT) * 3, [(BINARY, b"x" * LIMIT)] * 3)
case("9.8 five hundred small messages at once", frame(TEXT, "x") * 500, [text("x")] * 500)
case("9.9 five hundred small messages in pieces of 5", frame(TEXT, "xyz") * 500, [text("xyz")] * 500, chop=5)
for size in [64, 256, 1024, 4096, 16384]:
    pieces = [b"*" * size] * (65536 // size)
    case(
        f"9.10.{size} text of 65536 bytes in fragments of {size}",
        b"".join(frame(TEXT if i == 0 else CONTINUATION, p, fin=i == len(pieces) - 1) for i, p in enumerate(pieces)),
        [(TEXT, b"*" * 65536)])

#: Where PyPI websockets does something else than the table says, and why the table stands: the beginnings of names.
PEER_DIFFERS = {
    "1.7.": "it takes lengths in too many bytes, which section 5.2 forbids, and calls the highest bit a size",
    "2.13": "it waits for the payload of a control frame whose length is wrong already",
    "3.2.": "it forgets what was said before a fault; a server that answers in order has answered it",
    "4.3.": "as 3.2",
    "5.14": "as 3.2",
    "7.1.1": "as 3.2: it closes before it answers",
    "7.1.6": "as 7.1.1",
    "5.24": "it takes a close frame between fragments, which section 5.4 allows, for a fault",
    "7.1.5": "as 5.24",
    "6.5.1": "it looks at a text when all of it has come; section 8.1 lets a server fail at once",
    "6.6.": "as 6.5.1",
}


async def read_frame(reader):
    first, second = await reader.readexactly(2)
    assert second & 0x80 == 0, "a server's frame is masked"
    assert first & 0x70 == 0, "a reserved bit is set"
    assert first & 0x80, "the server sends fragments"
    size = second & 0x7F
    if size == 126:
        (size,) = struct.unpack(">H", await reader.readexactly(2))
    elif size == 127:
        (size,) = struct.unpack(">Q", await reader.readexactly(8))
    return first & 0x0F, await reader.readexactly(size)


async def run_case(host, port, name):
    """None if the server did what it must, or a sentence."""
    sent, expected, ends, chop = CASES[name]
    reader, writer = await asyncio.open_connection(host, port, limit=2**20)
    try:
        writer.write(
            f"GET /echo HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0] or b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" not in head:
            return f"the handshake failed: {head.decode()}"

        async def send():
            try:
                for number, piece in enumerate(sent):
                    if number:
                        await asyncio.sleep(0.05)
                    for index in range(0, len(piece), chop or len(piece)):
                        writer.write(piece[index : index + (chop or len(piece))])
                        await writer.drain()
                        if chop:
                            await asyncio.sleep(0)
            except ConnectionError:
                pass  # the server had heard enough; its close frame tells why

        sending = asyncio.create_task(send())
        for opcode, payload in expected:
            got = await read_frame(reader)
            if got != (opcode, payload):
                return f"got opcode {got[0]} with {got[1][:40]!r} ({len(got[1])} bytes) for opcode {opcode} with {payload[:40]!r}"
        if ends is None:
            await sending
            writer.write(close(1000))
        if ends == "gone":
            got = await reader.read()
            return f"got {got[:40]!r} where nothing should be" if got else None
        opcode, payload = await read_frame(reader)
        if opcode != CLOSE:
            return f"got opcode {opcode} with {payload[:40]!r} where a close frame should be"
        code = struct.unpack(">H", payload[:2])[0] if payload else "empty"
        payload[2:].decode()
        wanted = 1000 if ends is None else ends
        if code != wanted:
            return f"was closed with {code} ({payload[2:].decode()}) where {wanted} should be"
        sending.cancel()
        try:
            writer.write(close(1000))
            writer.write_eof()
            rest = await reader.read()
        except ConnectionError:
            rest = b""
        return f"got {rest[:40]!r} after the close frame" if rest else None
    except asyncio.IncompleteReadError as error:
        return f"the connection ended after {error.partial[:40]!r}"
    except ConnectionError as error:
        return f"the connection was torn down: {error}"
    finally:
        writer.close()


async def run_all(host, port, patience=30):
    """The sentences of the cases that failed, by name."""
    gate = asyncio.Semaphore(16)

    async def one(name):
        async with gate:
            try:
                return name, await asyncio.wait_for(run_case(host, port, name), patience)
            except asyncio.TimeoutError:
                return name, "nothing came in time"
            except (AssertionError, UnicodeDecodeError) as error:
                return name, str(error)

    results = await asyncio.gather(*(one(name) for name in CASES))
    return {name: fault for name, fault in results if fault}


async def judge(answers):
    """Runs the cases against a server of PyPI websockets that sends `answers` of a message back."""
    from websockets.asyncio.server import serve
    from websockets.exceptions import ConnectionClosed

    async def echo(connection):
        try:
            async for message in connection:
                for answer in answers(message):
                    await connection.send(answer)
        except ConnectionClosed:
            pass

    async with serve(echo, "127.0.0.1", 0, max_size=LIMIT, compression=None, ping_interval=None) as server:
        return await run_all("127.0.0.1", server.sockets[0].getsockname()[1], patience=5)


def main():
    if sys.argv[1] == "--list":
        print("\n".join(CASES))
        return
    os.environ.pop("WEBSOCKETS_MAX_LOG_SIZE", None)
    if sys.argv[1] == "--judge":
        import logging

        logging.disable(logging.CRITICAL)
        faults = asyncio.run(judge(lambda message: [message]))
        strange = [name for name in faults if not any(name.startswith(start) for start in PEER_DIFFERS)]
        # A tester that finds nothing in a server that answers twice, or late, would find nothing in ours.
        broken = asyncio.run(judge(lambda message: [message, message]))
        print(json.dumps({"cases": len(CASES), "faults": faults, "strange": strange, "broken": len(broken)}))
        return
    else:
        faults = asyncio.run(run_all(sys.argv[1], int(sys.argv[2])))
    print(json.dumps({"cases": len(CASES), "faults": faults}))


main()
