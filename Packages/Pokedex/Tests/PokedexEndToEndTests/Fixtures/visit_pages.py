"""Visits pages in headless Chromium, wide and narrow, by day and by night, and prints what it found as JSON.

    visit_pages.py URL [--screenshots FOLDER]

AccessibilityTests judges what this prints. It needs Debian's chromium, playwright and axe-playwright-python.
"""
import argparse
import json
import shutil
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PAGES = {
    "list": "/?q=char&type=fire&generation=1",
    "nothing": "/?q=zzzzzzzz",
    "refused": "/?min=luck%3D7",
    "detail": "/pokemon/eevee",
    "missing": "/pokemon/pikachoo",
    "team": "/team?member=garchomp&member=gyarados&member=dragonite",
    "sql": "/sql?sql=SELECT+type_1,+count(*),+avg(speed)+FROM+pokemon+GROUP+BY+type_1",
    "sql-refused": "/sql?sql=DROP+TABLE+types",
    "schema": "/schema.svg",
}

parser = argparse.ArgumentParser()
parser.add_argument("url")
parser.add_argument("--screenshots", type=Path)
arguments = parser.parse_args()
axe = Axe()
views = []
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"], timeout=120_000)
    for width, scheme in [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for name, path in PAGES.items():
            page = context.new_page()
            page.set_default_timeout(120_000)
            console = []
            page.on("console", lambda message: console.append(message.text))
            page.on("pageerror", lambda error: console.append(str(error)))
            page.goto(arguments.url + path)
            # A picture is no document: axe judges those.
            results = {"violations": [], "passes": []} if name == "schema" else axe.run(page).response
            views.append({
                "page": f"{name}, {width} px, {scheme}",
                "violations": [
                    f"{violation['id']}: {node['target']} {node['failureSummary']}"
                    for violation in results["violations"] for node in violation["nodes"]
                ],
                "passes": len(results["passes"]),
                "pageWidth": page.evaluate("document.documentElement.scrollWidth"),
                "width": width,
                "scripts": page.locator("script").count(),
                # The browser reports answers with an error's status on the console; those pages are meant to have one.
                "console": [text for text in console if "the server responded with a status of 40" not in text],
            })
            if arguments.screenshots:
                arguments.screenshots.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=arguments.screenshots / f"{name}-{width}-{scheme}.png")
            page.close()
        context.close()
    # The filters and the playground, filled in as a person does, with no script allowed to run.
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(arguments.url)
    page.locator("select[name=type]").select_option("water")
    page.locator("input[name=min]").fill("speed=50")
    page.get_by_role("button", name="Search").click()
    found = page.locator("tbody tr").count()
    page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name="SQL playground").click()
    page.locator("textarea").fill("SELECT 6 * 7 AS answer")
    page.get_by_role("button", name="Run").click()
    answer = page.locator("td").first.inner_text()
    browser.close()
print(json.dumps({"views": views, "found": found, "answer": answer}))
