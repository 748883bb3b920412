"""Compares what was acknowledged with what is there, after all keys were asked for once more: account.py BASE FILE TOKEN"""

import sys

import requests

base, path, token = sys.argv[1:4]
session = requests.Session()
session.headers["Authorization"] = f"Bearer {token}"
asked, got = [], {}
for line in open(path):
    words = line.split()
    if words[0] == "asked":
        asked.append(words[1])
    elif len(words) == 3:
        got[words[1]] = words[2]
assert len(got) > 5, f"only {len(got)} statuses were acknowledged before the kill"
for key, id in got.items():
    answer = session.get(f"{base}/api/v1/statuses/{id}")
    assert answer.status_code == 200 and f"status {key}" in answer.json()["content"], f"{key} is lost"
for key in set(asked):
    answer = session.post(base + "/api/v1/statuses", json={"status": f"status {key}"}, headers={"Idempotency-Key": key})
    assert answer.status_code == 200, answer.text
    assert got.setdefault(key, answer.json()["id"]) == answer.json()["id"], f"{key} is there twice"
me = session.get(base + "/api/v1/accounts/verify_credentials").json()
assert me["statuses_count"] == len(got), (me["statuses_count"], len(got))
texts, page = [], f"{base}/api/v1/accounts/{me['id']}/statuses?limit=40"
while page:
    answer = session.get(page)
    texts += [status["content"] for status in answer.json()]
    page = answer.links.get("next", {}).get("url")
assert len(texts) == len(set(texts)) == len(got), (len(texts), len(set(texts)), len(got))
print(f"{len(got)} statuses\nall as expected")
