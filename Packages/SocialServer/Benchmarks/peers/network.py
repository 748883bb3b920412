"""What both peers share: the server's own SQLite tables, read and written in plain SQL, and Mastodon's JSON as dicts.

It is the small server that a Python programmer would write by hand: no ORM, one connection, a query for each kind of
thing, and of the rules those that the measured requests need. It leaves out what costs our server time (rate limits,
full checks of what is posted, telling live streams), so that it errs in favour of the peers.
"""

import hashlib
import html
import re
import sqlite3
import threading
import time

MARKED = re.compile(r"@(\w{1,30})|#(\w{1,100})|https?://[^\s<>\"]+")
STATUS = (
    "s.id, s.account_id, s.text, s.spoiler, s.is_sensitive, s.visibility, s.language, s.in_reply_to_id, "
    "s.in_reply_to_account_id, s.boost_of_id, s.application, s.edited_at, s.replies_count, s.boosts_count, "
    "s.favourites_count, s.attachments"
)
ACCOUNT = (
    "id, username, display_name, note, is_locked, is_bot, is_discoverable, avatar, header, statuses_count, "
    "followers_count, following_count, last_status_at"
)
VISIBILITIES = ["public", "unlisted", "private", "direct"]


class Unauthorized(Exception):
    """There is no such token."""


class NotFound(Exception):
    """There is no such status, or the reader may not see it."""


