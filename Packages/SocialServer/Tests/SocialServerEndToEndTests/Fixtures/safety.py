"""Attacks a server as untrusted clients do: safety.py BASE XSS-CORPUS

Prints the methods and paths that a foreign member's token was tried on, after everything held.
"""

import base64
import html.parser
import pathlib
import sys

import requests

base, corpus = sys.argv[1], pathlib.Path(sys.argv[2]).read_text().splitlines()
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
app = requests.post(base + "/api/v1/apps", json={
    "client_name": "<script>alert(1)</script>", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write follow",
}).json()


def token(name, scope="read write follow"):
    answer = requests.post(base + "/oauth/token", json={
        "grant_type": "password", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "username": name, "password": f"password of {name}", "scope": scope,
    })
    assert answer.status_code == 200, answer.text
    return {"Authorization": "Bearer " + answer.json()["access_token"]}


ada, ben = token("ada"), token("ben")


def ask(method, path, who=ada, status=200, **more):
    answer = requests.request(method, base + path, headers=who, **more)
    assert answer.status_code == status, (method, path, answer.status_code, answer.text[:400])
    return answer.json()


# --- what is whose: nothing of Ada's can be read or changed with Ben's token
me = ask("GET", "/api/v1/accounts/verify_credentials")
private = ask("POST", "/api/v1/statuses", json={"status": "for friends", "visibility": "private"})["id"]
direct = ask("POST", "/api/v1/statuses", json={"status": "a note to myself", "visibility": "direct"})["id"]
public = ask("POST", "/api/v1/statuses", json={"status": "for all"})["id"]
media = ask("POST", "/api/v2/media", files={"file": ("x.png", PIXEL)})["id"]
ask("POST", f"/api/v1/statuses/{public}/favourite", ben)
notice = ask("GET", "/api/v1/notifications")[0]["id"]
tried = []
for id in (private, direct):
    for method, path in [
        ("GET", ""), ("GET", "/context"), ("GET", "/history"), ("GET", "/source"), ("GET", "/card"),
        ("GET", "/reblogged_by"), ("GET", "/favourited_by"), ("PUT", ""), ("DELETE", ""), ("POST", "/reblog"),
        ("POST", "/unreblog"), ("POST", "/favourite"), ("POST", "/unfavourite"), ("POST", "/bookmark"), ("POST", "/unbookmark"),
    ]:
        ask(method, f"/api/v1/statuses/{id}{path}", ben, 404, **({"json": {"status": "mine now"}} if method == "PUT" else {}))
        tried.append(f"{method} /api/v1/statuses/:id{path}")
    assert ask("GET", f"/api/v1/statuses?id[]={id}", ben) == []
    ask("POST", "/api/v1/statuses", ben, 404, json={"status": "answer", "in_reply_to_id": id})
for method, path in [("PUT", ""), ("DELETE", "")]:
    ask(method, f"/api/v1/statuses/{public}{path}", ben, 404, **({"json": {"status": "mine now"}} if method == "PUT" else {}))
for method in ("GET", "PUT", "DELETE"):
    ask(method, f"/api/v1/media/{media}", ben, 404, **({"data": {"description": "mine"}} if method == "PUT" else {}))
    tried.append(f"{method} /api/v1/media/:id")
ask("POST", "/api/v1/statuses", ben, 422, json={"status": "x", "media_ids": [media]})
for method, path in [("GET", ""), ("POST", "/dismiss")]:
    ask(method, f"/api/v1/notifications/{notice}{path}", ben, 404)
    tried.append(f"{method} /api/v1/notifications/:id{path}")
