"""What the styles do at the width of a small phone with long words, without a page of the product."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.looking import TOO_WIDE

STYLES = ("tokens", "base", "components")
WHERE = "<dd class='amount'>0,00 €<small>L'ultimo giorno era il 31 dicembre 2025: va dove dice il piano</small></dd>"
SHOP = """<ul class="card rows shops"><li><div class="row-text"><h3>Calzature Passo Lieve</h3>
<small>Via Emilia 9</small></div>
<a class="row-end button small secondary" href="tel:059000109">059 000109</a></li></ul>"""
STATE = """<a class="link-card" href="/"><span class="row-text">Coop. Il Ponte</span>
<span class="pill">Il fondo deve confermare quando comincia</span></a>"""


def drawn(chromium: Browser, body: str) -> Tab:
    """The piece of a page as a phone of 320 px shows it."""
    tab = chromium.new_page(viewport={"width": 320, "height": 640})
    css = "".join((Path(settings.BASE_DIR) / f"static/css/{name}.css").read_text() for name in STYLES)
    tab.set_content(f"<!doctype html><style>{css}</style><main><div class='wrap'>{body}</div></main>")
    return tab


def test_words_beside_an_amount_break(chromium: Browser) -> None:
    tab = drawn(chromium, f"<dl class='card facts'><div><dt>Rimasto</dt>{WHERE}</div></dl>")
    assert tab.evaluate(TOO_WIDE) == []
    tab.close()


def test_the_phone_of_a_shop_stands_under_its_name_and_is_not_broken(chromium: Browser) -> None:
    tab = drawn(chromium, SHOP)
    name, phone = tab.locator("h3").bounding_box(), tab.locator("a").bounding_box()
    assert name and phone
    assert phone["y"] > name["y"] + name["height"]
    assert phone["height"] < 60
    tab.close()


def test_a_long_state_leaves_half_the_line_to_the_name(chromium: Browser) -> None:
    tab = drawn(chromium, STATE)
    name = tab.locator(".row-text").bounding_box()
    assert name
    assert name["width"] > 100
    expect(tab.locator(".pill")).to_be_visible()
    tab.close()
