"""Posts as fast as it can and notes what was acknowledged: hammer.py BASE FILE

Each line of FILE is an idempotency key and the id that was answered. Ends when the server is gone.
"""

import sys
import threading

import requests

base, path = sys.argv[1], sys.argv[2]
app = requests.post(base + "/api/v1/apps", json={
    "client_name": "hammer", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write"}).json()
token = requests.post(base + "/oauth/token", json={
    "grant_type": "password", "client_id": app["client_id"], "client_secret": app["client_secret"],
    "username": "ada", "password": "password of ada", "scope": "read write"}).json()["access_token"]
lock = threading.Lock()
notes = open(path, "a")
print(token, flush=True)


def post(worker):
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token}"
    number = 0
    while True:
        key = f"{worker}-{number}"
        try:
            with lock:
                notes.write(f"asked {key}\n")
                notes.flush()
            answer = session.post(base + "/api/v1/statuses", json={"status": f"status {key}"}, headers={"Idempotency-Key": key}, timeout=10)
        except requests.RequestException:
            return
        if answer.status_code != 200:
            return
        with lock:
            notes.write(f"got {key} {answer.json()['id']}\n")
            notes.flush()
        number += 1


threads = [threading.Thread(target=post, args=(worker,)) for worker in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
