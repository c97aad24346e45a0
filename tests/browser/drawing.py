"""From a page of the demo to a picture in a file."""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Tab

from tests.browser.demo_network import DemoNetwork, Person, path_of
from tests.browser.pages import EXPECTED, Page

SIGN_IN = "/accedi/"
COLOURS = 128
Size = tuple[int, int]


@dataclass
class Studio:
    """A browser at the demo, its people signed in once for each width."""

    started: Browser
    network: DemoNetwork
    sessions: dict[tuple[str, int], BrowserContext] = field(default_factory=dict)

    def shoot(self, page: Page, size: Size, tallest: int | None = None) -> bytes:
        """A PNG of the page, as tall as it is but no taller than asked; raises LookupError where it is not there."""
        tab = self.session(page, size).new_page()
        try:
            status = reach(tab, self.network, page)
            if status != EXPECTED.get(page.name, 200):
                raise LookupError(f"{page.name}: answered {status} at {page.path}")
            # As tall as the page: a bar fixed to the bottom would otherwise cross the middle of the picture.
            height = int(tab.evaluate("document.documentElement.scrollHeight"))
            tab.set_viewport_size({"width": size[0], "height": min(height, tallest or height)})
            return tab.screenshot()
        finally:
            tab.close()

    def session(self, page: Page, size: Size) -> BrowserContext:
        """A browser session of the page's person."""
        person = self.network.person(page) if page.role else None
        key = (person.email if person else "", size[0])
        if key not in self.sessions:
            width, height = size
            self.sessions[key] = self.started.new_context(
                viewport={"width": width, "height": height}, locale="it-IT", reduced_motion="reduce"
            )
            if person is not None:
                sign_in(self.sessions[key].new_page(), person)
        return self.sessions[key]


def reach(tab: Tab, network: DemoNetwork, page: Page) -> int:
    """Go to the page, along its links and through its form; the status of the last answer."""
    answer = tab.goto(network.url_of(page) + page.path)
    for start in page.follow.split():
        link = first_link(tab, start)
        if not link:
            raise LookupError(f"{page.name}: no link {start}... on {path_of(tab.url)}")
        answer = tab.goto(network.url_of(page) + link)
    if page.answers:
        fill_in(tab, page.answers)
        with tab.expect_navigation() as moved:
            tab.locator("main form button.button:not(.secondary)").last.click()
        answer = moved.value
    return answer.status if answer else 0


def fill_in(tab: Tab, answers: tuple[tuple[str, str], ...]) -> None:
    """Type into fields; of choices tick the first that can be had and whose label holds the answer."""
    for name, answer in answers:
        fields = tab.locator(f"main [name={name}]")
        if fields.first.get_attribute("type") == "radio":
            possible = tab.locator(f"[name={name}]:not([disabled])")
            tab.locator("main label", has=possible, has_text=answer).first.click()
        else:
            fields.first.fill(answer)


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


def first_link(tab: Tab, start: str) -> str:
    """The first link on the page that begins as wanted and goes one step deeper; a * in it is an id or a number."""
    links = tab.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    shape = start if "*" in start else f"{start}*/"
    deeper = re.compile(re.escape(shape).replace(r"\*", "[0-9a-f-]*[0-9][0-9a-f-]*") + r"(\?|$)")
    return next((link for link in links if deeper.match(link)), "")


def keep(content: bytes, target: Path, tolerance: float) -> bool:
    """Write a picture small, in a palette; False when the one that is there shows the same.

    Names and dates of a new demo differ in a few strokes: a file is only worth a change where the page changed.
    """
    picture = Image.open(io.BytesIO(content)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    if target.exists() and changed_share(Image.open(target), picture) <= tolerance:
        return False
    picture.save(target, optimize=True)
    return True


def changed_share(before: Image.Image, after: Image.Image) -> float:
    """Which part of the picture a reader would see changed; 1 for another size."""
    if before.size != after.size:
        return 1.0
    difference = ImageChops.difference(before.convert("L"), after.convert("L"))
    return sum(difference.histogram()[40:]) / (before.width * before.height)
