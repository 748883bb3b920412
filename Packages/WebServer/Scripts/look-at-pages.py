"""Looks at the server's own pages, a listing and an error, in a window of 360 pixels by day and by night.
Usage: look-at-pages.py URL… [--screenshots FOLDER]. Prints what it saw as a JSON array."""

import argparse
import json
import shutil
import sys
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

MEASURE = """() => {
  const name = document.querySelector("tbody tr:last-child th");
  const link = document.querySelector("tbody tr:last-child th a");
  const height = link ? parseFloat(getComputedStyle(link).lineHeight) : 1;
  return { nameWidth: name ? name.getBoundingClientRect().width : 0,
           nameLines: link ? link.getBoundingClientRect().height / height : 0,
           pageWidth: document.documentElement.scrollWidth };
}"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("urls", nargs="+")
    arguments.add_argument("--screenshots", type=Path)
    arguments.add_argument("--width", type=int, default=360)
    options = arguments.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is missing: run Scripts/setup.sh, or apt-get install chromium")
    looks = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"], timeout=120_000)
        for number, url in enumerate(options.urls):
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport={"width": options.width, "height": 740}, color_scheme=scheme)
                # The page's own policy stops axe's script; what the browser itself says is heard before.
                console = []
                page.on("console", lambda message: console.append(message.text))
                status = page.goto(url, wait_until="load").status
                look = page.evaluate(MEASURE)
                said = [text for text in console if f"status of {status}" not in text and "favicon" not in text]
                page.close()
                context = browser.new_context(
                    viewport={"width": options.width, "height": 740}, color_scheme=scheme, bypass_csp=True)
                page = context.new_page()
                page.goto(url, wait_until="load")
                found = Axe().run(page).response["violations"]
                if options.screenshots:
                    options.screenshots.mkdir(parents=True, exist_ok=True)
                    page.screenshot(path=options.screenshots / f"{number}-{options.width}-{scheme}.png")
                context.close()
                looks.append(look | {"violations": [one["id"] for one in found], "console": said})
        browser.close()
    print(json.dumps(looks))


if __name__ == "__main__":
    main()
