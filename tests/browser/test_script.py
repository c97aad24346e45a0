"""The small comforts of static/js/kit.js, in a real browser and without a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

SCRIPT = Path(settings.BASE_DIR) / "static" / "js" / "kit.js"
PAGE = """<!doctype html><html lang="en"><body data-wait="Please wait">
<p data-network hidden>No network</p>
<details class="menu"><summary id="opener">Menu</summary><a href="#x" id="inside">Inside</a></details>
<div class="error-summary" tabindex="-1" data-focus id="summary">Two things</div>
<form method="post" action="about:blank" id="form"><button id="send">Confirm 140,00 €</button></form>
</body></html>"""


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Page]:
    """An empty page of the browser of all these tests, without a server."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser_page: Page) -> Page:
    """The page with the script loaded as base.html loads it."""
    browser_page.set_content(PAGE)
    browser_page.add_script_tag(path=SCRIPT)
    browser_page.evaluate("document.dispatchEvent(new Event('DOMContentLoaded'))")
    browser_page.evaluate("""() => {
        window.sent = 0;
        document.getElementById("form").addEventListener("submit", (event) => {
            if (!event.defaultPrevented) window.sent += 1;
        });
        window.addEventListener("submit", (event) => event.preventDefault());
    }""")
    return browser_page


def test_the_error_summary_takes_the_focus(page: Page) -> None:
    assert page.evaluate("document.activeElement.id") == "summary"


def test_a_form_is_sent_once_and_its_button_says_to_wait(page: Page) -> None:
    page.click("#send")
    page.evaluate("document.getElementById('form').requestSubmit(document.getElementById('send'))")
    assert page.get_attribute("#send", "aria-busy") == "true"
    assert page.inner_text("#send").split("\n")[0].startswith("Confirm 140,00 €")
    assert "Please wait" in page.inner_text("#send")
    assert page.inner_text("#send").count("Please wait") == 1


def test_coming_back_to_a_page_frees_its_buttons(page: Page) -> None:
    page.click("#send")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert page.get_attribute("#send", "aria-busy") is None
    assert page.inner_text("#send") == "Confirm 140,00 €"


def test_escape_closes_a_menu_and_gives_the_focus_back(page: Page) -> None:
    page.click("#opener")
    page.focus("#inside")
    page.keyboard.press("Escape")
    assert page.get_attribute("details", "open") is None
    assert page.evaluate("document.activeElement.id") == "opener"


def test_a_click_elsewhere_closes_a_menu(page: Page) -> None:
    page.click("#opener")
    assert page.get_attribute("details", "open") is not None
    page.click("#summary")
    assert page.get_attribute("details", "open") is None


def test_no_network_is_said_and_taken_back(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    assert page.is_visible("[data-network]")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    assert page.is_hidden("[data-network]")


ANSWERED = """(answer) => {
    const form = document.getElementById("form");
    const detail = {shouldSwap: true, serverResponse: answer, elt: form};
    form.dispatchEvent(new CustomEvent("htmx:beforeSwap", {detail, bubbles: true}));
    return detail.shouldSwap;
}"""


def test_a_part_is_put_in_its_place(page: Page) -> None:
    assert page.evaluate(ANSWERED, "<div class='card'>Ready</div>") is True


def test_a_whole_page_is_never_put_into_a_part_but_loaded_again(page: Page) -> None:
    with page.expect_navigation():
        assert page.evaluate(ANSWERED, "<!doctype html><html lang='it'><body>Sign in</body></html>") is False
