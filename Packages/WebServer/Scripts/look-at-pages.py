"""Looks at the server's own pages, a listing and an error, in a window of 360 pixels by day and by night.
Usage: look-at-pages.py URL… [--width N]. Prints what it saw as a JSON array; a test runs it, by TestKit."""

import argparse
import json

import browser_visit

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
    arguments.add_argument("--width", type=int, default=360)
    options = arguments.parse_args()
    looks = []
    with browser_visit.running_browser() as browser:
        for number, url in enumerate(options.urls):
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": options.width, "height": 740}, color_scheme=scheme)
                # The page's own policy stops axe's script; what the browser itself says is heard before.
                console = browser_visit.complaints(context)
                page = context.new_page()
                status = page.goto(url, wait_until="load").status
                look = page.evaluate(MEASURE)
                said = [text for text in console if f"status of {status}" not in text and "favicon" not in text]
                context.close()
                context = browser.new_context(
                    viewport={"width": options.width, "height": 740}, color_scheme=scheme, bypass_csp=True)
                page = context.new_page()
                page.goto(url, wait_until="load")
                found = browser_visit.axe(page)["violations"]
                browser_visit.screenshot(page, f"{number}-{options.width}-{scheme}")
                context.close()
                looks.append(look | {"violations": found, "console": said})
    print(json.dumps(looks))


if __name__ == "__main__":
    main()
