"""Watches streams as a client does and prints one line an event.

Usage: watch.py socket HOST PATH [SUBPROTOCOL]    PyPI websockets; lines on the input are sent as they are
       watch.py lines URL TOKEN                   server-sent events, with requests
       watch.py mastodon URL TOKEN STREAM         Mastodon.py's stream_user, stream_public, stream_local,
                                                  stream_hashtag:TAG, stream_direct
       watch.py chromium HOST TOKEN               a browser's WebSocket, with the token as the subprotocol

It prints `ready` when it watches.
"""
import asyncio
import json
import os
import sys
import threading

import requests

kind, where, *rest = sys.argv[1:]


def show(event, payload):
    """One line: the event, and what says whose it is."""
    if isinstance(payload, str) and payload[:1] in "{[" and payload:
        payload = json.loads(payload)
    if isinstance(payload, dict) and "content" in payload:
        shown = payload["reblog"] or payload
        words = [payload["account"]["username"], shown["content"].replace("<p>", "").replace("</p>", "")]
        assert "favourited" not in payload, "a stream says nothing of its reader"
        words += [f"filtered by {match['filter']['title']}" for match in payload.get("filtered", [])]
    elif isinstance(payload, dict) and "last_status" in payload:
        words = [payload["last_status"]["content"].replace("<p>", "").replace("</p>", "")]
    elif isinstance(payload, dict) and "type" in payload:
        words = [payload["type"], payload["account"]["username"]]
    else:
        words = [str(payload)]
    print(event, *words)


async def watch_socket():
    from websockets.asyncio.client import connect
    from websockets.exceptions import ConnectionClosed, InvalidStatus

    async def speak(connection):
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            await connection.send(line.rstrip("\n"))
        os._exit(0)  # whoever reads this has ended

    try:
        async with connect(f"ws://{where}{rest[0]}", subprotocols=rest[1:] or None, open_timeout=120) as connection:
            print("ready" + (" with the subprotocol" if connection.subprotocol else ""))
            speaking = asyncio.create_task(speak(connection))
            try:
                async for message in connection:
                    said = json.loads(message)
                    if "error" in said:
                        print("error", said["status"], said.get("id", "-"), said["error"])
                        continue
                    if said["event"] == "posted":
                        print("posted", said["id"], json.loads(said["payload"])["content"])
                        continue
                    print("/".join(said["stream"]), end=" ")
                    show(said["event"], said.get("payload", "-"))
            except ConnectionClosed:
                pass
            print("closed", connection.close_code)
            speaking.cancel()
    except InvalidStatus as error:
        print("refused", error.response.status_code, json.loads(error.response.body)["error"])


def end_with_the_input():
    """Ends the process when whoever reads it has ended."""
    threading.Thread(daemon=True, target=lambda: (sys.stdin.read(), os._exit(0))).start()


def watch_lines():
    end_with_the_input()
    with requests.get(where, headers={"Authorization": f"Bearer {rest[0]}"} if rest[0] else {}, stream=True, timeout=120) as answer:
        if answer.status_code != 200:
            print("refused", answer.status_code, answer.json()["error"])
            return
        assert answer.headers["content-type"] == "text/event-stream"
        event = ""
        for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
            if line.startswith(":)"):
                print("ready")
            elif line.startswith("event: "):
                event = line[7:]
            elif line.startswith("data: "):
                show(event, line[6:])


def watch_mastodon():
    from mastodon import Mastodon, StreamListener

    class Listener(StreamListener):
        watches = False

        def on_update(self, status):
            print("update", status.account.username, status.content.replace("<p>", "").replace("</p>", ""))

        def on_status_update(self, status):
            print("status.update", status.account.username, status.content.replace("<p>", "").replace("</p>", ""))

        def on_delete(self, status_id):
            print("delete", status_id)

        def on_notification(self, notification):
            print("notification", notification.type, notification.account.username)

        def handle_heartbeat(self):
            # The server's first line says that the stream has begun.
            print("heartbeat" if self.watches else "ready")
            self.watches = True

    api = Mastodon(api_base_url=where, access_token=rest[0], version_check_mode="none")
    assert api.stream_healthy()
    name, _, tag = rest[1].partition(":")
    arguments = [tag] if tag else []
    handle = getattr(api, name)(*arguments, Listener(), run_async=True, reconnect_async=False)
    sys.stdin.readline()
    handle.close()
    os._exit(0)


def watch_chromium():
    from playwright.sync_api import sync_playwright

    end_with_the_input()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"], timeout=120_000)
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.expose_function("say", lambda event, payload: show(event, payload))
        page.goto(f"http://{where}/api/v1/streaming/health")
        page.evaluate(
            """(token) => new Promise((resolve, reject) => {
                window.socket = new WebSocket(`ws://${location.host}/api/v1/streaming?stream=user`, token);
                socket.onmessage = (message) => { const {event, payload} = JSON.parse(message.data); say(event, payload); };
                socket.onopen = resolve;
                socket.onerror = reject;
            })""",
            rest[0],
        )
        print("ready")
        page.wait_for_function("socket.readyState == 3 || window.done")
        browser.close()


if kind == "socket":
    asyncio.run(watch_socket())
elif kind == "lines":
    watch_lines()
elif kind == "mastodon":
    watch_mastodon()
else:
    watch_chromium()
