"""Walks through what popular clients ask at their start: walks.py BASE

Each table is derived from a client's public code: the addresses that it asks for when a member logs in and looks at the
first screens. None of them may be a 404, and each must have the type that the client decodes; a browser's client must
get the headers without which it sees nothing.
"""

import base64
import datetime
import json
import re
import sys
import time

import requests

base = sys.argv[1]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def register(redirect, scopes="read write follow push"):
    answer = requests.post(base + "/api/v1/apps", json={
        "client_name": "walk", "redirect_uris": redirect, "scopes": scopes, "website": None,
    })
    assert answer.status_code == 200, (redirect, answer.text)
    return answer.json()


app = register("urn:ietf:wg:oauth:2.0:oob")


def token(name, app=app):
    answer = requests.post(base + "/oauth/token", json={
        "grant_type": "password", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "username": name, "password": f"password of {name}", "scope": "read write follow push",
    })
    assert answer.status_code == 200, answer.text
    return {"Authorization": "Bearer " + answer.json()["access_token"]}


ada, ben = token("ada"), token("ben")


def ask(method, path, who=ada, status=200, **more):
    answer = requests.request(method, base + path, headers={**who, **more.pop("headers", {})}, **more)
    assert answer.status_code == status, (method, path, answer.status_code, answer.text[:600])
    return answer.json() if answer.content else None


me, other = (ask("GET", "/api/v1/accounts/verify_credentials", who) for who in (ada, ben))
first = ask("POST", "/api/v1/statuses", json={"status": "Hello #tea @ben"})
ask("POST", f"/api/v1/accounts/{other['id']}/follow")
ask("POST", f"/api/v1/statuses/{first['id']}/favourite", ben)
ask("POST", "/api/v1/statuses", ben, json={"status": "@ada psst", "visibility": "direct"})

