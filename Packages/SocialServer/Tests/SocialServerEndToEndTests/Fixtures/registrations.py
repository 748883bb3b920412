"""Registers as untrusted clients do: registrations.py BASE

Prints the names of those who wait, after everything held.
"""

import sys

import requests

base = sys.argv[1]
app = requests.post(base + "/api/v1/apps", json={
    "client_name": "x", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write",
}).json()
own = requests.post(base + "/oauth/token", json={
    "grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": app["client_secret"], "scope": "read write",
}).json()["access_token"]


def register(name, **changes):
    return requests.post(base + "/api/v1/accounts", headers={"Authorization": f"Bearer {own}"}, json={
        "username": name, "email": f"{name}@example.org", "password": "correct horse battery", "agreement": True, "locale": "en",
        **changes,
    })


# What is missing is told by the fields, all at once, and counts nothing.
for _ in range(8):
    answer = register("", password="", agreement=False)
    assert answer.status_code == 422, answer.text
    details = answer.json()["details"]
    assert {n: d[0]["error"] for n, d in details.items()} == {
        "username": "ERR_BLANK", "password": "ERR_BLANK", "agreement": "ERR_ACCEPTED",
    }, details
first = register("one")
assert first.status_code == 200, first.text
assert register("one").json()["details"]["username"][0]["error"] == "ERR_TAKEN"
statuses = [register(f"more{number}").status_code for number in range(12)]
assert statuses[:3] == [200] * 3 and set(statuses[3:]) == {429}, statuses
refused = register("late")
assert refused.status_code == 429 and 0 < int(refused.headers["Retry-After"]) <= 1800

# Who waits for approval can do nothing.
token = {"Authorization": "Bearer " + first.json()["access_token"]}
answer = requests.get(base + "/api/v1/accounts/verify_credentials", headers=token)
assert answer.status_code == 403 and "pending approval" in answer.json()["error"], answer.text
login = requests.post(base + "/oauth/token", json={
    "grant_type": "password", "client_id": app["client_id"], "client_secret": app["client_secret"], "username": "one",
    "password": "correct horse battery", "scope": "read",
})
assert login.status_code == 400 and "pending" in login.json()["error_description"], login.text
assert requests.get(base + "/api/v1/accounts/lookup?acct=one").status_code == 404
instance = requests.get(base + "/api/v2/instance").json()["registrations"]
assert instance["enabled"] and instance["approval_required"], instance
print(first.json()["access_token"])
