"""Repeats what users of servers and clients of this API have reported elsewhere: trackers.py BASE

Each block is one situation with its source. Expects the members ada, ben, cleo and dora, and a network of their own.
"""

import base64
import datetime
import json
import re
import sys

import requests
import websocket

base = sys.argv[1]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SCOPES = "read write follow push"
OOB = "urn:ietf:wg:oauth:2.0:oob"


def app(**fields):
    return requests.post(base + "/api/v1/apps", json={
        "client_name": "trackers", "redirect_uris": OOB, "scopes": SCOPES, **fields,
    })


first_app = app().json()


def token(name):
    answer = requests.post(base + "/oauth/token", json={
        "grant_type": "password", "client_id": first_app["client_id"], "client_secret": first_app["client_secret"],
        "username": name, "password": f"password of {name}", "scope": SCOPES,
    })
    assert answer.status_code == 200, answer.text
    return {"Authorization": "Bearer " + answer.json()["access_token"]}


ada, ben, cleo, dora = (token(name) for name in ("ada", "ben", "cleo", "dora"))


def send(method, path, who=ada, **more):
    return requests.request(method, base + path, headers={**(who or {}), **more.pop("headers", {})}, **more)


def ask(method, path, who=ada, status=200, **more):
    answer = send(method, path, who, **more)
    assert answer.status_code == status, (method, path, answer.status_code, answer.text[:600])
    return answer.json() if answer.content else None


def post(text, who=ada, **fields):
    return ask("POST", "/api/v1/statuses", who, json={"status": text, **fields})


def image(who=ada):
    return ask("POST", "/api/v2/media", who, files={"file": ("x.png", PIXEL)})["id"]


def ids(found):
    return [entry["id"] for entry in found]


me, other, third, fourth = (ask("GET", "/api/v1/accounts/verify_credentials", who) for who in (ada, ben, cleo, dora))

# --- mastodon/mastodon#7126, #4658: unlocking an account lets in those who wait
ask("PATCH", "/api/v1/accounts/update_credentials", json={"locked": True})
assert ask("POST", f"/api/v1/accounts/{me['id']}/follow", ben)["requested"]
assert ask("PATCH", "/api/v1/accounts/update_credentials", json={"locked": False})["source"]["follow_requests_count"] == 0
relation = ask("GET", f"/api/v1/accounts/relationships?id[]={me['id']}", ben)[0]
assert relation["following"] and not relation["requested"], relation
assert ask("GET", "/api/v1/follow_requests") == []
assert [n["type"] for n in ask("GET", "/api/v1/notifications")] == ["follow"]

# --- StatusPolicy of Mastodon, mastodon/mastodon#7248: whom one blocks, one neither boosts nor favourites by accident
said = post("to be left alone", cleo)
ask("POST", f"/api/v1/accounts/{third['id']}/block")
for deed in ("reblog", "favourite"):
    assert "block" in ask("POST", f"/api/v1/statuses/{said['id']}/{deed}", status=403)["error"]
ask("POST", f"/api/v1/accounts/{third['id']}/unblock")
assert ask("POST", f"/api/v1/statuses/{said['id']}/favourite")["favourited"]

# --- mastodon/mastodon#13277: a warning without a text is the text, and its images stay hidden
warned = post("", spoiler_text="mind the gap", media_ids=[image()])
assert "mind the gap" in warned["content"] and warned["spoiler_text"] == "" and warned["sensitive"], warned
assert post("", spoiler_text="only this", visibility="unlisted")["sensitive"]

# --- akirk/enable-mastodon-apps#248: an image alone is a status, whether the text is empty, null or not there
for fields in ({"status": ""}, {"status": None}, {}):
    alone = ask("POST", "/api/v1/statuses", json={"media_ids": [image()], **fields})
    assert len(alone["media_attachments"]) == 1, fields

# --- mastodon/mastodon#5857: images keep the order in which they were named, in an edit, too
pictures = [image() for _ in range(3)]
order = [pictures[2], pictures[0], pictures[1]]
ordered = post("in order", media_ids=order)
assert ids(ordered["media_attachments"]) == order
turned = ask("PUT", f"/api/v1/statuses/{ordered['id']}", json={"status": "in order", "media_ids": pictures})
assert ids(turned["media_attachments"]) == pictures
assert ids(ask("GET", f"/api/v1/statuses/{ordered['id']}")["media_attachments"]) == pictures