# --- the start of each client: path, and the type of what is decoded
COMMON = [
    ("/api/v1/accounts/verify_credentials", dict), ("/api/v2/instance", dict), ("/api/v1/instance", dict),
    ("/api/v1/custom_emojis", list), ("/api/v1/timelines/home?limit=40", list), ("/api/v1/preferences", dict),
    ("/api/v1/markers?timeline[]=home&timeline[]=notifications", dict), ("/api/v1/announcements", list),
    (f"/api/v1/accounts/{me['id']}", dict), (f"/api/v1/accounts/{me['id']}/statuses?exclude_replies=true", list),
    (f"/api/v1/accounts/{me['id']}/statuses?pinned=true", list), (f"/api/v1/accounts/relationships?id[]={other['id']}", list),
    (f"/api/v1/accounts/relationships?id[]={other['id']}&with_suspended=true", list),
    (f"/api/v1/statuses/{first['id']}", dict), (f"/api/v1/statuses/{first['id']}/context", dict),
]
WALKS = {
    "Elk": [
        ("/nodeinfo/2.0", dict), ("/api/v1/timelines/public?local=true", list), ("/api/v1/trends/statuses", list),
        ("/api/v1/trends/tags?limit=20", list), ("/api/v1/trends/links", list), ("/api/v1/notifications?limit=30", list),
        ("/api/v2/filters", list), ("/api/v1/lists", list), ("/api/v1/conversations", list), ("/api/v1/favourites", list),
        ("/api/v1/bookmarks", list), ("/api/v1/followed_tags", list), ("/api/v2/suggestions", list),
        (f"/api/v1/accounts/{me['id']}/featured_tags", list), (f"/api/v1/accounts/familiar_followers?id[]={other['id']}", list),
        ("/api/v1/instance/rules", list), ("/api/v1/blocks", list), ("/api/v1/mutes", list), ("/api/v1/domain_blocks", list),
        ("/api/v1/instance/peers", list), ("/api/v1/follow_requests", list), ("/api/v1/scheduled_statuses", list),
    ],
    "Phanpy": [
        ("/api/v2/notifications?expand_accounts=partial_avatars&grouped_types[]=favourite&grouped_types[]=reblog", dict),
        ("/api/v2/notifications/policy", dict), ("/api/v1/notifications/requests", list), ("/api/v1/lists", list),
        ("/api/v2/notifications/unread_count", dict),
        ("/api/v2/filters", list), ("/api/v1/followed_tags", list), ("/api/v1/trends/links", list),
        ("/api/v1/trends/statuses", list), ("/api/v1/trends/tags", list), ("/api/v1/scheduled_statuses", list),
        ("/api/v1/conversations", list), ("/api/v1/featured_tags", list), ("/api/v1/endorsements", list),
        (f"/api/v1/accounts/{me['id']}/endorsements", list), (f"/api/v1/accounts/{other['id']}/lists", list),
        ("/api/v1/annual_reports", dict), ("/api/v1/instance/translation_languages", dict),
        (f"/api/v1/statuses/{first['id']}/source", dict), (f"/api/v1/statuses/{first['id']}/history", list),
    ],
    "Tusky": [
        ("/api/v1/filters", list), ("/api/v2/filters", list), ("/api/v1/lists", list), ("/api/v1/notifications?limit=30", list),
        ("/api/v1/followed_tags", list), ("/api/v1/trends/tags", list), ("/api/v1/trends/statuses", list),
        ("/api/v1/conversations?limit=20", list), ("/api/v1/scheduled_statuses", list), ("/api/v1/timelines/tag/tea", list),
        ("/api/v1/notifications/policy", dict), ("/api/v2/notifications/policy", dict), ("/api/v1/instance/rules", list),
        ("/api/v1/announcements?with_dismissed=true", list), ("/api/v1/tags/tea", dict), ("/api/v1/blocks", list),
        ("/api/v1/notifications/requests", list),
    ],
    "Ivory": [
        ("/api/v1/lists", list), ("/api/v2/filters", list), ("/api/v1/filters", list), ("/api/v1/trends/tags", list),
        ("/api/v1/trends/statuses", list), ("/api/v1/followed_tags", list), ("/api/v1/notifications", list),
        ("/api/v1/favourites", list), ("/api/v1/bookmarks", list), ("/api/v1/mutes", list), ("/api/v1/blocks", list),
        ("/api/v1/domain_blocks", list), ("/api/v1/endorsements", list), ("/api/v1/suggestions", list),
        (f"/api/v1/accounts/{me['id']}/identity_proofs", list), ("/api/v1/trends", list),
    ],
    "Ice Cubes": [
        ("/api/v1/lists", list), ("/api/v1/followed_tags", list), ("/api/v2/filters", list), ("/api/v2/suggestions", list),
        ("/api/v1/trends/tags", list), ("/api/v1/trends/statuses?offset=0", list), ("/api/v1/trends/links?offset=0", list),
        ("/api/v2/notifications?limit=40&expand_accounts=full", dict), ("/api/v1/notifications?limit=40", list),
        ("/api/v2/notifications/policy", dict), ("/api/v1/notifications/requests", list), ("/api/v1/conversations", list),
        ("/api/v1/instance/peers", list), ("/api/v1/featured_tags", list), (f"/api/v1/accounts/{me['id']}/featured_tags", list),
        ("/api/v1/timelines/link?url=https%3A%2F%2Fexample.org%2F", list),
    ],
    "toot": [
        ("/api/v1/apps/verify_credentials", dict), ("/api/v1/lists", list), ("/api/v1/followed_tags", list),
        ("/api/v1/featured_tags", list), ("/api/v1/featured_tags/suggestions", list), ("/api/v1/notifications", list),
    ],
    "Mastodon's web": [
        ("/api/v2/filters", list), ("/api/v1/lists", list), ("/api/v1/follow_requests", list), ("/api/v1/trends/tags?limit=10", list),
        ("/api/v1/trends/statuses", list), ("/api/v1/trends/links", list), ("/api/v2/suggestions?limit=20", list),
        ("/api/v2/notifications?grouped_types[]=favourite&grouped_types[]=follow&exclude_types[]=poll", dict),
        ("/api/v2/notifications/policy", dict), ("/api/v1/notifications/requests", list), ("/api/v1/conversations", list),
        ("/api/v1/instance/translation_languages", dict), ("/api/v1/instance/extended_description", dict),
        ("/api/v1/instance/privacy_policy", dict), ("/api/v1/instance/domain_blocks", list), ("/api/v1/directory", list),
        ("/api/v1/followed_tags", list), ("/api/v1/instance/languages", list), ("/api/v1/endorsements", list),
        ("/api/v1/notifications/requests/merged", dict), ("/api/v1/instance/activity", list),
    ],
}
for client, walk in WALKS.items():
    for path, kind in COMMON + walk:
        answer = requests.get(base + path, headers={**ada, "Origin": "https://client.example"})
        assert answer.status_code == 200, (client, path, answer.status_code, answer.text[:300])
        assert isinstance(answer.json(), kind), (client, path, answer.text[:200])
        assert answer.headers["Access-Control-Allow-Origin"] == "*", (client, path)