def moment(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{rest:03}Z"


def content(text: str, base: str) -> str:
    def mark(found: re.Match) -> str:
        word = found[0]
        if found[1]:
            return (f'<span class="h-card"><a href="{base}/@{found[1]}" class="u-url mention">@<span>{found[1]}</span>'
                    "</a></span>")
        if found[2]:
            return (f'<a href="{base}/tags/{found[2]}" class="mention hashtag" rel="tag">#<span>{found[2]}</span></a>')
        return f'<a href="{word}" rel="nofollow noopener noreferrer" target="_blank">{word}</a>'

    return "<p>" + MARKED.sub(mark, html.escape(text, quote=False)) + "</p>"


class Network:
    """One SQLite file, and what is asked of it."""

    def __init__(self, file: str, base: str):
        self.base = base
        self.database = sqlite3.connect(file, check_same_thread=False, isolation_level=None, cached_statements=256)
        self.database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")
        self.lock = threading.Lock()
        self.last_id = 0

    def query(self, sql: str, values=()) -> list[tuple]:
        return self.database.execute(sql, values).fetchall()

    def among(self, sql: str, ids) -> list[tuple]:
        ids = list(ids)
        return self.query(sql.replace("??", ",".join("?" * len(ids))), ids) if ids else []

    def reader(self, header: str | None) -> int:
        if not header or not header.startswith("Bearer "):
            raise Unauthorized
        rows = self.query(
            "SELECT account_id FROM access_tokens WHERE hash = ?", (hashlib.sha256(header[7:].encode()).digest(),))
        if not rows:
            raise Unauthorized
        return rows[0][0]

    def status(self, id: str, header: str | None) -> dict:
        reader = self.reader(header) if header else None
        if not id.isdecimal():
            raise NotFound
        rows = self.query(f"SELECT {STATUS} FROM statuses s WHERE s.id = ?", (int(id),))
        views = self.views(rows, reader)
        if not views:
            raise NotFound
        return views[0]

    def home(self, header: str | None, limit: int) -> list[dict]:
        reader = self.reader(header)
        # The signs keep SQLite from collecting and sorting all statuses of 100 accounts, which takes nine times as long.
        rows = self.query(
            f"""SELECT {STATUS} FROM statuses s
                WHERE +s.account_id = ?1 OR +s.account_id IN (SELECT target_id FROM follows WHERE account_id = ?1)
                ORDER BY s.id DESC LIMIT ?2""", (reader, limit))
        return self.views(rows, reader)

    def post(self, header: str | None, text: str) -> dict:
        account = self.reader(header)
        if not text or len(text) > 500:
            raise ValueError
        mentions = [name for name, _ in MARKED.findall(text) if name]
        tags = sorted({tag.lower() for _, tag in MARKED.findall(text) if tag})
        with self.lock:
            id = self.last_id = max(int(time.time() * 1000) << 16, self.last_id + 1)
            mentioned = self.among("SELECT id FROM accounts WHERE username_key IN (??)", [m.lower() for m in mentions])
            self.database.execute("BEGIN IMMEDIATE")
            self.database.execute(
                "INSERT INTO statuses (id, account_id, text, spoiler, is_sensitive, visibility, application,"
                " attachments) VALUES (?, ?, ?, '', 0, 0, 'bench', ?)",
                (id, account, text, (2 if mentioned else 0) | (4 if tags else 0)))
            self.database.execute(
                "UPDATE accounts SET statuses_count = statuses_count + 1, last_status_at = ? WHERE id = ?",
                (id >> 16, account))
            for target, in mentioned:
                self.database.execute("INSERT INTO mentions (status_id, account_id) VALUES (?, ?)", (id, target))
            for tag in tags:
                self.database.execute(
                    "INSERT INTO tags (name, statuses_count) VALUES (?, 1)"
                    " ON CONFLICT (name) DO UPDATE SET statuses_count = statuses_count + 1", (tag,))
                self.database.execute(
                    "INSERT INTO status_tags (tag_id, status_id) SELECT id, ? FROM tags WHERE name = ?", (id, tag))
            self.database.execute("COMMIT")
            rows = self.query(f"SELECT {STATUS} FROM statuses s WHERE s.id = ?", (id,))
        return self.views(rows, account)[0]

    def views(self, rows: list[tuple], reader: int | None) -> list[dict]:
        """Mastodon's statuses: one query for each kind of thing that hangs on them."""
        boosted = {row[0]: row for row in self.among(
            f"SELECT {STATUS} FROM statuses s WHERE s.id IN (??)", {row[9] for row in rows if row[9]})}
        contents = [row for row in rows if not row[9]] + list(boosted.values())
        authors = {row[1] for row in rows} | {row[1] for row in contents}
        accounts = {row[0]: self.account(row) for row in self.among(
            f"SELECT {ACCOUNT} FROM accounts WHERE id IN (??)", authors)}
        mentions: dict[int, list] = {}
        for status, id, name in self.among(
                "SELECT m.status_id, a.id, a.username FROM mentions m JOIN accounts a ON a.id = m.account_id"
                " WHERE m.status_id IN (??)", [row[0] for row in contents if row[15] & 2]):
            mentions.setdefault(status, []).append(
                {"id": str(id), "username": name, "acct": name, "url": f"{self.base}/@{name}"})
        tags: dict[int, list] = {}
        for status, name in self.among(
                "SELECT st.status_id, t.name FROM status_tags st JOIN tags t ON t.id = st.tag_id"
                " WHERE st.status_id IN (??)", [row[0] for row in contents if row[15] & 4]):
            tags.setdefault(status, []).append({"name": name, "url": f"{self.base}/tags/{name}"})
        ids = [row[0] for row in contents]
        marks = [set(), set(), set()]
        hidden: set[int] = set()
        followed: set[int] = set()
        if reader is not None and ids:
            places = ",".join("?" * len(ids))
            for place, sql in enumerate((
                    f"SELECT status_id FROM favourites WHERE account_id = ? AND status_id IN ({places})",
                    f"SELECT boost_of_id FROM statuses WHERE account_id = ? AND boost_of_id IN ({places})",
                    f"SELECT status_id FROM bookmarks WHERE account_id = ? AND status_id IN ({places})")):
                marks[place] = {id for id, in self.query(sql, [reader, *ids])}
            many = ",".join("?" * len(authors))
            hidden = {id for id, in self.query(
                f"SELECT target_id FROM blocks WHERE account_id = ? AND target_id IN ({many})"
                f" UNION SELECT account_id FROM blocks WHERE target_id = ? AND account_id IN ({many})"
                f" UNION SELECT target_id FROM mutes WHERE account_id = ? AND target_id IN ({many})",
                [reader, *authors, reader, *authors, reader, *authors])}
            followed = {id for id, in self.query(
                f"SELECT target_id FROM follows WHERE account_id = ? AND target_id IN ({many})", [reader, *authors])}

        def sees(row: tuple) -> bool:
            if row[1] == reader:
                return True
            if row[1] in hidden:
                return False
            return row[5] < 2 or (row[5] == 2 and row[1] in followed) \
                or any(mention["id"] == str(reader) for mention in mentions.get(row[0], ()))

        def entry(row: tuple, reblog: dict | None) -> dict:
            id, author = row[0], accounts[row[1]]
            url = f"{self.base}/@{author['username']}/{id}"
            view = {
                "id": str(id), "created_at": moment(id >> 16), "in_reply_to_id": row[7] and str(row[7]),
                "in_reply_to_account_id": row[8] and str(row[8]), "sensitive": bool(row[4]), "spoiler_text": row[3],
                "visibility": VISIBILITIES[row[5]], "language": row[6], "uri": url, "url": url,
                "replies_count": row[12], "reblogs_count": row[13], "favourites_count": row[14],
                "edited_at": row[11] and moment(row[11]), "content": "" if reblog else content(row[2], self.base),
                "reblog": reblog, "application": {"name": row[10], "website": None}, "account": author,
                "media_attachments": [], "mentions": mentions.get(id, []), "tags": tags.get(id, []), "emojis": [],
                "card": None, "poll": None,
            }
            if reader is not None:
                view |= {"favourited": id in marks[0], "reblogged": id in marks[1], "muted": False,
                         "bookmarked": id in marks[2], "filtered": []}
            return view

        views = []
        for row in rows:
            if not sees(row):
                continue
            if row[9]:
                original = boosted.get(row[9])
                if original and sees(original):
                    views.append(entry(row, entry(original, None)))
            else:
                views.append(entry(row, None))
        return views

    def account(self, row: tuple) -> dict:
        url = f"{self.base}/@{row[1]}"
        avatar = f"{self.base}/media/{row[7]}" if row[7] else f"{self.base}/assets/avatar.png"
        header = f"{self.base}/media/{row[8]}" if row[8] else f"{self.base}/assets/header.png"
        return {
            "id": str(row[0]), "username": row[1], "acct": row[1], "display_name": row[2], "locked": bool(row[4]),
            "bot": bool(row[5]), "discoverable": bool(row[6]), "group": False, "created_at": moment(row[0] >> 16),
            "note": content(row[3], self.base), "url": url, "uri": url, "avatar": avatar, "avatar_static": avatar,
            "header": header, "header_static": header, "followers_count": row[10], "following_count": row[11],
            "statuses_count": row[9], "last_status_at": row[12] and moment(row[12])[:10], "emojis": [], "fields": [],
        }
