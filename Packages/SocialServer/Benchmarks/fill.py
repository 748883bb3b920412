#!/usr/bin/env python3
"""Fills the SQLite database of a server that does not run with accounts and statuses that look like a network's.

    fill.py DATABASE [--accounts N] [--statuses N] [--followed N]

`socialserver migrate` has made the tables. The rows are the same each time, but for the times, which end now. Prints one
JSON object: a token of the reader, who follows `--followed` accounts, and the identifiers of some statuses to ask for.
"""

import argparse
import base64
import hashlib
import json
import random
import sqlite3
import time

WORDS = (
    "the of and to a in that it is was for with as on be at by this have from or one had but not what all were when we "
    "there can an your which their said if do will each about how up out them then she many some so these would other "
    "into has more her two like him see time could no make than first been its who now people my made over did down "
    "only way find use may water long little very after words called just where most know get through back much go "
    "good new write our me man too any day same right look think also around another came come work three must because "
    "does part even place well such here take why help put different away again off went old number great tell say "
    "small every found still between name should home big give air line set own under read last never us left end"
).split()
TAGS = ["swift", "books", "gardening", "cats", "music", "maps", "trains", "bread", "chess", "mathematics"]
YEAR = 365 * 86_400_000


def text(dice: random.Random, accounts: int) -> tuple[str, int | None, str | None]:
    """A status's words, the number of the account that it mentions and its hashtag, if it has them."""
    words = " ".join(dice.choices(WORDS, k=dice.randint(6, 32))).capitalize() + "."
    mention = tag = None
    if dice.random() < 0.2:
        mention = dice.randrange(accounts)
        words = f"@member{mention} {words}"
    if dice.random() < 0.3:
        tag = dice.choice(TAGS)
        words += f" #{tag}"
    if dice.random() < 0.1:
        words += f" https://example.org/{dice.choice(WORDS)}?page={dice.randrange(100)}"
    return words, mention, tag