# There is no push: a 404 in JSON is how Mastodon says that there is no subscription.
assert "error" in ask("GET", "/api/v1/push/subscription", status=404)
assert "error" in ask("POST", "/api/v1/push/subscription", status=422, json={"subscription": {"endpoint": "https://x"}})

# --- registering, as each program does
for redirect in (
    "icecubesapp://", "ivory://callback/", "tusky://oauth/callback", "com.example.app:/oauth", "http://127.0.0.1/",
    ["https://elk.example/a", "https://elk.example/b"], "urn:ietf:wg:oauth:2.0:oob\nhttps://phanpy.example/",
):
    register(redirect)
for redirect in ("/callback", "javascript:alert(1)", "https://x.example/#y", "https://", "", None):
    answer = requests.post(base + "/api/v1/apps", json={"client_name": "x", "redirect_uris": redirect})
    assert answer.status_code == 422 and "error" in answer.json(), (redirect, answer.text)

# Ice Cubes sends everything in the address, and no body at all.
answer = requests.post(base + "/api/v1/apps?client_name=IceCubesApp&redirect_uris=icecubesapp://&scopes=read%20write%20follow%20push&website=https://github.com/Dimillian/IceCubesApp")
assert answer.status_code == 200 and answer.json()["redirect_uri"] == "icecubesapp://", answer.text
# Toot! reads no instance without a picture, and no moment without its milliseconds.
instance = requests.get(base + "/api/v1/instance").json()
assert requests.get(instance["thumbnail"]).headers["Content-Type"] == "image/png", instance
assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first["created_at"]), first["created_at"]

