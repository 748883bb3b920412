"""What every script that drives a browser for a test shares: the browser, what it complains of, and what axe finds.

PeerScript puts this folder on Python's path, so that `import browser_visit` works in any script that a test runs. It
needs Debian's chromium and Python's playwright; `axe` needs axe-playwright-python, too.

    with browser_visit.running_browser() as browser:
        context = browser.new_context()
        heard = browser_visit.complaints(context)
        page = context.new_page()
        page.goto(url)
        report = browser_visit.axe(page) | {"complaints": heard}

With SCREENSHOTS=FOLDER in the environment, `screenshot` keeps a picture of each page that is looked at.
"""

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

# A busy machine may take minutes for what a quiet one does in a second.
PATIENCE = 120_000


@contextmanager
def running_browser():
    """A headless Chromium, ended with the block."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is missing: run Scripts/setup.sh, or apt-get install chromium")
    with sync_playwright() as playwright:
        # The sandbox wants a user of its own; what is visited is ours.
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments, timeout=PATIENCE)
        yield browser
        browser.close()


def complaints(context) -> list[str]:
    """A list that fills with what the pages of a context write on the console, and with the errors of their scripts."""
    context.set_default_timeout(PATIENCE)
    heard: list[str] = []
    context.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    context.on("weberror", lambda error: heard.append(f"error: {error.error}"))
    return heard


def axe(page) -> dict:
    """What axe calls wrong, what it leaves for a person to decide, and how many of its rules found all well."""
    # Not every script needs axe: whoever drives the browser alone does without the package.
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response
    return {
        "violations": [f"{one['id']}: {one['help']} at {places(one)}" for one in found["violations"]],
        "reviews": [
            {"rule": one["id"], "target": " ".join(map(str, node["target"])), "why": reasons(node)}
            for one in found["incomplete"] for node in one["nodes"]
        ],
        "passes": len(found["passes"]),
    }


def places(finding: dict) -> str:
    """The selectors of a finding's elements."""
    return "; ".join(" ".join(map(str, node["target"])) for node in finding["nodes"])


def reasons(node: dict) -> str:
    """Why axe found what it did at one element."""
    return "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])


def wider_than_page(page, *, besides: str = ".skip") -> list[str]:
    """The visible elements that stick out on the right, but for those within the selector `besides`."""
    return page.evaluate(
        """(besides) => [...document.querySelectorAll("body *")]
          .filter((element) => !element.closest(besides) && element.checkVisibility())
          .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map((element) => `${element.localName}.${element.getAttribute("class") ?? ""}`)""",
        besides)


def screenshot(page, name: str, *, full_page: bool = False) -> None:
    """Keeps a picture of the page as it stands, if the environment's SCREENSHOTS names a folder."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name.replace('/', '_').replace(' ', '-')}.png", full_page=full_page)