# --- nolanlawson/pinafore#1275, and Mastodon.py's own suite: a poll may have an image beside it
both = post("which?", media_ids=[image()], poll={"options": ["a", "b"], "expires_in": 3600})
assert both["poll"] and both["media_attachments"], both

# --- mastodon/mastodon#30039, #40399: the same Idempotency-Key is the same status, scheduled or not
later = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=3)).isoformat()
for fields in ({"scheduled_at": later}, {"visibility": "direct"}):
    key = {"Idempotency-Key": f"key {sorted(fields)}"}
    twice = [ask("POST", "/api/v1/statuses", headers=key, json={"status": "once", **fields}) for _ in range(2)]
    assert twice[0]["id"] == twice[1]["id"], fields
assert len(ask("GET", "/api/v1/scheduled_statuses")) == 1
# Another member's key is another.
assert ask("POST", "/api/v1/statuses", ben, headers=key, json={"status": "once"})["account"]["acct"] == "ben"

# --- mastodon/mastodon#18795, superseriousbusiness/gotosocial#2199, misskey-dev/misskey#7149: hashtags
cases = {
    "#snake_case": ["snake_case"], "#a1": ["a1"], "#2024": [], "#cat.": ["cat"], "(#cat)": ["cat"], "#cat…": ["cat"],
    "#bob's": ["bob"], "#ｓｙｎｔｈ": ["synth"], "#cafe\u0301": ["caf\u00e9"], "#col·lecció": ["col·lecció"], "#dot·": ["dot"],
    "#スター・ウォーズ": ["スター・ウォーズ"], "#می\u200cخواهم": ["می\u200cخواهم"], "#ทวิตล่ม": ["ทวิตล่ม"], "#·x": [], "#1·2": [],
    "x#y": [], "/#y": [], "#one#two": ["one"], "#Zähler": ["zähler"],
}
for text, expected in cases.items():
    assert [t["name"] for t in post(text, visibility="unlisted")["tags"]] == expected, text
accented = post("once more #CAFE\u0301")
for name in ("caf\u00e9", "cafe\u0301", "CAFÉ", "ｃａｆé"):
    assert accented["id"] in ids(ask("GET", "/api/v1/timelines/tag/" + name)), name
assert ask("GET", "/api/v1/timelines/tag/cafe") == []

# --- mastodon/mastodon#30172, #10227: pinned statuses are one page and never come twice
for text in ("pin one", "pin two", "pin three"):
    ask("POST", f"/api/v1/statuses/{post(text)['id']}/pin")
for flag in ("true", "1"):
    pinned = send("GET", f"/api/v1/accounts/{me['id']}/statuses?limit=90&pinned={flag}")
    assert len(pinned.json()) == 3 and "min_id" not in pinned.headers.get("Link", ""), pinned.headers

# --- mastodon/mastodon#5588, jointakahe/takahe#361, #535: pages of every list lead on, back, and to an end
for number in range(7):
    post(f"page {number}", ben)


def walk(path, who, size):
    forward, address = [], f"{base}{path}{'&' if '?' in path else '?'}limit={size}"
    pages = []
    for _ in range(40):
        answer = requests.get(address, headers=who)
        if not answer.json():
            break
        forward += ids(answer.json())
        pages.append(answer)
        if "next" not in answer.links:
            break
        address = answer.links["next"]["url"]
    assert len(set(forward)) == len(forward), path
    # Back from the last page: what comes is what lies just above it, the newest first.
    if len(pages) > 2:
        back = requests.get(pages[-1].links["prev"]["url"], headers=who).json()
        at = forward.index(pages[-1].json()[0]["id"])
        assert ids(back) == forward[max(0, at - size):at], (path, ids(back), forward, at)
    newest = pages[0].links["prev"]["url"]
    assert requests.get(newest, headers=who).json() == [], path
    return forward


ask("POST", f"/api/v1/accounts/{other['id']}/follow")
for path in (f"/api/v1/accounts/{other['id']}/statuses", "/api/v1/timelines/home", "/api/v1/timelines/public?local=true"):
    found = walk(path, ada, 2)
    assert len(found) >= 7 and found == sorted(found, key=int, reverse=True), path
for target in (other, third, fourth):
    ask("POST", f"/api/v1/accounts/{target['id']}/mute")
muted = walk("/api/v1/mutes", ada, 1)
assert sorted(muted) == sorted(ids((other, third, fourth))), muted
for target in (other, third, fourth):
    ask("POST", f"/api/v1/accounts/{target['id']}/unmute")