# --- scripts of other sites: every path below the API, whether there is anything or not
wanted = {"Origin": "https://client.example", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization, x-own"}
for path in ("/api/v1/lists", "/api/v9/nothing", "/oauth/token", "/oauth/nothing", "/api/v1/streaming/user", "/api/v1/statuses/1"):
    answer = requests.options(base + path, headers=wanted)
    assert answer.status_code in (200, 204), (path, answer.status_code)
    assert answer.headers["Access-Control-Allow-Origin"] == "*", path
    assert {"authorization", "x-own"} <= set(answer.headers["Access-Control-Allow-Headers"].replace(" ", "").split(",")), path
    assert "PATCH" in answer.headers["Access-Control-Allow-Methods"], path
for path, status in (("/api/v9/nothing", 404), ("/api/v1/timelines/home", 401), ("/api/v1/statuses/x", 404), ("/oauth/nothing", 404)):
    answer = requests.get(base + path, headers={"Origin": "https://client.example"})
    assert answer.status_code == status and answer.headers["Access-Control-Allow-Origin"] == "*", path
    assert "error" in answer.json(), path
assert "Link" in requests.get(base + "/api/v1/timelines/public").headers["Access-Control-Expose-Headers"]

# --- null, false and empty are nothing, in every parameter
for nothing in (None, False, ""):
    made = ask("POST", "/api/v1/statuses", json={
        "status": f"nothing is {nothing!r}", "poll": nothing, "media_ids": nothing, "in_reply_to_id": nothing,
        "spoiler_text": nothing, "sensitive": nothing, "visibility": nothing, "language": nothing,
        "scheduled_at": nothing, "media_attributes": nothing, "quoted_status_id": nothing, "quote_id": nothing,
    })
    ask("PUT", f"/api/v1/statuses/{made['id']}", json={
        "status": "edited", "poll": nothing, "media_ids": nothing, "media_attributes": nothing, "language": nothing,
        "sensitive": nothing, "spoiler_text": nothing,
    })
    ask("PATCH", "/api/v1/accounts/update_credentials", json={
        "display_name": "Ada", "avatar": nothing, "header": nothing, "fields_attributes": nothing, "source": nothing,
        "locked": nothing, "note": nothing,
    })
    for path in ("timelines/home", "notifications", "followed_tags"):
        ask("GET", f"/api/v1/{path}?max_id=&since_id=&limit=")
ask("POST", "/api/v1/statuses", data={"status": "a form", "poll": "", "media_ids[]": "", "in_reply_to_id": "", "language": ""})

# --- what is not there is refused by name, never taken and forgotten
for field, value in {
    "quoted_status_id": first["id"], "quote_id": first["id"], "expires_in": 60, "local_only": True,
    "content_type": "text/markdown", "to": ["@x@y"], "quote_approval_policy": "whatever", "preview": True,
}.items():
    answer = ask("POST", "/api/v1/statuses", status=422, json={"status": "x", field: value})
    assert field in answer["error"], answer
ask("POST", "/api/v1/statuses", json={"status": "as always", "content_type": "text/plain", "quote_approval_policy": "nobody"})

# --- languages come back as they were sent
for language in ("zh-Hant-TW", "pt-BR", "en-GB", "es-419", "ja"):
    assert ask("POST", "/api/v1/statuses", json={"status": "x", "language": language})["language"] == language
assert "details" in ask("POST", "/api/v1/statuses", status=422, json={"status": "x", "language": "not a language"})

# --- an edit: focus and description both, and one that changes nothing is none
media = ask("POST", "/api/v2/media", files={"file": ("x.png", PIXEL)})["id"]
pictured = ask("POST", "/api/v1/statuses", json={"status": "see", "media_ids": [media]})
edit = {"status": "see", "media_ids": [media], "media_attributes": [{"id": media, "description": "d", "focus": "-0.2,0.3"}]}
edited = ask("PUT", f"/api/v1/statuses/{pictured['id']}", json=edit)
image = edited["media_attachments"][0]
assert image["description"] == "d" and image["meta"]["focus"] == {"x": -0.2, "y": 0.3}, image
again = ask("PUT", f"/api/v1/statuses/{pictured['id']}", json=edit)
assert again["edited_at"] == edited["edited_at"] and len(ask("GET", f"/api/v1/statuses/{pictured['id']}/history")) == 2
# Delete and redraft, and then for good.
deleted = ask("DELETE", f"/api/v1/statuses/{pictured['id']}")
assert deleted["text"] == "see" and deleted["media_attachments"][0]["id"] == media
redrafted = ask("POST", "/api/v1/statuses", json={"status": "again", "media_ids": [media]})
ask("DELETE", f"/api/v1/statuses/{redrafted['id']}?delete_media=true")
ask("POST", "/api/v1/statuses", status=422, json={"status": "again", "media_ids": [media]})

# --- the own host is this network
host = base.split("//")[1]
for name in (f"@ben@{host}", f"@BEN@{host}", f"@ben@{host.split(':')[0]}"):
    assert [m["acct"] for m in ask("POST", "/api/v1/statuses", json={"status": f"hi {name}"})["mentions"]] == ["ben"], name
assert ask("POST", "/api/v1/statuses", json={"status": "hi @ben@elsewhere.example"})["mentions"] == []

# --- filters, in both forms
filter = ask("POST", "/api/v2/filters", ben, json={
    "title": "Drinks", "context": ["home", "public"], "filter_action": "hide", "expires_in": None,
    "keywords_attributes": [{"keyword": "tea", "whole_word": True}],
})
assert filter["keywords"][0]["keyword"] == "tea" and filter["expires_at"] is None, filter
result = ask("GET", f"/api/v1/statuses/{first['id']}", ben)["filtered"]
assert result[0]["filter"]["title"] == "Drinks" and result[0]["keyword_matches"] == ["tea"], result
assert ask("GET", f"/api/v1/statuses/{first['id']}")["filtered"] == []
keyword = ask("POST", f"/api/v2/filters/{filter['id']}/keywords", ben, data={"keyword": "coffee", "whole_word": "false"})
assert [f["phrase"] for f in ask("GET", "/api/v1/filters", ben)] == ["tea", "coffee"]
assert ask("GET", f"/api/v1/filters/{keyword['id']}", ben)["irreversible"] is True
ask("PUT", f"/api/v2/filters/{filter['id']}", ben, json={"keywords_attributes": [{"id": keyword["id"], "_destroy": True}]})
ask("GET", f"/api/v2/filters/keywords/{keyword['id']}", ben, 404)
entry = ask("POST", f"/api/v2/filters/{filter['id']}/statuses", ben, json={"status_id": first["id"]})
assert ask("GET", f"/api/v1/statuses/{first['id']}", ben)["filtered"][0]["status_matches"] == [first["id"]]
ask("DELETE", f"/api/v2/filters/statuses/{entry['id']}", ben)
old = ask("POST", "/api/v1/filters", ben, json={"phrase": "milk", "context": ["home"], "irreversible": False, "whole_word": True})
ask("PUT", f"/api/v1/filters/{old['id']}", ben, json={"phrase": "milk tea", "context": ["home"], "expires_in": 60})
ask("DELETE", f"/api/v1/filters/{old['id']}", ben)
ask("DELETE", f"/api/v2/filters/{filter['id']}", ben)
assert ask("GET", "/api/v2/filters", ben) == []

# --- lists
listed = ask("POST", "/api/v1/lists", json={"title": "Friends", "replies_policy": "followed", "exclusive": False})
ask("POST", f"/api/v1/lists/{listed['id']}/accounts", json={"account_ids": [other["id"]]})
said = ask("POST", "/api/v1/statuses", ben, json={"status": "for the list"})
assert said["id"] in [s["id"] for s in ask("GET", f"/api/v1/timelines/list/{listed['id']}")]
assert [a["acct"] for a in ask("GET", f"/api/v1/lists/{listed['id']}/accounts?limit=0")] == ["ben"]
assert [l["id"] for l in ask("GET", f"/api/v1/accounts/{other['id']}/lists")] == [listed["id"]]
ask("DELETE", f"/api/v1/lists/{listed['id']}/accounts", data={"account_ids[]": other["id"]})
assert ask("GET", f"/api/v1/lists/{listed['id']}/accounts") == []
ask("GET", f"/api/v1/lists/{listed['id']}", ben, 404)
ask("DELETE", f"/api/v1/lists/{listed['id']}")

# --- polls
asked = ask("POST", "/api/v1/statuses", json={
    "status": "which?", "poll": {"options": ["a", "b"], "expires_in": "300", "multiple": True, "hide_totals": False},
})
poll = asked["poll"]
assert poll["id"] and not poll["expired"] and poll["multiple"] and poll["votes_count"] == 0, poll
voted = ask("POST", f"/api/v1/polls/{poll['id']}/votes", ben, json={"choices": ["0", 1]})
assert voted["voted"] and voted["own_votes"] == [0, 1] and [o["votes_count"] for o in voted["options"]] == [1, 1], voted
ask("POST", f"/api/v1/polls/{poll['id']}/votes", ben, 422, json={"choices": [0]})
assert ask("GET", f"/api/v1/polls/{poll['id']}", {}).get("voted") is None
ask("POST", "/api/v1/statuses", status=422, json={"status": "x", "poll": {"options": ["a"], "expires_in": 300}})

# --- grouped notifications and their policy
groups = ask("GET", "/api/v2/notifications")
assert {g["type"] for g in groups["notification_groups"]} >= {"favourite", "mention"}, groups
accounts, statuses = ({e["id"] for e in groups[name]} for name in ("accounts", "statuses"))
for group in groups["notification_groups"]:
    assert set(group["sample_account_ids"]) <= accounts and group.get("status_id", first["id"]) in statuses, group
key = next(g["group_key"] for g in groups["notification_groups"] if g["type"] == "favourite")
assert ask("GET", f"/api/v2/notifications/{key}")["notification_groups"][0]["group_key"] == key
assert [a["acct"] for a in ask("GET", f"/api/v2/notifications/{key}/accounts")] == ["ben"]
assert any(n["group_key"] == key for n in ask("GET", "/api/v1/notifications"))
ask("POST", f"/api/v2/notifications/{key}/dismiss")
assert ask("PATCH", "/api/v2/notifications/policy", json={"for_new_accounts": "drop"})["for_new_accounts"] == "drop"
assert ask("GET", "/api/v1/notifications/policy")["filter_new_accounts"] is True
ask("PUT", "/api/v1/notifications/policy", data={"filter_new_accounts": "false"})
assert ask("GET", "/api/v2/notifications/policy")["for_new_accounts"] == "accept"

# --- conversations, pins, tags, threads, later, reports
conversation = ask("GET", "/api/v1/conversations")[0]
assert conversation["unread"] and [a["acct"] for a in conversation["accounts"]] == ["ben"], conversation
assert not ask("POST", f"/api/v1/conversations/{conversation['id']}/read")["unread"]
ask("DELETE", f"/api/v1/conversations/{conversation['id']}")
assert ask("POST", f"/api/v1/statuses/{first['id']}/pin")["pinned"]
assert [s["id"] for s in ask("GET", f"/api/v1/accounts/{me['id']}/statuses?pinned=true", ben)] == [first["id"]]
ask("POST", f"/api/v1/statuses/{first['id']}/pin", ben, 422)
ask("POST", f"/api/v1/statuses/{first['id']}/unpin")
assert ask("POST", "/api/v1/tags/tea/follow")["following"] and ask("GET", "/api/v1/tags/TEA")["following"]
assert [t["name"] for t in ask("GET", "/api/v1/followed_tags")] == ["tea"]
assert not ask("POST", "/api/v1/tags/tea/unfollow")["following"]
tag = ask("POST", "/api/v1/featured_tags", json={"name": "tea"})
assert tag["statuses_count"] == "1" and tag["url"].endswith("/@ada/tagged/tea"), tag
assert requests.get(tag["url"]).status_code == 200
ask("DELETE", f"/api/v1/featured_tags/{tag['id']}")
assert ask("POST", f"/api/v1/statuses/{first['id']}/mute")["muted"] and not ask("POST", f"/api/v1/statuses/{first['id']}/unmute")["muted"]
later = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=6)).isoformat()
scheduled = ask("POST", "/api/v1/statuses", json={"status": "later", "scheduled_at": later, "visibility": "unlisted"})
assert scheduled["params"]["text"] == "later" and scheduled["scheduled_at"][:16] == later[:16], scheduled
assert [s["id"] for s in ask("GET", "/api/v1/scheduled_statuses")] == [scheduled["id"]]
ask("DELETE", f"/api/v1/scheduled_statuses/{scheduled['id']}")
report = ask("POST", "/api/v1/reports", json={"account_id": other["id"], "status_ids": [said["id"]], "comment": "see", "category": "spam"})
assert report["target_account"]["acct"] == "ben" and not report["action_taken"], report

