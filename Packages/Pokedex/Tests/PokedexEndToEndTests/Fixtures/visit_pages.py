"""Visits pages in headless Chromium, wide and narrow, by day and by night, and prints what it found as JSON.

    visit_pages.py URL

AccessibilityTests judges what this prints; TestKit's browser_visit brings the browser.
"""
import json
import sys

import browser_visit

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

url = sys.argv[1]
views = []
with browser_visit.running_browser() as browser:
    for width, scheme in [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        console = browser_visit.complaints(context)
        for name, path in PAGES.items():
            page = context.new_page()
            console.clear()
            page.goto(url + path)
            # A picture is no document: axe judges those.
            results = {"violations": [], "passes": 0} if name == "schema" else browser_visit.axe(page)
            views.append({
                "page": f"{name}, {width} px, {scheme}",
                "violations": results["violations"],
                "passes": results["passes"],
                "pageWidth": page.evaluate("document.documentElement.scrollWidth"),
                "width": width,
                "scripts": page.locator("script").count(),
                # The browser reports answers with an error's status on the console; those pages are meant to have one.
                "console": [text for text in console if "the server responded with a status of 40" not in text],
            })
            browser_visit.screenshot(page, f"{name}-{width}-{scheme}")
            page.close()
        context.close()
    # The filters and the playground, filled in as a person does, with no script allowed to run.
    context = browser.new_context(java_script_enabled=False)
    browser_visit.complaints(context)
    page = context.new_page()
    page.goto(url)
    page.locator("select[name=type]").select_option("water")
    page.locator("input[name=min]").fill("speed=50")
    page.get_by_role("button", name="Search").click()
    found = page.locator("tbody tr").count()
    page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name="SQL playground").click()
    page.locator("textarea").fill("SELECT 6 * 7 AS answer")
    page.get_by_role("button", name="Run").click()
    answer = page.locator("td").first.inner_text()
print(json.dumps({"views": views, "found": found, "answer": answer}))
