#!/usr/bin/env python3
"""Visits a running server's pages in headless Chromium and prints what it found as one JSON object.

    visit_pages.py URL STATUS-ID

The tests beside it judge what this prints; it judges nothing itself. The server has the members ada and grace with the
password "correct horse battery"; grace follows ada; STATUS-ID is a status of ada's in a thread. TestKit's
browser_visit brings the browser.
"""

import base64
import json
import sys

import browser_visit

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PASSWORD = "correct horse battery"
HOSTILE = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script> & "quotes"'

# Gives the text field an image as a paste or a drop does.
GIVE_IMAGE = """([name, holder, image]) => {
  const bytes = Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "p.png", { type: "image/png" }));
  const event = new Event(name, { bubbles: true, cancelable: true });
  Object.defineProperty(event, holder, { value: data });
  document.getElementById("text").dispatchEvent(event);
}"""

# A moment as the page shows it, and the hour that a clock on this machine's wall shows then.
LOCAL_TIME = """() => {
  const time = document.querySelector("#timeline time");
  const hour = new Date(time.dateTime).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return [`${time.textContent} ${time.title}`, hour];
}"""


class Visitor:
    """A browser at one address."""

    def __init__(self, browser, url: str):
        self.browser = browser
        self.url = url
        self.looks = []

    def context(self, **choices):
        """A browser of its own, and the lists of what it will complain of."""
        context = self.browser.new_context(**choices)
        return context, browser_visit.complaints(context)

    def look(self, page, name: str) -> None:
        """What axe says of a page as it stands, and what sticks out of it."""
        seen = {"page": name, "wider": browser_visit.wider_than_page(page), "title": page.title()}
        self.looks.append(seen | browser_visit.axe(page))
        browser_visit.screenshot(page, name, full_page=True)

    def public_pages(self, status: str) -> list[str]:
        """Every kind of page, on a phone by night and on a desk by day."""
        complaints = []
        for width, scheme in ((360, "dark"), (1280, "light")):
            context, heard = self.context(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page = context.new_page()
            for path in ("/", "/@ada", f"/@ada/{status}", "/tags/tea", "/home"):
                page.goto(self.url + path)
                self.look(page, f"{path.replace(status, 'status')} {width} {scheme}")
            complaints += heard
            heard.clear()
            page.goto(f"{self.url}/@nobody")
            self.look(page, f"404 {width} {scheme}")
            # The browser itself notes that an answer was 404.
            complaints += [line for line in heard if "404" not in line]
            context.close()
        return complaints

    def without_script(self) -> dict:
        """What stands there when no script runs."""
        context, _ = self.context(java_script_enabled=False)
        page = context.new_page()
        page.goto(self.url)
        articles = page.locator("article").count()
        page.goto(f"{self.url}/home")
        said = page.locator("noscript").inner_text()
        context.close()
        return {"articles": articles, "home": said}

    def log_in(self, context, name: str, looks: bool = False):
        """Logs a member in by the client's own button and the consent page."""
        page = context.new_page()
        page.goto(f"{self.url}/home")
        page.click("#log-in")
        page.wait_for_url("**/oauth/authorize*")
        if looks:
            self.look(page, "log in")
        page.fill("input[name=username]", name)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_selector("button[value=allow]")
        if looks:
            self.look(page, "consent")
        page.click("button[value=allow]")
        live(page)
        return page

    def live_client(self) -> dict:
        """Two members, three tabs: what one posts, the others see without asking."""
        ada, ada_heard = self.context(viewport={"width": 1280, "height": 800}, color_scheme="light")
        grace, grace_heard = self.context(
            viewport={"width": 360, "height": 740}, color_scheme="dark", timezone_id="Asia/Tokyo", locale="en-GB")
        first = self.log_in(ada, "ada", looks=True)
        report = {"addressAfterLogIn": first.url}
        second = ada.new_page()
        second.goto(f"{self.url}/home")
        live(second)
        third = self.log_in(grace, "grace")

        first.fill("#text", f"Hello, live world! {HOSTILE}")
        first.focus("#post")
        first.keyboard.press("Enter")
        said = "#said:has-text('Posted.')"
        first.wait_for_selector(said)
        mark = "article:has-text('Hello, live world!')"
        report["seen"] = []
        for page in (second, third):
            page.wait_for_selector(mark)
            content = page.locator(f"{mark} .content").first
            report["seen"].append({
                "text": content.inner_text(), "scripts": page.locator("#timeline script, #timeline img:not(.avatar)").count(),
                "title": page.title(), "copies": page.locator(mark).count(),
            })
        self.look(first, "client 1280 light")
        self.look(third, "client 360 dark")

        # An answer, a favourite, and their notifications.
        third.click(f"{mark} button:has-text('Answer')")
        report["prefilled"] = third.input_value("#text")
        third.fill("#text", third.input_value("#text") + "I hear you.")
        third.click("#post")
        first.wait_for_selector("#said:has-text('mentions you')")
        report["notice"] = first.inner_text("#said")
        third.click(f"{mark} >> nth=0 >> button:has-text('Favourite')")
        third.wait_for_selector(f"{mark} button[aria-pressed=true]:has-text('Favourite')")
        first.wait_for_selector("#said:has-text('likes your status')")

        report["views"] = self.views(first, third)

        # What is deleted goes away.
        token = first.evaluate("JSON.parse(localStorage.getItem('social.token'))")
        id = first.locator(mark).last.get_attribute("data-id")
        answer = first.request.delete(f"{self.url}/api/v1/statuses/{id}", headers={"Authorization": f"Bearer {token}"})
        report["deleted"] = answer.status
        for page in (first, second, third):
            page.wait_for_selector(f"[data-id='{id}']", state="detached")

        first.click("#log-out")
        first.wait_for_selector("#log-in")
        # The token ends a moment after the client has forgotten it.
        first.wait_for_selector("#said:has-text('You are logged out.')", state="attached")
        after = first.request.get(
            f"{self.url}/api/v1/accounts/verify_credentials", headers={"Authorization": f"Bearer {token}"})
        report["tokenAfterLogOut"] = after.status
        report["complaints"] = [line for line in ada_heard + grace_heard if "WebSocket" not in line]
        ada.close()
        grace.close()
        return report

    def views(self, first, third) -> dict:
        """The views beside the home, used as a person would: by links, buttons and keys."""
        report = {}

        def view(page, name):
            page.click(f"#views a:has-text('{name}')")

        view(first, "Notifications")
        first.wait_for_selector("#timeline article:has-text('mentions you')")
        self.look(first, "notifications 1280 light")

        view(third, "Search")
        third.fill("#query", "ada")
        third.keyboard.press("Enter")
        follow = ".person:has-text('@ada') button:has-text('Follow')"
        third.wait_for_selector(f"{follow}[aria-pressed=true]")
        third.click(follow)
        third.wait_for_selector(f"{follow}[aria-pressed=false]")
        third.click(follow)
        third.wait_for_selector(f"{follow}[aria-pressed=true]")
        self.look(third, "search 360 dark")
        third.click(".person:has-text('@ada') a.author")
        third.wait_for_selector("#heading:has-text('@ada')")
        third.wait_for_selector("#timeline article:has-text('The kettle is on.')")
        third.click("article:has-text('The kettle is on.') >> a.when")
        third.wait_for_selector("article.asked:has-text('The kettle is on.')")
        report["thread"] = third.locator("#timeline article").count()
        third.click("article.asked button:has-text('Bookmark')")
        third.wait_for_selector("article.asked button[aria-pressed=true]:has-text('Bookmark')")
        view(third, "Bookmarks")
        third.wait_for_selector("#timeline article:has-text('The kettle is on.')")

        view(first, "Your profile")
        first.fill("#display-name", "Ada L.")
        first.check("#indexable")
        first.click("#settings button")
        first.wait_for_selector("#said:has-text('Saved.')")
        self.look(first, "settings 1280 light")

        # A picture with words, an edit, and the end of it; all seen by the other.
        view(third, "Home")
        view(first, "Home")
        first.wait_for_selector("#timeline article")
        for event, holder in (("paste", "clipboardData"), ("drop", "dataTransfer")):
            first.evaluate(GIVE_IMAGE, [event, holder, base64.b64encode(PIXEL).decode()])
            first.wait_for_selector("#attached .attached")
            report[event] = first.locator("#attached .attached").count()
            first.click("#attached button:has-text('Remove')")
            first.wait_for_selector("#attached .attached", state="detached")
        report["time"] = third.evaluate(LOCAL_TIME)
        first.set_input_files("#images", {"name": "p.png", "mimeType": "image/png", "buffer": PIXEL})
        first.fill("#alt-0", "A single dot")
        self.look(first, "compose 1280 light")
        first.fill("#text", "See my dot")
        first.click("#post")
        pictured = "article:has-text('See my dot')"
        third.wait_for_selector(f"{pictured} img[alt='A single dot']", state="attached")
        first.click(f"{pictured} button:has-text('Edit')")
        first.wait_for_selector("#answering:has-text('An edit of your status.')")
        report["edited"] = first.input_value("#text")
        first.fill("#text", "See my other dot")
        first.click("#post")
        first.wait_for_selector("#said:has-text('Changed.')")
        changed = "article:has-text('See my other dot')"
        third.wait_for_selector(f"{changed} img[alt='A single dot']", state="attached")
        first.once("dialog", lambda dialog: dialog.accept())
        first.click(f"{changed} button:has-text('Delete')")
        for page in (first, third):
            page.wait_for_selector(changed, state="detached")

        # By keys alone.
        first.locator("h1").click()
        first.keyboard.press("j")
        report["focused"] = first.evaluate("document.activeElement.localName")
        first.keyboard.press("n")
        report["typing"] = first.evaluate("document.activeElement.id")
        return report

    def policy(self) -> dict:
        """The policy that comes with a page, and whether the browser enforces it."""
        context, heard = self.context()
        page = context.new_page()
        policy = page.goto(self.url).headers.get("content-security-policy", "")
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), { text: 'window.ran = 1' }))")
        ran = page.evaluate("window.ran ?? 0")
        context.close()
        return {"policy": policy, "refused": len(heard), "ran": ran}


def live(page) -> None:
    page.wait_for_selector("#live:text-is('live')")


def main() -> None:
    url, status = sys.argv[1:]
    with browser_visit.running_browser() as browser:
        visitor = Visitor(browser, url)
        report = {
            "publicComplaints": visitor.public_pages(status),
            "withoutScript": visitor.without_script(),
            "client": visitor.live_client(),
            "policy": visitor.policy(),
            "looks": visitor.looks,
        }
        browser.close()
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
