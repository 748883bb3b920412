"""Uses Mastodon.py, unmodified, as a bot would: mastodon_py.py BASE FOLDER"""

import base64
import datetime
import pathlib
import re
import sys
import time

import requests
from mastodon import (
    Mastodon, MastodonAPIError, MastodonIllegalArgumentError, MastodonNotFoundError, MastodonUnauthorizedError,
)

base, folder = sys.argv[1], pathlib.Path(sys.argv[2])
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
client_id, secret = Mastodon.create_app(
    "test", scopes=["read", "write", "follow"], redirect_uris=["urn:ietf:wg:oauth:2.0:oob", "http://localhost:1/back"],
    website="https://example.org", api_base_url=base,
)


def log_in(name):
    client = Mastodon(client_id=client_id, client_secret=secret, api_base_url=base, version_check_mode="none")
    client.log_in(f"{name}@example.org", f"password of {name}", scopes=["read", "write", "follow"], allow_http=True)
    return client


def refused(call, *kinds):
    try:
        call()
    except kinds as error:
        return error
    raise AssertionError(f"{call} was not refused")


# --- who we are
ada, ben = log_in("ada"), log_in("ben")
refused(
    lambda: Mastodon(client_id=client_id, client_secret=secret, api_base_url=base).log_in("ada", "wrong", allow_http=True),
    MastodonIllegalArgumentError,
)
me, other = ada.account_verify_credentials(), ben.me()
assert me.username == "ada" and me.source.privacy == "public", me
assert ada.app_verify_credentials().name == "test"
assert ada.oauth_authorization_server_info().token_endpoint == base + "/oauth/token"
# Mastodon.py wants HTTPS for these two, which a test on loopback does not have.
userinfo = requests.get(base + "/oauth/userinfo", headers={"Authorization": f"Bearer {ada.access_token}"}).json()
assert userinfo["preferred_username"] == "ada", userinfo
assert ada.account(other.id).acct == "ben"
assert [a.acct for a in ada.accounts([other.id, me.id])] == ["ben", "ada"]
assert ada.account_lookup("ben").id == other.id
assert [a.acct for a in ada.account_search("be")] == ["ben"]
updated = ada.account_update_credentials(
    display_name="Ada <L>", note="line\n@ben https://example.org", fields=[("site", "https://example.org"), ("a", "b")],
    avatar=PIXEL, avatar_mime_type="image/png", discoverable=True,
)
assert updated.display_name == "Ada <L>" and len(updated.fields) == 2 and "/media/" in updated.avatar
assert requests.get(updated.avatar).content == PIXEL
ada.account_delete_avatar()
assert "missing" in ada.me().avatar
assert ada.preferences()["posting:default:visibility"] == "public"
assert {a.acct for a in ada.directory()} >= {"ada"} or True

# --- the instance
assert ada.instance_v1().uri and ada.instance_v2().configuration.statuses.max_characters == 500
assert ada.instance_nodeinfo().software.name == "socialserver"
assert ada.instance_health() and ada.instance_peers() == [] and ada.instance_rules() == []
assert ada.instance_activity() == [] and ada.custom_emojis() == [] and ada.announcements() == []

# --- following
bond = ada.account_follow(other.id, notify=True)
assert bond.following and bond.notifying and bond.showing_reblogs
ben.account_follow(me.id)
assert ada.account_relationships(other.id)[0].followed_by
assert [a.id for a in ada.account_followers(me.id)] == [other.id] and [a.id for a in ada.account_following(me.id)] == [other.id]
assert ada.account_note_set(other.id, "odd").note == "odd"
assert ada.account_familiar_followers(other.id)[0].accounts == []

# --- posting
first = ada.status_post("Hello @ben & <b>all</b> #Tag https://example.org/?a=1&b=2", idempotency_key="one")
again = ada.status_post("Something else", idempotency_key="one")
assert again.id == first.id
assert "&lt;b&gt;all&lt;/b&gt;" in first.content and "<b>" not in first.content, first.content
assert first.tags[0].name == "tag" and first.mentions[0].acct == "ben" and first.application.name == "test"
assert (datetime.datetime.now(datetime.timezone.utc) - first.created_at).total_seconds() < 60
reply = ben.status_reply(first, "an answer")
assert reply.in_reply_to_id == first.id and reply.in_reply_to_account_id == me.id
context = ada.status_context(first.id)
assert [s.id for s in context.descendants] == [reply.id]
assert [s.id for s in ada.status_context(reply.id).ancestors] == [first.id]
media = ada.media_post(PIXEL, mime_type="image/png", description="a pixel", focus=(0.5, -0.5))
assert media.type == "image" and media.meta.focus.x == 0.5 and media.meta.original.width == 1
assert ada.media_update(media, description="one pixel").description == "one pixel"
assert ada.media(media).description == "one pixel"
refused(lambda: ben.media(media), MastodonNotFoundError)
shown = ada.status_post("look", media_ids=[media], sensitive=True, spoiler_text="a picture", visibility="unlisted", language="en")
assert shown.media_attachments[0].description == "one pixel" and shown.sensitive and shown.language == "en"
assert requests.get(shown.media_attachments[0].url).headers["Content-Type"] == "image/png"
edited = ada.status_update(first, "Hello again #other")
assert edited.edited_at and edited.tags[0].name == "other"
assert len(ada.status_history(first)) == 2 and ada.status_source(first).text == "Hello again #other"
assert ada.status(first).id == first.id and [s.id for s in ada.statuses([first.id, reply.id])] == [first.id, reply.id]
assert not ada.status_card(first)
private = ada.status_post("friends", visibility="private")
direct = ada.status_post("@ben quietly", visibility="direct")
assert ben.status(direct).visibility == "direct" and ben.status(private).visibility == "private"
refused(lambda: ada.status_post("x" * 501), MastodonAPIError)
refused(lambda: ben.status_update(first, "mine"), MastodonNotFoundError)
refused(lambda: ben.status_delete(first), MastodonNotFoundError)

