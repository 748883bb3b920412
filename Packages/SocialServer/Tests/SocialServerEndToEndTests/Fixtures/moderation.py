"""Joins by invitation and moderates, as people do in a browser: moderation.py BASE CODE

Expects the members ada, a moderator, and ben, closed registrations, and an invitation for one.
"""

import html.parser
import sys

import requests

base, code = sys.argv[1:]


class Forms(html.parser.HTMLParser):
    """The forms of a page, each as its address and its fields."""

    def __init__(self, text):
        super().__init__()
        self.forms = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append((attributes["action"], {}, []))
        elif tag == "input" and self.forms and "name" in attributes:
            self.forms[-1][1][attributes["name"]] = attributes.get("value", "")
        elif tag == "button" and self.forms and "name" in attributes:
            self.forms[-1][2].append((attributes["name"], attributes["value"], attributes.get("aria-label", "")))


def form(page, action, label=None):
    """A form's fields, with the button that is pressed."""
    for address, fields, buttons in Forms(page.text).forms:
        if address != action:
            continue
        if label is None:
            return dict(fields)
        for name, value, words in buttons:
            if words == label:
                return {**fields, name: value}
    raise AssertionError(f"no form {action} {label}: {page.text[:3000]}")


def log_in(name):
    browser = requests.Session()
    page = browser.get(base + "/moderation")
    fields = form(page, "/auth/sign_in")
    page = browser.post(base + "/auth/sign_in", data={**fields, "username": name, "password": f"password of {name}"})
    return browser, page


# --- an invitation lets one in where everybody else stays outside
assert requests.get(base + "/auth/sign_up").status_code == 403
assert requests.get(base + "/auth/sign_up?invite_code=nonsense").status_code == 403
guest = requests.Session()
page = guest.get(base + "/auth/sign_up", params={"invite_code": code})
assert page.status_code == 200 and page.headers["Content-Security-Policy"].startswith("default-src 'none'")
fields = form(page, "/auth/sign_up")
wanted = {**fields, "username": "guest", "email": "guest@example.org", "password": "password of guest", "agreement": "true"}
assert "The form had ended" in requests.post(base + "/auth/sign_up", data=wanted).text, "a form belongs to its browser"
page = guest.post(base + "/auth/sign_up", data={**wanted, "username": "no name", "email": "<b>@x"})
assert page.status_code == 422 and 'role="alert"' in page.text and "<b>@x" not in page.text, page.text
fields = form(page, "/auth/sign_up")
page = guest.post(base + "/auth/sign_up", data={**wanted, "csrf": fields["csrf"]}, allow_redirects=False)
assert page.status_code == 303 and page.headers["Location"] == "/home", page.text
assert requests.get(base + "/api/v1/accounts/lookup?acct=guest").json()["username"] == "guest"
assert requests.get(base + "/auth/sign_up", params={"invite_code": code}).status_code == 403, "it was for one"

# --- who is no moderator sees nothing, and cannot send what the forms send
assert "Reports" not in guest.get(base + "/moderation").text and guest.get(base + "/moderation").status_code == 403
moderator, page = log_in("ada")
assert page.status_code == 200 and "There is no open report." in page.text, page.text
for action in ("/moderation/accounts", "/moderation/reports"):
    assert moderator.post(base + action, data={"account": "1", "standing": "suspended"}).status_code == 403, "without its token"

# --- a report is read with its statuses, and dealt with
app = requests.post(base + "/api/v1/apps", json={
    "client_name": "x", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write",
}).json()


def token(name):
    return {"Authorization": "Bearer " + requests.post(base + "/oauth/token", json={
        "grant_type": "password", "client_id": app["client_id"], "client_secret": app["client_secret"],
        "username": name, "password": f"password of {name}", "scope": "read write",
    }).json()["access_token"]}


bens, guests = token("ben"), token("guest")
bad = requests.post(base + "/api/v1/statuses", headers=guests, json={"status": "<script>alert(1)</script> buy"}).json()
requests.post(base + "/api/v1/reports", headers=bens, json={
    "account_id": bad["account"]["id"], "status_ids": [bad["id"]], "comment": "<i>spam</i>", "category": "spam",
})
page = moderator.get(base + "/moderation")
assert "@ben" in page.text and "&lt;i&gt;spam" in page.text and "&lt;script&gt;alert(1)" in page.text, page.text
assert "<script" not in page.text and "<i>" not in page.text
fields = form(page, "/moderation/accounts", "Suspend @guest")
foreign = requests.Session().post(base + "/moderation/accounts", data=fields)
assert foreign.status_code == 403
page = moderator.post(base + "/moderation/accounts", data=fields)
assert page.status_code == 200 and "(suspended)" in page.text, page.text
assert requests.get(base + "/api/v1/accounts/lookup?acct=guest").status_code == 404
assert requests.get(base + "/api/v1/accounts/verify_credentials", headers=guests).status_code == 401
page = moderator.post(base + "/moderation/reports", data=form(page, "/moderation/reports"))
assert "There is no open report." in page.text

# --- accounts are found and let in again; moderators are out of each other's reach
page = moderator.get(base + "/moderation", params={"standing": "suspended"})
page = moderator.post(base + "/moderation/accounts", data=form(page, "/moderation/accounts", "Approve @guest"))
assert requests.get(base + "/api/v1/accounts/lookup?acct=guest").status_code == 200
page = moderator.get(base + "/moderation", params={"q": "GUEST@example"})
fields = form(page, "/moderation/accounts", "Silence @guest")
moderator.post(base + "/moderation/accounts", data=fields)
assert requests.get(base + "/api/v1/timelines/public").json() == []
own = requests.get(base + "/api/v1/accounts/lookup?acct=ada").json()["id"]
refused = moderator.post(base + "/moderation/accounts", data={**fields, "account": own, "standing": "suspended"})
assert refused.status_code == 403 and "operator" in refused.text, refused.text
print("all as expected")