def fill(database: sqlite3.Connection, accounts: int, statuses: int, followed: int) -> dict:
    dice = random.Random(8)
    now = int(time.time() * 1000)
    # Accounts came in the first half of the last year, statuses in all of the second.
    account_ids = [(now - YEAR + index * (YEAR // 2 // accounts)) << 16 | index & 0x7FFF for index in range(accounts)]
    status_ids = [
        (now - YEAR // 2 + index * (YEAR // 2 // statuses)) << 16 | index & 0x7FFF for index in range(statuses)
    ]
    reader = account_ids[0]
    database.executemany(
        "INSERT INTO accounts (id, username, username_key, email, email_key, password, display_name, display_key, note,"
        " is_locked, is_bot, is_discoverable, default_sensitive) VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, 0, 0, 1, 0)",
        (
            (id, f"member{index}", f"member{index}", f"member{index}@example.org", f"member{index}@example.org",
             f"Member {index}", f"member {index}", " ".join(dice.choices(WORDS, k=12)))
            for index, id in enumerate(account_ids)
        ))
    follows = {(reader, target) for target in dice.sample(account_ids[1:], min(followed, accounts - 1))}
    for account in account_ids[1:]:
        follows |= {(account, target) for target in dice.choices(account_ids, k=8) if target != account}
    database.executemany(
        "INSERT INTO follows (id, account_id, target_id, shows_boosts, notifies) VALUES (?, ?, ?, 1, 0)",
        ((now - YEAR // 2 << 16 | index, account, target) for index, (account, target) in enumerate(sorted(follows))))
    database.executemany("INSERT INTO tags (id, name) VALUES (?, ?)", enumerate(TAGS, start=1))

    def rows():
        for index, id in enumerate(status_ids):
            # Few post much, most post little.
            author = account_ids[int(dice.random() ** 2 * accounts)]
            if index > 100 and dice.random() < 0.1:
                boosted = status_ids[dice.randrange(max(0, index - 5000), index)]
                if boosted not in boosts:
                    boosts.add(id)
                    yield id, author, "", 0, None, None, boosted, 0
                    continue
            words, mention, tag = text(dice, accounts)
            answered = None
            if index > 100 and dice.random() < 0.15:
                place = dice.randrange(max(0, index - 1000), index)
                answered = status_ids[place] if status_ids[place] not in boosts else None
            if mention is not None:
                mentions.append((id, account_ids[mention]))
            if tag is not None:
                tagged.append((TAGS.index(tag) + 1, id))
            visibility = 0 if dice.random() < 0.85 else dice.choice((1, 2))
            authors[id] = author
            yield (id, author, words, visibility, answered, authors.get(answered), None,
                   (2 if mention is not None else 0) | (4 if tag is not None else 0))

    boosts: set[int] = set()
    authors: dict[int, int] = {}
    mentions: list[tuple[int, int]] = []
    tagged: list[tuple[int, int]] = []
    database.executemany(
        "INSERT INTO statuses (id, account_id, text, spoiler, is_sensitive, visibility, language, in_reply_to_id,"
        " in_reply_to_account_id, boost_of_id, application, attachments)"
        " VALUES (?, ?, ?, '', 0, ?, 'en', ?, ?, ?, 'bench', ?)", rows())
    database.executemany("INSERT INTO mentions (status_id, account_id) VALUES (?, ?)", mentions)
    database.executemany("INSERT INTO status_tags (tag_id, status_id) VALUES (?, ?)", tagged)
    database.executescript("""
        UPDATE tags SET statuses_count = (SELECT count(*) FROM status_tags WHERE tag_id = tags.id);
        UPDATE accounts SET
            statuses_count = (SELECT count(*) FROM statuses s WHERE s.account_id = accounts.id),
            last_status_at = (SELECT max(id) >> 16 FROM statuses s WHERE s.account_id = accounts.id),
            followers_count = (SELECT count(*) FROM follows WHERE target_id = accounts.id),
            following_count = (SELECT count(*) FROM follows WHERE account_id = accounts.id);
        UPDATE statuses SET boosts_count = (SELECT count(*) FROM statuses b WHERE b.boost_of_id = statuses.id)
            WHERE id IN (SELECT boost_of_id FROM statuses WHERE boost_of_id IS NOT NULL);
        UPDATE statuses SET replies_count = (SELECT count(*) FROM statuses r WHERE r.in_reply_to_id = statuses.id)
            WHERE id IN (SELECT in_reply_to_id FROM statuses WHERE in_reply_to_id IS NOT NULL);
    """)
    token = base64.urlsafe_b64encode(hashlib.sha256(b"the reader's token").digest()).decode().rstrip("=")
    application = now - YEAR << 16
    database.execute(
        "INSERT INTO applications (id, client_id, secret_hash, name, redirect_uris, scopes)"
        " VALUES (?, 'bench', x'00', 'bench', 'urn:ietf:wg:oauth:2.0:oob', 'read write follow')", (application,))
    database.execute(
        "INSERT INTO access_tokens (hash, application_id, account_id, scopes, created_at)"
        " VALUES (?, ?, ?, 'read write follow', ?)",
        (hashlib.sha256(token.encode()).digest(), application, reader, now))
    database.commit()
    asked = [str(id) for id, in database.execute(
        "SELECT id FROM statuses WHERE boost_of_id IS NULL AND visibility = 0 AND id % 7 = 0 ORDER BY id DESC LIMIT 500")]
    return {"token": token, "reader": str(reader), "statuses": asked}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("database")
    arguments.add_argument("--accounts", type=int, default=1000)
    arguments.add_argument("--statuses", type=int, default=10_000)
    arguments.add_argument("--followed", type=int, default=100)
    options = arguments.parse_args()
    database = sqlite3.connect(options.database)
    # A crash costs no more than starting anew.
    database.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; PRAGMA foreign_keys = OFF;")
    print(json.dumps(fill(database, options.accounts, options.statuses, options.followed)))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


if __name__ == "__main__":
    main()
