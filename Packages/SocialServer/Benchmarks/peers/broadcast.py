"""A broadcast of PyPI websockets: what the client at /speaker says, all others hear. Compression is off, as in ours."""
import asyncio

from websockets.asyncio.server import broadcast, serve

listeners = set()


async def handle(connection):
    if connection.request.path == "/speaker":
        async for message in connection:
            broadcast(listeners, message)
        return
    listeners.add(connection)
    try:
        await connection.wait_closed()
    finally:
        listeners.discard(connection)


async def main():
    async with serve(handle, "127.0.0.1", 0, compression=None, backlog=1000) as server:
        print(f"listening on http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        await server.serve_forever()


asyncio.run(main())
