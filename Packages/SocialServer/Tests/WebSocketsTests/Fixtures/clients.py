"""Talks to a WebSocket echo server as real clients do, and prints what they saw.

Usage: clients.py websockets|websocket-client|chromium HOST:PORT
"""
import asyncio
import sys

address = sys.argv[2]
texts = ["hello", "", "grüße 𝄞", "x" * 100000]


async def with_websockets():
    from websockets.asyncio.client import connect
    from websockets.exceptions import ConnectionClosed, InvalidStatus

    async with connect(f"ws://{address}/echo", open_timeout=120) as connection:
        for text in texts:
            await connection.send(text)
            assert await connection.recv() == text
        await connection.send(b"\x00\xff")
        assert await connection.recv() == b"\x00\xff"
        await connection.send(["in ", "three ", "fragments"])
        assert await connection.recv() == "in three fragments"
        await (await connection.ping(b"are you there"))
        await connection.close(4001, "enough")
    print("closed", connection.close_code)
    async with connect(f"ws://{address}/chosen", subprotocols=["first", "second"], open_timeout=120) as connection:
        print("subprotocol", connection.subprotocol)
    async with connect(f"ws://{address}/echo", max_size=None, open_timeout=120) as connection:
        await connection.send("x" * 200000)
        try:
            await connection.recv()
        except ConnectionClosed as closed:
            print("too much", closed.rcvd.code, closed.rcvd.reason)
    for path in ["/nothing", "/refused"]:
        try:
            async with connect(f"ws://{address}{path}", open_timeout=120):
                print("a WebSocket where none should be")
        except InvalidStatus as error:
            print("refused", error.response.status_code)


def with_websocket_client():
    import websocket

    connection = websocket.create_connection(f"ws://{address}/echo", timeout=120)
    for text in texts:
        connection.send(text)
        assert connection.recv() == text
    connection.send_binary(b"\x00\xff")
    assert connection.recv() == b"\x00\xff"
    connection.ping("are you there")
    opcode, payload = connection.recv_data(control_frame=True)
    assert (opcode, payload) == (websocket.ABNF.OPCODE_PONG, b"are you there"), (opcode, payload)
    connection.send_close(4001, b"enough")
    opcode, payload = connection.recv_data(control_frame=True)
    print("closed", int.from_bytes(payload[:2], "big"))
    try:
        websocket.create_connection(f"ws://{address}/refused", timeout=120)
    except websocket.WebSocketBadStatusException as error:
        print("refused", error.status_code)


def with_chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"], timeout=120_000)
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"http://{address}/")
        result = page.evaluate(
            """async (texts) => {
                const socket = new WebSocket(`ws://${location.host}/chosen`, ["first", "second"]);
                socket.binaryType = "arraybuffer";
                const next = () => new Promise((resolve, reject) => {
                    socket.onmessage = (event) => resolve(event.data);
                    socket.onclose = (event) => reject(new Error(`closed with ${event.code}`));
                });
                await new Promise((resolve) => { socket.onopen = resolve; });
                for (const text of texts) {
                    const answer = next();
                    socket.send(text);
                    if (await answer !== text) return `not ${text}`;
                }
                const answer = next();
                socket.send(new Uint8Array([0, 255]));
                const bytes = new Uint8Array(await answer);
                const closed = new Promise((resolve) => {
                    socket.onclose = (event) => resolve([event.code, event.wasClean]);
                });
                socket.close(4001, "enough");
                const refused = await new Promise((resolve) => {
                    const other = new WebSocket(`ws://${location.host}/nothing`);
                    other.onclose = (event) => resolve(event.code);
                });
                return [socket.protocol, [...bytes].join(), ...await closed, refused].join(" ");
            }""",
            texts,
        )
        print(result)
        browser.close()


if sys.argv[1] == "websockets":
    asyncio.run(with_websockets())
elif sys.argv[1] == "websocket-client":
    with_websocket_client()
else:
    with_chromium()