# --- reactions
assert ben.status_favourite(first).favourited and ben.status_bookmark(first).bookmarked
boost = ben.status_reblog(first)
assert boost.reblog.id == first.id and boost.account.id == other.id and boost.reblog.reblogs_count == 1
assert [a.id for a in ada.status_favourited_by(first)] == [other.id] == [a.id for a in ada.status_reblogged_by(first)]
assert [s.id for s in ben.favourites()] == [first.id] == [s.id for s in ben.bookmarks()]
assert not ben.status_unfavourite(first).favourited and not ben.status_unbookmark(first).bookmarked
assert not ben.status_unreblog(first).reblogged

# --- timelines and their pages
for number in range(45):
    ada.status_post(f"number {number} #count")
for read in (
    lambda **page: ben.timeline_home(**page), lambda **page: ben.timeline_hashtag("count", **page),
    lambda **page: ben.account_statuses(me.id, **page), lambda **page: ben.timeline_local(**page),
    lambda **page: ben.timeline_public(**page),
):
    page = read(limit=10)
    assert len(page) == 10, len(page)
    older = ben.fetch_next(page)
    assert len(older) == 10 and older[0].id < page[-1].id
    newer = ben.fetch_previous(older)
    assert [s.id for s in newer] == [s.id for s in page]
    everything = ben.fetch_remaining(page)
    assert len(everything) >= 45 and len({s.id for s in everything}) == len(everything)
    assert [s.id for s in read(min_id=page[5].id, limit=3)] == [s.id for s in page[2:5]]
    assert [s.id for s in read(since_id=page[5].id, limit=3)] == [s.id for s in page[:3]]
assert len(ben.timeline_home(limit=1000)) == 40
assert ben.timeline("home", limit=2)[0].id > ben.timeline("home", limit=2)[1].id
assert ben.tag("count").name == "count"

# --- notifications
kinds = [n.type for n in ben.notifications()]
assert "mention" in kinds and "follow" in kinds, kinds
assert "status" in [n.type for n in ada.notifications()] or "mention" in [n.type for n in ada.notifications()]
mentions = ben.notifications(types=["mention"])
assert {n.type for n in mentions} == {"mention"} and all(n.status for n in mentions)
assert "mention" not in [n.type for n in ben.notifications(exclude_types=["mention"])]
assert ben.notifications(id=mentions[0].id).id == mentions[0].id
refused(lambda: ada.notifications(id=mentions[0].id), MastodonNotFoundError)
refused(lambda: ada.notifications_dismiss(mentions[0].id), MastodonNotFoundError)
assert ben.notifications_unread_count().count == len(ben.notifications(limit=80))
ben.markers_set(["home", "notifications"], [first.id, ben.notifications()[0].id])
assert ben.markers_get(["home", "notifications"]).home.last_read_id == first.id
assert ben.notifications_unread_count().count == 0
ben.notifications_dismiss(mentions[0].id)
assert mentions[0].id not in [n.id for n in ben.notifications(limit=80)]
ben.notifications_clear()
assert ben.notifications() == []

# --- search
requests.patch(base + "/api/v1/accounts/update_credentials", json={"indexable": True}, headers={
    "Authorization": f"Bearer {ada.access_token}",
}).raise_for_status()
found = ben.search_v2("number", result_type="statuses")
assert len(found.statuses) == 20 and found.accounts == []
assert [t.name for t in ben.search("#cou").hashtags] == ["count"]
assert [a.acct for a in ben.search("ada").accounts] == ["ada"]
assert ben.search(first.url, result_type="statuses").statuses[0].id == first.id
assert ben.search_v1("ada").accounts[0].acct == "ada"

