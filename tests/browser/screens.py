"""Draws the main pages at phone and desktop width: `python -m tests.browser.screens DEMO_JSON FOLDER`."""

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Tab

from tests.browser.demo_network import DemoNetwork, Person, browser, path_of
from tests.browser.pages import EXPECTED, PAGES, Page

WIDTHS = {"phone": (360, 780), "desktop": (1280, 900)}
SIGN_IN = "/accedi/"
Sessions = dict[str, BrowserContext]


def main(description: Path, folder: Path) -> int:
    """Draw all pages; 1 when one of them could not be shown."""
    folder.mkdir(parents=True, exist_ok=True)
    network = DemoNetwork(description)
    failures = []
    with browser() as started:
        for width, size in WIDTHS.items():
            sessions: Sessions = {}
            for page in PAGES:
                problem = draw(started, sessions, network, page, size, folder / f"{page.name}-{width}.png")
                failures += [problem] if problem else []
    for problem in failures:
        print(problem)
    print(f"{len(PAGES) * len(WIDTHS) - len(failures)} screens in {folder}")
    return 1 if failures else 0


def draw(
    started: Browser, sessions: Sessions, network: DemoNetwork, page: Page, size: tuple[int, int], target: Path
) -> str:
    """Draw one page; what went wrong, or nothing."""
    try:
        tab = session(started, sessions, network, page, size).new_page()
    except LookupError as error:
        return f"{page.name}: {error}"
    answer = tab.goto(network.url_of(page) + page.path)
    if page.follow:
        link = first_link(tab, page)
        if not link:
            return f"{page.name}: no link {page.follow}... on {page.path}"
        answer = tab.goto(network.url_of(page) + link)
    # As tall as the page: a bar fixed to the bottom would otherwise cross the middle of the picture.
    tab.set_viewport_size({"width": size[0], "height": tab.evaluate("document.documentElement.scrollHeight")})
    tab.screenshot(path=target)
    status = answer.status if answer else 0
    tab.close()
    return "" if status == EXPECTED.get(page.name, 200) else f"{page.name}: answered {status} at {page.path}"


def session(
    started: Browser, sessions: Sessions, network: DemoNetwork, page: Page, size: tuple[int, int]
) -> BrowserContext:
    """A browser session of the page's person, signed in once."""
    person = network.person(page) if page.role else None
    key = person.email if person else ""
    if key not in sessions:
        width, height = size
        sessions[key] = started.new_context(
            viewport={"width": width, "height": height}, locale="it-IT", reduced_motion="reduce"
        )
        if person is not None:
            sign_in(sessions[key].new_page(), person)
    return sessions[key]


def sign_in(tab: Tab, person: Person) -> None:
    """Sign in, and acknowledge the privacy notice when it is shown."""
    tab.goto(person.url + SIGN_IN)
    tab.fill("input[name=login]", person.email)
    tab.fill("input[name=password]", person.password)
    tab.press("input[name=password]", "Enter")
    tab.wait_for_load_state()
    if path_of(tab.url).startswith("/privacy/"):
        tab.locator("main form button[type=submit]").first.click()
        tab.wait_for_load_state()
    tab.close()


def first_link(tab: Tab, page: Page) -> str:
    """The first link on the page that begins as wanted and goes one step deeper."""
    links = tab.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    deeper = re.compile(re.escape(page.follow) + r"[0-9a-f-]{36}/$")
    return next((link for link in links if deeper.match(link)), "")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
