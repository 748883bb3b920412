#!/usr/bin/env python3
"""Visits the landing page in headless Chromium and prints what it found as one JSON object.

    visit-landing-page.py URL

The tests in Tests/LandingPageTests judge what this prints; it judges nothing itself. TestKit's browser_visit brings the
browser; html5lib is one of the Python packages.
"""

import json
import sys

import browser_visit
import html5lib

WIDTHS = {360: 740, 768: 1024, 1440: 900}

# Runs before the page's own scripts: keeps what the browser measures.
MEASURE = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (!entry.hadRecentInput) window.shifts.push({ value: entry.value,
      sources: entry.sources.map((source) => source.node?.className?.baseVal ?? source.node?.className ?? "") });
  }
}).observe({ type: "layout-shift", buffered: true });
"""

# Elements that a keyboard should come to.
REACHABLE = """() => [...document.querySelectorAll("a[href], button")].filter((element) => element.checkVisibility())
  .map((element) => element.getAttribute("aria-label") ?? element.textContent.trim())"""

FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  return {
    name: element.getAttribute("aria-label") ?? element.textContent.trim(),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.height > 0,
  };
}"""


class Visitor:
    """A browser at one address."""

    def __init__(self, browser, url: str):
        self.browser = browser
        self.url = url

    def open(self, **choices):
        """A page in a context of its own, not yet loaded, and the lists of what it will say and ask for."""
        context = self.browser.new_context(**choices)
        heard = {"console": browser_visit.complaints(context), "requests": [], "failed": []}
        page = context.new_page()
        page.on("request", lambda request: heard["requests"].append(request.url))
        page.on("response", lambda response: response.status >= 400 and heard["failed"].append(response.url))
        page.on("requestfailed", lambda request: heard["failed"].append(request.url))
        return context, page, heard

    def look(self, width: int, scheme: str) -> dict:
        """One width in one light: everything that holds there.

        On a starved machine a font may come after the first paint and move words once. A page that shifts by itself
        does so on every visit, so what counts is whether three visits in a row do.
        """
        for _ in range(3):
            view = self.look_once(width, scheme)
            if not view["shifts"]:
                break
        return view

    def look_once(self, width: int, scheme: str) -> dict:
        """One visit of one width in one light."""
        # Samples that move take seconds: one view is enough to see whether they shift anything.
        moves = "no-preference" if (width, scheme) == (1440, "light") else "reduce"
        context, page, heard = self.open(
            viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme, reduced_motion=moves)
        page.add_init_script(MEASURE)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        sizes = []
        session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(self.url, wait_until="load")
        scroll_to_end(page)
        until(page, "document.querySelector('.maze .way').getAttribute('d') !== ''")
        view = {
            "width": width,
            "scheme": scheme,
            "pageWidth": page.evaluate("document.documentElement.scrollWidth"),
            "wider": browser_visit.wider_than_page(page, besides=".unseen, .heavens, .skip, svg *"),
            "shifts": page.evaluate("window.shifts"),
            "background": page.evaluate("getComputedStyle(document.body).backgroundColor"),
        }
        view |= browser_visit.axe(page)
        view["skyContrast"] = page.evaluate(SKY_CONTRAST)
        page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
        browser_visit.screenshot(page, f"{width}-{scheme}", full_page=True)
        view |= {"bytes": sum(sizes), **heard}
        context.close()
        return view

    def first_paints(self, path: str, limit: float, tries: int) -> list[float]:
        """First contentful paints in milliseconds, each with an empty cache, until one is below `limit`."""
        paints = []
        while len(paints) < tries and not any(paint < limit for paint in paints):
            context, page, _ = self.open(viewport={"width": 1440, "height": 900})
            page.goto(self.url + path, wait_until="load")
            until(page, "performance.getEntriesByName('first-contentful-paint').length > 0")
            paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            context.close()
        return paints

    def by_keyboard(self) -> dict:
        """Walks through the page with Tab, then works its controls with keys alone."""
        context, page, heard = self.open(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page.goto(self.url, wait_until="load")
        expected = page.evaluate(REACHABLE)
        stops = []
        while len(stops) <= len(expected) + 5:
            page.keyboard.press("Tab")
            stop = page.evaluate(FOCUSED)
            if stop is None:
                break
            stops.append(stop)
        report = {"expected": expected, "stops": stops}

        page.reload()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        report["skipLinkLeadsTo"] = page.evaluate("document.activeElement.id")

        def press(selector: str, key: str) -> None:
            page.locator(selector).focus()
            page.keyboard.press(key)

        order = "[...document.querySelectorAll('.letters li')].map((column) => column.dataset.letter).join('')"
        report["lettersBefore"] = page.evaluate(order)
        press("text=By alphabet", "Space")
        report["lettersAfter"] = page.evaluate(order)

        said = page.locator(".maze-said")
        report["mazeSaid"] = []
        for button in page.locator(".maze-tools [data-algorithm]").all():
            before = said.text_content()
            button.focus()
            page.keyboard.press("Enter")
            if button.get_attribute("aria-pressed") != "true" or report["mazeSaid"]:
                until(page, f"document.querySelector('.maze-said').textContent !== {json.dumps(before)}")
            report["mazeSaid"].append(said.text_content())

        press(".ask", "Enter")
        until(page, "document.querySelector('.answer-said').textContent.includes('just now')")
        report["answer"] = page.locator(".answer").text_content()

        report["lightBefore"] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        press(".lamp-switch", "Enter")
        report["lightAfter"] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.reload()
        report["lightNextTime"] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        report["console"] = heard["console"]
        context.close()
        return report

    def without_script(self) -> dict:
        """What stands there when no script runs."""
        context, page, heard = self.open(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
        page.goto(self.url, wait_until="load")
        visible = "(selector) => [...document.querySelectorAll(selector)].filter((element) => " \
                  "element.checkVisibility({ visibilityProperty: true })).length"
        report = {
            "text": page.inner_text("main"),
            "letters": page.evaluate(visible, ".letters li"),
            "pages": page.evaluate(visible, ".crawl circle"),
            "buttons": page.evaluate(visible, "button"),
            "maze": [len(page.get_attribute(f".maze .{name}", "d") or "") for name in ("floor", "seen", "way")],
            "scripts": [url for url in heard["requests"] if url.endswith(".js")],
        }
        context.close()
        return report

    def with_motion(self) -> dict:
        """The maze that draws itself, seen while it does."""
        context, page, _ = self.open(viewport={"width": 1440, "height": 900})
        page.goto(self.url, wait_until="load")
        floor = "document.querySelector('.maze .floor').getAttribute('d').length"
        whole = page.evaluate(floor)
        page.locator(".maze").scroll_into_view_if_needed()
        until(page, f"{floor} < {whole} / 2")
        early = page.evaluate(floor)
        until(page, "document.querySelector('.maze .way').getAttribute('d').length > 20")
        report = {"early": early, "late": page.evaluate(floor)}
        context.close()
        return report

    def with_less_motion(self) -> dict:
        """Nothing that moves by itself when less motion is asked for."""
        context, page, heard = self.open(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page.goto(self.url, wait_until="load")
        before = page.evaluate("document.querySelector('.maze').innerHTML")
        scroll_to_end(page)
        page.wait_for_timeout(200)
        report = {
            "unchanged": page.evaluate("document.querySelector('.maze').innerHTML") == before,
            "animations": page.evaluate("document.getAnimations().length"),
            "smooth": page.evaluate("getComputedStyle(document.documentElement).scrollBehavior"),
        }
        page.click("text=By alphabet")
        report["animationsAfterSorting"] = page.evaluate("document.getAnimations().length")
        context.close()
        return report

    def under_own_policy(self) -> dict:
        """The policy that the server sends with the page, and what the browser says while everything is used."""
        context, page, heard = self.open(viewport={"width": 1440, "height": 900})
        policy = page.goto(self.url, wait_until="load").headers.get("content-security-policy", "")
        # A style written into the page is what the policy is there to refuse: so it is in force.
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
        refused = len(heard["console"])
        scroll_to_end(page)
        page.locator("text=By alphabet").click()
        page.locator(".ask").click()
        until(page, "document.querySelector('.answer-said').textContent.includes('just now')")
        context.close()
        return {"policy": policy, "refusedOnPurpose": refused, "refused": heard["console"][refused:]}


# The least contrast of the words on the sky, whose gradient axe leaves for a person to review.
SKY_CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (color) => {
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => byte / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const sky = getComputedStyle(document.querySelector(".sky")).backgroundImage.match(/rgba?\\([^)]*\\)/g).map(light);
  const words = light(getComputedStyle(document.querySelector(".lead")).color);
  return Math.min(...sky.map((one) => (Math.max(one, words) + 0.05) / (Math.min(one, words) + 0.05)));
}"""


def until(page, condition: str) -> None:
    """Waits for a condition in the page. (Playwright's own wait evaluates text, which a strict policy refuses.)"""
    for _ in range(3000):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    raise TimeoutError(f"after 60 s this is not so: {condition}")


def scroll_to_end(page) -> None:
    """Brings every part of the page into view once."""
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 500):
        page.evaluate(f"scrollTo({{ top: {top}, behavior: 'instant' }})")
        page.wait_for_timeout(30)


def syntax_errors(text: str) -> list[str]:
    """The parse errors of the HTML standard's own algorithm."""
    parser = html5lib.HTMLParser()
    parser.parse(text)
    return [f"line {line}, column {column}: {error} {detail}" for (line, column), error, detail in parser.errors]


def main() -> None:
    url = sys.argv[1]
    with browser_visit.running_browser() as browser:
        visitor = Visitor(browser, url)
        report = {
            "address": url,
            "views": [
                visitor.look(width, scheme) for width in WIDTHS for scheme in ("light", "dark")
            ],
            "firstPaints": visitor.first_paints("", limit=300, tries=10),
            "plainPaints": visitor.first_paints("fonts/OFL.txt", limit=150, tries=3),
            "keyboard": visitor.by_keyboard(),
            "withoutScript": visitor.without_script(),
            "motion": visitor.with_motion(),
            "lessMotion": visitor.with_less_motion(),
            "policy": visitor.under_own_policy(),
        }
        page = browser.new_page()
        report["syntaxErrors"] = syntax_errors(page.goto(url).text())
        browser.close()
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