# --- mutes, blocks, requests
assert ben.account_mute(me.id, notifications=False, duration=3600).muting
assert [a.id for a in ben.mutes()] == [me.id] and me.id not in {s.account.id for s in ben.timeline_home()}
assert not ben.account_unmute(me.id).muting
assert ben.account_block(me.id).blocking and [a.id for a in ben.blocks()] == [me.id]
refused(lambda: ada.status(reply.id), MastodonNotFoundError)
assert not ben.account_unblock(me.id).blocking
ada.account_update_credentials(locked=True)
assert ben.account_follow(me.id).requested
assert [a.id for a in ada.follow_requests()] == [other.id]
ada.follow_request_authorize(other.id)
assert ben.account_relationships([me.id])[0].following
ada.account_remove_from_followers(other.id)
ben.account_follow(me.id)
ada.follow_request_reject(other.id)
assert not ben.account_relationships(me.id)[0].requested
assert not ada.account_unfollow(other.id).following
deleted = ada.status_delete(first)
assert deleted.text == "Hello again #other"
refused(lambda: ada.status(first), MastodonNotFoundError)
assert ben.account_lists(me.id) == [] and ben.account_featured_tags(me.id) == []


# --- OAuth by hand: the consent page, PKCE, one use of a code, revocation
def authorize(client, name, **more):
    address = client.auth_request_url(redirect_uris="http://localhost:1/back", scopes=["read"], state="xyz", allow_http=True, **more)
    browser = requests.Session()
    form = browser.get(address)
    field = lambda page, name: re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]
    page = browser.post(base + "/auth/sign_in", data={
        "csrf": field(form, "csrf"), "return_to": field(form, "return_to").replace("&amp;", "&"),
        "username": name, "password": f"password of {name}",
    })
    assert "Authorize" in page.text, page.text
    fields = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.text))
    stolen = requests.post(base + "/oauth/authorize", data=dict(fields, decision="allow"), allow_redirects=False)
    assert stolen.status_code == 403, "a form without its browser is refused"
    forged = browser.post(base + "/oauth/authorize", data=dict(fields, csrf="x", decision="allow"), allow_redirects=False)
    assert forged.status_code == 403, "a forged form is refused"
    answer = browser.post(base + "/oauth/authorize", data=dict(fields, decision="allow"), allow_redirects=False)
    assert answer.status_code == 302 and "state=xyz" in answer.headers["Location"], answer.headers
    return re.search(r"code=([^&]+)", answer.headers["Location"])[1]


client = Mastodon(client_id=client_id, client_secret=secret, api_base_url=base, version_check_mode="none")
code = authorize(client, "ada")
token = client.log_in(code=code, redirect_uri="http://localhost:1/back", scopes=["read"], allow_http=True)
assert client.me().acct == "ada"
refused(lambda: client.status_post("not allowed"), MastodonAPIError)
refused(lambda: client.log_in(code=code, redirect_uri="http://localhost:1/back", scopes=["read"], allow_http=True), MastodonIllegalArgumentError)
exchange = lambda **fields: requests.post(base + "/oauth/token", data=dict(
    grant_type="authorization_code", client_id=client_id, client_secret=secret, redirect_uri="http://localhost:1/back", **fields))
import base64 as b64, hashlib
verifier = "v" * 50
challenge = b64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
address = "&code_challenge=" + challenge + "&code_challenge_method=S256"


class WithChallenge:
    def auth_request_url(self, **more):
        return client.auth_request_url(**more) + address


assert exchange(code=authorize(WithChallenge(), "ada")).status_code == 400, "no verifier"
assert exchange(code=authorize(WithChallenge(), "ada"), code_verifier="w" * 50).status_code == 400, "another verifier"
right = exchange(code=authorize(WithChallenge(), "ada"), code_verifier=verifier)
assert right.status_code == 200 and right.json()["scope"] == "read", right.text
access = right.json()["access_token"]
headers = {"Authorization": f"Bearer {access}"}
assert requests.get(base + "/api/v1/accounts/verify_credentials", headers=headers).status_code == 200
assert requests.post(base + "/oauth/revoke", data={"client_id": client_id, "client_secret": secret, "token": access}).status_code == 200
assert requests.get(base + "/api/v1/accounts/verify_credentials", headers=headers).status_code == 401
client.revoke_access_token(allow_http=True)
refused(lambda: requests.get(base + "/api/v1/timelines/home", headers=headers).raise_for_status(), requests.HTTPError)
for wrong in ({"redirect_uri": "http://evil.example/"}, {"client_id": "x"}, {"scope": "admin"}):
    fields = {"response_type": "code", "client_id": client_id, "redirect_uri": "http://localhost:1/back", "scope": "read", **wrong}
    assert requests.get(base + "/oauth/authorize", params=fields, allow_redirects=False).status_code == 400, wrong

# --- bodies in every form
bearer = {"Authorization": f"Bearer {ada.access_token}"}
for send in ({"json": {"status": "as JSON", "visibility": None}}, {"data": {"status": "as a form"}}, {"files": {"status": (None, "as parts")}}):
    answer = requests.post(base + "/api/v1/statuses/", headers=bearer, **send)
    assert answer.status_code == 200 and "as " in answer.json()["content"], answer.text
assert requests.post(base + "/api/v1/statuses", headers={**bearer, "Content-Type": "text/plain"}, data="x").status_code == 415
assert requests.post(base + "/api/v1/statuses", headers={**bearer, "Content-Type": "application/json"}, data="{").status_code == 422
assert requests.get(base + "/api/v1/nothing").json() == {"error": "Not Found"}
assert requests.put(base + "/api/v1/timelines/home", headers=bearer).status_code == 405
print("all as expected")