# --- privacy: settings of one's own, and what everybody sees
counted = ask("GET", f"/api/v1/accounts/{me['id']}", ben)
ask("POST", "/api/v1/statuses", json={"status": "secret @ben", "visibility": "direct"})
after = ask("GET", f"/api/v1/accounts/{me['id']}", ben)
assert (after["statuses_count"], after["last_status_at"]) == (counted["statuses_count"], counted["last_status_at"])
assert not after["indexable"] and not after["discoverable"] and after["noindex"], after
page = requests.get(base + "/@ada").text
assert '<meta name="robots" content="noindex">' in page
ask("PATCH", "/api/v1/accounts/update_credentials", json={"discoverable": True, "indexable": True, "hide_collections": True})
shown = ask("GET", f"/api/v1/accounts/{me['id']}", ben)
assert shown["indexable"] and shown["discoverable"] and not shown["noindex"] and shown["hide_collections"]
assert ask("GET", f"/api/v1/accounts/{me['id']}/following", ben) == [] and len(ask("GET", f"/api/v1/accounts/{me['id']}/following")) == 1
assert "noindex" not in requests.get(base + "/@ada").text

# --- forms that fail say where, and leave nothing behind
answer = ask("PATCH", "/api/v1/accounts/update_credentials", status=422, files={"avatar": ("x.png", PIXEL)}, data={"display_name": "x" * 80})
assert "display_name" in answer["details"], answer