# --- friendica/friendica#9418: since_id gives the newest, min_id those next to it
mine = ids(ask("GET", f"/api/v1/accounts/{other['id']}/statuses"))
assert ids(ask("GET", f"/api/v1/accounts/{other['id']}/statuses?since_id={mine[6]}&limit=2")) == mine[:2]
assert ids(ask("GET", f"/api/v1/accounts/{other['id']}/statuses?min_id={mine[6]}&limit=2")) == mine[4:6]

# --- any client: a limit that is none is not an error
for limit in ("0", "-5", "1000", ""):
    assert isinstance(ask("GET", f"/api/v1/timelines/public?limit={limit}"), list), limit

# --- akirk/enable-mastodon-apps#127: Ivory asks with brackets in percent signs, and for types that not every server has
types = "&".join(f"types%5B%5D={t}" for t in ("mention", "status", "reblog", "follow", "quote", "admin.sign_up"))
assert all(n["type"] in ("mention", "follow") for n in ask("GET", f"/api/v1/notifications?limit=80&{types}"))

# --- mastodon/mastodon#33806: who asked to be told is told of followers-only statuses, too
ask("POST", f"/api/v1/accounts/{me['id']}/follow", ben, json={"notify": True})
quiet = post("for followers", visibility="private")
assert any(n["type"] == "status" and n["status"]["id"] == quiet["id"] for n in ask("GET", "/api/v1/notifications", ben))

# --- mastodon/mastodon#29713, documentation#1505: a stream with a slash, and an unknown one that ends nothing
socket = websocket.create_connection(
    base.replace("http", "ws") + "/api/v1/streaming/", header=[f"Authorization: {ada['Authorization']}"], timeout=20)
socket.send(json.dumps({"type": "subscribe", "stream": "no such stream"}))
answer = json.loads(socket.recv())
assert answer["status"] == 400 and answer["error"], answer
socket.send(json.dumps({"type": "subscribe", "stream": "user"}))
live = post("live")
event = json.loads(socket.recv())
assert event["event"] == "update" and json.loads(event["payload"])["id"] == live["id"], event
socket.close()

# --- fedify-dev/hollo#43: several redirect addresses, and a look at the program without any scope
several = app(redirect_uris=["http://127.0.0.1/back", OOB]).json()
assert several["redirect_uris"] == ["http://127.0.0.1/back", OOB] and several["client_secret_expires_at"] == 0, several
own = requests.post(base + "/oauth/token", json={
    "grant_type": "client_credentials", "client_id": several["client_id"], "client_secret": several["client_secret"],
    "scope": "follow",
}).json()["access_token"]
shown = ask("GET", "/api/v1/apps/verify_credentials", {"Authorization": f"Bearer {own}"})
assert shown["redirect_uris"] == several["redirect_uris"] and "client_secret" not in shown, shown

# --- Phanpy and Tusky open links of their server by searching for the address, as people copy it
for address, kind in [
    (live["url"], "statuses"), (live["url"] + "?x=1", "statuses"), (live["url"] + "#top", "statuses"),
    (live["uri"], "statuses"), (me["url"], "accounts"), (me["url"] + "/", "accounts"), (base + "/@ADA", "accounts"),
    (base + "/tags/caf%C3%A9", "hashtags"),
]:
    found = ask("GET", "/api/v2/search", params={"q": f" {address} ", "resolve": "true"})
    assert len(found[kind]) == 1, (address, found)
assert [a["acct"] for a in ask("GET", "/api/v2/search", params={"q": "@ben@" + base.split("//")[1]})["accounts"]] == ["ben"]

# --- superseriousbusiness/gotosocial#513: what has no picture has the address of one that is there
bare = ask("GET", f"/api/v1/accounts/{fourth['id']}")
for name in ("avatar", "avatar_static", "header", "header_static"):
    assert requests.get(bare[name]).headers["Content-Type"] == "image/png", name

# --- mastodon/documentation: markers and what is not there, asked for by several clients at once
assert ask("GET", "/api/v1/markers?timeline[]=home&timeline[]=notifications") == {}
assert ask("GET", "/api/v1/statuses?id[]=1&id[]=" + live["id"])[0]["id"] == live["id"]
assert ask("GET", "/api/v1/accounts/relationships?id=" + other["id"])[0]["id"] == other["id"]

print("all as expected")
