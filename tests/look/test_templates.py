"""What holds for every template: the policy on scripts and styles, size, and that it can be read at all."""

import re
from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
# Mail programs and the PDF engine load no stylesheet by address; browsers never see these.
STYLES_ALLOWED = ("mail/", "pdf/")
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style|\sstyle=", re.IGNORECASE)
HANDLER = re.compile(r"\son[a-z]+\s*=\s*[\"']|hx-on|javascript:|[\"']js:", re.IGNORECASE)
FOREIGN = re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_can_be_read(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_inline_script_style_or_foreign_address(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    assert not INLINE_SCRIPT.search(text)
    assert not HANDLER.search(text)
    assert not FOREIGN.search(text)
    if not name.startswith(STYLES_ALLOWED):
        assert not INLINE_STYLE.search(text)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_short(name: str) -> None:
    assert len((FOLDER / name).read_text("utf-8").splitlines()) < 120


def test_the_rule_sees_what_it_forbids() -> None:
    assert INLINE_SCRIPT.search("<script>alert(1)</script>")
    assert not INLINE_SCRIPT.search('<script src="/x.js" defer></script>')
    assert not INLINE_SCRIPT.search('<script data-x="y" type="application/json">{}</script>')
    assert INLINE_STYLE.search('<p class="x" style="color: red">')
    assert HANDLER.search('<button onclick="x()">')


def test_every_stock_page_of_accounts_is_ours() -> None:
    stock = Path(str(allauth.__file__)).parent / "templates"
    wanted = {
        str(path.relative_to(stock))
        for room in ("account", "mfa", "allauth/layouts")
        for path in (stock / room).rglob("*.html")
        if "phone" not in path.name
    }
    assert wanted - set(TEMPLATES) == set()
