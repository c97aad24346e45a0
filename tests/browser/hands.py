"""Two ways to work a page: with a pointer, and with the keyboard alone."""

from typing import Protocol

from playwright.sync_api import Page as Tab

# More presses of Tab than any page has places to stop at.
FAR = 150
STANDS_ON = "(selector) => !!document.activeElement && document.activeElement.matches(selector)"
# The ring may be drawn around the choice or the card that holds what has the focus.
SHOWS_FOCUS = """() => {
    const active = document.activeElement;
    const drawn = (element) => {
        const style = getComputedStyle(element);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    };
    return [active, active.closest(".choice, .offer, .ticket")].some((element) => element && drawn(element));
}"""


class Hand(Protocol):
    """What a person does to a page."""

    tab: Tab

    def press(self, selector: str) -> None:
        """Follow a link or push a button."""

    def write(self, selector: str, text: str) -> None:
        """Put text in an empty field."""

    def choose(self, selector: str) -> None:
        """Choose one of several radio buttons."""


class Pointer:
    """A mouse or a finger."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def press(self, selector: str) -> None:
        """Click the first that can be seen."""
        self.tab.locator(f"{selector} >> visible=true").first.click()

    def write(self, selector: str, text: str) -> None:
        """Click into the field and type."""
        self.tab.locator(selector).first.fill(text)

    def choose(self, selector: str) -> None:
        """Click the choice."""
        self.tab.locator(selector).check()


class Keyboard:
    """Tab, Enter, Space and arrows; wherever it stops, the focus must be seen."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def press(self, selector: str) -> None:
        """Go there and press Enter."""
        self.go_to(selector)
        self.tab.keyboard.press("Enter")

    def write(self, selector: str, text: str) -> None:
        """Go there and type."""
        self.go_to(selector)
        self.tab.keyboard.type(text)

    def choose(self, selector: str) -> None:
        """Go to the group, then down until the wanted one is chosen."""
        group = self.tab.locator(selector).get_attribute("name")
        self.go_to(f'input[name="{group}"]')
        self.tab.keyboard.press("Space")
        for _ in range(FAR):
            if self.tab.locator(selector).is_checked():
                return
            self.tab.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never chose {selector}")

    def go_to(self, selector: str) -> None:
        """Press Tab until the place is reached."""
        self.tab.locator(selector).first.wait_for(state="attached")
        for _ in range(FAR):
            if self.tab.evaluate(STANDS_ON, selector):
                assert self.tab.evaluate(SHOWS_FOCUS), f"the focus on {selector} cannot be seen"
                return
            self.tab.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {selector} on {self.tab.url}")