# --- a code that comes twice ends the token of the first
session = requests.Session()
program = register("http://127.0.0.1/back")
address = f"{base}/oauth/authorize?response_type=code&client_id={program['client_id']}&redirect_uri=http%3A%2F%2F127.0.0.1%3A9999%2Fback&scope=read"
field = lambda text, name: re.search(rf'name="{name}" value="([^"]*)"', text)[1]
form = session.get(address).text
form = session.post(base + "/auth/sign_in", data={
    "csrf": field(form, "csrf"), "return_to": field(form, "return_to").replace("&amp;", "&"), "username": "ada", "password": "password of ada",
}).text
fields = {name: field(form, name) for name in ("csrf", "response_type", "client_id", "redirect_uri", "scope")}
done = session.post(base + "/oauth/authorize", data={**fields, "decision": "allow"}, allow_redirects=False)
assert done.headers["Location"].startswith("http://127.0.0.1:9999/back?code="), done.headers
exchange = lambda: requests.post(base + "/oauth/token", data={
    "grant_type": "authorization_code", "client_id": program["client_id"], "client_secret": program["client_secret"],
    "redirect_uri": "http://127.0.0.1:9999/back", "code": re.search(r"code=([^&]+)", done.headers["Location"])[1],
})
granted = exchange()
who = {"Authorization": "Bearer " + granted.json()["access_token"]}
ask("GET", "/api/v1/accounts/verify_credentials", who)
assert exchange().status_code == 400
ask("GET", "/api/v1/accounts/verify_credentials", who, 401)
print("all as expected")
