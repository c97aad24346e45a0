"""What every page must be: readable to all, no wider than its window, easy to hit, silent in the console."""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage
from playwright.sync_api import Page as Tab

GRAVE = ("serious", "critical")
# The smallest side of what a thumb has to hit, in CSS pixels.
TARGET = 44
TARGETS = "main .button, main button, .bar-item, .menu-item, .masthead a, .masthead summary, .choice, .chip, .tile"
Widths = Sequence[tuple[int, int]]
WIDTHS: Widths = ((320, 640), (1280, 800))
SMALL_TARGETS = """([selector, smallest]) => [...document.querySelectorAll(selector)]
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([element, box]) => box.width && element.checkVisibility() && Math.round(box.height) < smallest)
    .map(([element, box]) => `${element.outerHTML.slice(0, 90)} is ${box.height} px high`)"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
    [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
    .slice(0, 3).map((element) => `wider than the window: ${element.outerHTML.slice(0, 120)}`)"""

# All rules, but only what they find wrong crosses to the test: what is right is ten times as much.
VIOLATIONS = "axe.run({resultTypes: ['violations']}).then(({violations}) => violations)"

# A place whose name is cut off: at 360 px, the width of a small phone; twice as large a text may be cut.
CUT_OFF = """() => [...document.querySelectorAll(".bar-item > span")]
    .filter((element) => element.checkVisibility() && element.scrollWidth > element.clientWidth)
    .map((element) => `cut off in the bar: ${element.textContent}`)"""


class Watch:
    """Collects what a tab's console complains of: scripts that fail, what the policy refuses, files not found."""

    def __init__(self, tab: Tab) -> None:
        self.complaints: list[str] = []
        self._tab = tab
        tab.on("console", self._note)
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        # A page that refuses is itself a resource with a bad status; which one, its own test says.
        is_page = "server responded with a status" in message.text and message.location["url"] == self._tab.url
        if message.type in ("error", "warning") and not is_page:
            self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")


def defects_at_all_widths(tab: Tab, widths: Widths = WIDTHS) -> list[str]:
    """What is wrong with the page that is open, on a phone and on a desk; an empty list is a good page.

    320 px is what a window of 640 px shows when text is twice as large.
    """
    found: list[str] = []
    for width, height in widths:
        tab.set_viewport_size({"width": width, "height": height})
        wrong = [*grave_violations(tab), *tab.evaluate(SMALL_TARGETS, [TARGETS, TARGET]), *tab.evaluate(TOO_WIDE)]
        found += [f"at {width} px {each}" for each in wrong]
    tab.set_viewport_size({"width": 360, "height": 800})
    return [*found, *tab.evaluate(CUT_OFF)]


def grave_violations(tab: Tab) -> list[str]:
    """What axe calls serious or critical; the page keeps axe while it is open."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE_SCRIPT)
    return [told(violation) for violation in tab.evaluate(VIOLATIONS) if violation["impact"] in GRAVE]


def told(violation: dict[str, Any]) -> str:
    """A violation and the places where it is."""
    places = "; ".join(node["html"][:140] for node in violation["nodes"][:3])
    return f"{violation['id']}: {violation['help']}: {places}"