# What belongs to Ada beside her statuses. Each is a 404 for Ben, as if it were not there.
listed = ask("POST", "/api/v1/lists", json={"title": "mine"})["id"]
filter = ask("POST", "/api/v2/filters", json={"title": "mine", "context": ["home"], "keywords_attributes": [{"keyword": "x"}]})
keyword = filter["keywords"][0]["id"]
entry = ask("POST", f"/api/v2/filters/{filter['id']}/statuses", json={"status_id": public})["id"]
later = ask("POST", "/api/v1/statuses", json={"status": "later", "scheduled_at": "2030-01-01T00:00:00Z"})["id"]
tag = ask("POST", "/api/v1/featured_tags", json={"name": "mine"})["id"]
poll = ask("POST", "/api/v1/statuses", json={"status": "?", "visibility": "private", "poll": {"options": ["a", "b"], "expires_in": 600}})["poll"]["id"]
conversation = ask("GET", "/api/v1/conversations")[0]["id"]
body = {"json": {"title": "x", "keyword": "x", "status_id": public, "choices": [0], "scheduled_at": "2030-01-02T00:00:00Z", "account_ids": [me["id"]]}}
for family, id, rests in (
    ("/api/v1/lists/", listed, [("GET", ""), ("PUT", ""), ("DELETE", ""), ("GET", "/accounts"), ("POST", "/accounts"), ("DELETE", "/accounts")]),
    ("/api/v1/timelines/list/", listed, [("GET", "")]),
    ("/api/v2/filters/", filter["id"], [("GET", ""), ("PUT", ""), ("DELETE", ""), ("GET", "/keywords"), ("POST", "/keywords"), ("GET", "/statuses"), ("POST", "/statuses")]),
    ("/api/v2/filters/keywords/", keyword, [("GET", ""), ("PUT", ""), ("DELETE", "")]),
    ("/api/v2/filters/statuses/", entry, [("GET", ""), ("DELETE", "")]),
    ("/api/v1/filters/", keyword, [("GET", ""), ("PUT", ""), ("DELETE", "")]),
    ("/api/v1/scheduled_statuses/", later, [("GET", ""), ("PUT", ""), ("DELETE", "")]),
    ("/api/v1/featured_tags/", tag, [("DELETE", "")]),
    ("/api/v1/polls/", poll, [("GET", ""), ("POST", "/votes")]),
    ("/api/v1/conversations/", conversation, [("POST", "/read"), ("DELETE", "")]),
    ("/api/v1/notifications/requests/", me["id"], [("GET", ""), ("POST", "/accept"), ("POST", "/dismiss")]),
    ("/api/v1/statuses/", private, [("POST", "/pin"), ("POST", "/unpin"), ("POST", "/mute"), ("POST", "/unmute"), ("POST", "/translate")]),
):
    for method, rest in rests:
        ask(method, f"{family}{id}{rest}", ben, 404, **(body if method != "GET" else {}))
        tried.append(f"{method} {family}:id{rest}")
for path in ("authorize", "reject"):
    ask("POST", f"/api/v1/follow_requests/{me['id']}/{path}", ben, 404)
    tried.append(f"POST /api/v1/follow_requests/:id/{path}")
seen = [s["id"] for s in ask("GET", f"/api/v1/accounts/{me['id']}/statuses", ben)]
assert seen == [public], seen
assert ask("GET", f"/api/v1/lists/{listed}")["title"] == "mine" and len(ask("GET", "/api/v2/filters")[0]["keywords"]) == 1
for path in ("/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v2/search?q=friends"):
    assert private not in str(ask("GET", path, ben)) and direct not in str(ask("GET", path, ben)), path
assert ask("GET", f"/api/v1/statuses/{private}")["content"] == "<p>for friends</p>"
assert ask("GET", f"/api/v1/notifications/{notice}")["id"] == notice

# --- without a token, and with one that has too few scopes
for path in ("/api/v1/timelines/home", "/api/v1/notifications", "/api/v1/bookmarks", "/api/v1/blocks", "/api/v1/follow_requests"):
    ask("GET", path, {}, 401)
    ask("GET", path, {"Authorization": "Bearer " + "A" * 43}, 401)
    ask("GET", path, {"Authorization": "Bearer nonsense"}, 401)
narrow = token("ada", "read:accounts")
ask("GET", "/api/v1/accounts/verify_credentials", narrow)
ask("GET", "/api/v1/timelines/home", narrow, 403)
ask("POST", "/api/v1/statuses", narrow, 403, json={"status": "x"})
wide = requests.post(base + "/oauth/token", json={
    "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"], "scope": "push",
})
assert wide.status_code == 400, "more than the application registered for"
own = requests.post(base + "/oauth/token", json={
    "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"], "scope": "read write",
}).json()
ask("GET", "/api/v1/timelines/home", {"Authorization": "Bearer " + own["access_token"]}, 401)

