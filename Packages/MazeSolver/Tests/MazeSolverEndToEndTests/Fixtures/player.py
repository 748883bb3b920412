"""Draws in a recorded page with the mouse and the keyboard, as a reader would, and prints what the page says then.
Usage: player.py PAGE, by TestKit. Prints JSON: the captions by algorithm after each step, and what the play button says."""

import json
import sys

import browser_visit

url = sys.argv[1]
report = {}
with browser_visit.running_browser() as browser:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    complaints = browser_visit.complaints(context)
    page = context.new_page()
    page.goto(url + "#algorithms=breadth-first,dijkstra&at=end")
    canvas = page.locator("canvas").first
    size = page.evaluate("[width, height]")

    def square(x: int, y: int) -> tuple[float, float]:
        """The middle of a square on the screen."""
        box = canvas.bounding_box()
        return box["x"] + (x + 0.5) * box["width"] / size[0], box["y"] + (y + 0.5) * box["height"] / size[1]

    def note(step: str) -> None:
        """What the page says when everything has been played."""
        page.locator("#end").click()
        captions = page.locator("figcaption span")
        report[step] = {one.get_attribute("data-algorithm"): one.text_content() for one in captions.all()}

    def press(*keys: str) -> None:
        canvas.focus()
        for key in keys:
            page.keyboard.press(key)

    note("asRecorded")
    page.mouse.move(*square(4, 1))
    page.mouse.down()
    for y in (2, 3):
        page.mouse.move(*square(4, y))
    page.mouse.up()
    note("aWallByTheMouse")

    # With Tab to the maze; the cursor is where the mouse drew last.
    page.locator("input[name=tool]").last.focus()
    page.keyboard.press("Tab")
    report["focused"] = page.evaluate("document.activeElement.localName")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("5")
    note("aWeightByTheKeyboard")
    press("w")
    note("aWallByTheKeyboard")
    page.get_by_label("passage", exact=True).check()
    press("Enter")
    note("aWayByTheKeyboard")
    press("ArrowRight", "s")
    note("anotherStart")
    press("ArrowRight", "g")
    note("anotherGoal")

    page.get_by_label("start", exact=True).check()
    page.mouse.click(*square(1, 4))
    page.get_by_label("weight", exact=True).first.check()
    page.mouse.click(*square(2, 4))
    note("aStartAndAWeightByTheMouse")

    page.locator("#restart").click()
    press("Space", "Space", ",")
    report["button"] = page.locator("#play").text_content()
    before = page.evaluate("position")
    press(".", ".")
    report["stepped"] = page.evaluate("position") - before

    page.get_by_label("a-star").check()
    note("anotherAlgorithm")
    report["complaints"] = complaints
print(json.dumps(report))
