"""Runs the commands of toot, unmodified, as a member would: toot_commands.py TOOT BASE FOLDER

Every command that the server's features cover is run; what it prints and its exit status are checked.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys

toot, base, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def run(member, *arguments, status=0, text=None):
    environment = dict(os.environ, XDG_CONFIG_HOME=str(folder / member), NO_COLOR="1", COLUMNS="200")
    done = subprocess.run(
        [toot, "--no-color", *arguments], env=environment, input=text, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == status, (member, arguments, done.returncode, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout + done.stderr


def data(member, *arguments, text=None):
    return json.loads(run(member, *arguments, "--json", text=text))


for member in ("ada", "ben"):
    (folder / member).mkdir()
    run(member, "login_cli", "--instance", base, "--email", f"{member}@example.org", "--password", f"password of {member}")
    assert member in run(member, "whoami")
assert "ada" in run("ada", "auth")

# Accounts
assert data("ada", "whois", "ben")["acct"] == "ben"
run("ada", "update-account", "--display-name", "Ada L.", "--note", "Counts #engines", "--bot", "--language", "en")
assert data("ben", "whois", "ada")["display_name"] == "Ada L."
picture = folder / "pixel.png"
picture.write_bytes(PIXEL)
run("ada", "update-account", "--avatar", str(picture), "--no-bot")
assert "/media/" in data("ben", "whois", "ada")["avatar"]
run("ada", "follow", "ben")
run("ben", "follow", "ada")
assert [a["acct"] for a in data("ada", "following", "ada")] == ["ben"]
assert [a["acct"] for a in data("ada", "followers", "ada")] == ["ben"]
assert "@ben" in run("ada", "search", "ben")

# Posting
posted = data("ada", "post", "Hello @ben, on #engines", "--visibility", "unlisted")
assert posted["visibility"] == "unlisted" and posted["mentions"][0]["acct"] == "ben", posted
public = data("ada", "post", "Public words about whales", "--language", "en")
reply = data("ben", "post", "@ada an answer", "--reply-to", public["id"])
assert reply["in_reply_to_id"] == public["id"]
hidden = data("ada", "post", "the text", "--spoiler-text", "a warning", "--sensitive")
assert hidden["spoiler_text"] == "a warning" and hidden["sensitive"]
image = data("ada", "post", "with a picture", "--media", str(picture), "--description", "one pixel")
assert image["media_attachments"][0]["description"] == "one pixel", image
direct = data("ada", "post", "@ben between us", "--visibility", "direct")
piped = data("ada", "post", text="from a pipe")
assert "from a pipe" in piped["content"]
assert data("ada", "upload", str(picture))["type"] == "image"

# Reading
assert data("ben", "status", public["id"])["id"] == public["id"]
run("ben", "favourite", public["url"])
thread = data("ben", "thread", public["id"])
assert [s["id"] for s in thread["descendants"]] == [reply["id"]], thread
assert "an answer" in run("ben", "thread", public["id"])
for arguments in (["home"], ["public"], ["account", "ada"]):
    assert "whales" in run("ben", "timelines", *arguments, "--no-pager"), arguments
    assert public["id"] in [s["id"] for s in data("ben", "timelines", *arguments)], arguments
tagged = data("ada", "post", "Public #engines")
assert [s["id"] for s in data("ben", "timelines", "tag", "engines")] == [tagged["id"]]
assert "whales" in run("ben", "timelines", "public", "--instance", base, "--no-pager")
for arguments in ([], ["--public"], ["--local", "--public"], ["--account", "ada"]):
    assert "whales" in run("ben", "timeline", "--once", *arguments), arguments
assert "engines" in run("ben", "timeline", "--once", "--tag", "engines")

# Reactions
run("ben", "favourite", public["id"])
assert data("ada", "status", public["id"])["favourites_count"] == 1
run("ben", "reblog", public["id"])
assert [a["acct"] for a in data("ada", "reblogged-by", public["id"])] == ["ben"]
run("ben", "bookmark", public["id"])
assert "whales" in run("ben", "bookmarks", "--once")
assert [s["id"] for s in data("ben", "timelines", "favourites")] == [public["id"]]
for command in ("unfavourite", "unreblog", "unbookmark"):
    run("ben", command, public["id"])
assert data("ada", "status", public["id"])["favourites_count"] == 0

# Notifications
told = run("ada", "notifications")
assert "ben" in told, told
run("ada", "notifications", "--mentions")
run("ada", "notifications", "--clear")

# Searching
# Ben has answered it: that is enough to find it, whether Ada lets others find her words or not.
found = data("ben", "search", "whales", "--type", "statuses")
assert [s["id"] for s in found["statuses"]] == [public["id"]], found
assert "engines" in run("ben", "search", "engines", "--type", "hashtags")

# Mutes and blocks
run("ada", "mute", "ben")
assert [a["acct"] for a in data("ada", "muted")] == ["ben"]
run("ada", "unmute", "ben")
run("ada", "block", "ben")
assert [a["acct"] for a in data("ada", "blocked")] == ["ben"]
run("ben", "status", public["id"], status=1)
run("ada", "unblock", "ben")
run("ada", "unfollow", "ben")

# Follow requests
run("ada", "update-account", "--locked")
run("ben", "follow", "ada")
assert [a["acct"] for a in data("ada", "follow-requests", "list")] == ["ben"]
run("ada", "follow-requests", "accept", "ben")
assert [a["acct"] for a in data("ada", "followers", "ada")] == ["ben"]

# The instance
assert "SocialServer" in run("ada", "instance", base)

# Deleting, and leaving
run("ada", "delete", hidden["id"])
run("ada", "status", hidden["id"], status=1)
run("ben", "delete", public["id"], status=1)
run("ben", "logout", "ben@" + base.split("//")[1])
run("ben", "whoami", status=1)
print("all as expected")