# --- fields that nobody asked for change nothing
ask("PATCH", "/api/v1/accounts/update_credentials", json={
    "id": "1", "username": "root", "followers_count": 99, "role": {"id": "1"}, "created_at": "2000-01-01", "password": "x",
})
now = ask("GET", "/api/v1/accounts/verify_credentials")
assert (now["id"], now["username"], now["followers_count"]) == (me["id"], "ada", 0)
forged = ask("POST", "/api/v1/statuses", json={"status": "x", "id": "5", "account_id": "1", "created_at": "2000", "favourites_count": 9})
assert forged["account"]["id"] == me["id"] and forged["favourites_count"] == 0 and forged["id"] != "5"
for limit in ("0", "-1", "1000000", "99999999999"):
    assert len(ask("GET", f"/api/v1/timelines/public?limit={limit}", {})) <= 40
for wrong in ("limit=x", "max_id=x", "since_id=1.5", "min_id=99999999999999999999999"):
    ask("GET", f"/api/v1/timelines/public?{wrong}", {}, 422)


# --- words stay words
class Allowed(html.parser.HTMLParser):
    tags = {"p": set(), "br": set(), "span": {"class", "translate"}, "a": {"href", "class", "rel", "target", "translate"}}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        assert tag in self.tags, self.rawdata
        for name, value in attributes:
            assert name in self.tags[tag], self.rawdata
            if name == "href":
                assert value.startswith(("http://", "https://")), value

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.words += "\n"

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        raise AssertionError(self.rawdata)

    handle_decl = handle_pi = unknown_decl = handle_comment


for line in corpus:
    posted = ask("POST", "/api/v1/statuses", json={"status": line, "spoiler_text": line[:90]})
    assert Allowed(posted["content"]).words == line, (line, posted["content"])
    profile = ask("PATCH", "/api/v1/accounts/update_credentials", json={
        "display_name": line[:60], "note": line, "fields_attributes": [{"name": line[:200], "value": line[:200]}],
    })
    assert Allowed(profile["note"]).words == line and Allowed(profile["fields"][0]["value"]).words == line[:200]
page = requests.get(base + "/oauth/authorize", params={
    "response_type": "code", "client_id": app["client_id"], "redirect_uri": "urn:ietf:wg:oauth:2.0:oob",
    "scope": "read", "state": "\"><script>alert(1)</script>",
})
assert "<script>" not in page.text and "script-src" not in page.headers["Content-Security-Policy"]
assert "default-src 'none'" in page.headers["Content-Security-Policy"]

# --- files are what their bytes say
for name, bytes in (("x.png", b"<html><script>alert(1)</script>"), ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), ("x.jpg", b"")):
    answer = requests.post(base + "/api/v2/media", headers=ada, files={"file": (name, bytes, "image/png")})
    assert answer.status_code == 422, answer.text
html_name = ask("POST", "/api/v2/media", files={"file": ("x.html", PIXEL, "text/html")})
served = requests.get(html_name["url"])
assert served.headers["Content-Type"] == "image/png" and served.headers["X-Content-Type-Options"] == "nosniff"
for path in ("/media/../social.db", "/media/..%2f..%2fsocial.db", "/media/%2e%2e/x.png", "/media/x.png", "/media/" + "a" * 32 + ".db"):
    assert requests.get(base + path).status_code == 404, path
too_large = requests.post(base + "/api/v2/media", headers=ada, files={"file": ("x.png", PIXEL + b"\0" * (17 << 20))})
assert too_large.status_code == 413, too_large.text
wordy = requests.post(base + "/api/v1/statuses", headers=ada, json={"status": "word " * 100_000})
assert wordy.status_code == 413 and "more than 262144 bytes" in wordy.json()["error"], wordy.text
bomb = PIXEL[:16] + (60000).to_bytes(4, "big") * 2 + PIXEL[24:]
assert requests.post(base + "/api/v2/media", headers=ada, files={"file": ("x.png", bomb)}).status_code == 422

# --- a login that is guessed
codes = [
    requests.post(base + "/oauth/token", json={
        "grant_type": "password", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "username": "ben", "password": f"guess {n}",
    }).status_code
    for n in range(12)
]
assert codes[:10] == [400] * 10 and set(codes[10:]) == {429}, codes
print("\n".join(sorted(set(tried))))
print("all as expected")
