"""Templates keep the strict content policy, and their texts come out clean for translators."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.sources import named, shown

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*(\bsrc\s*=|application/json))", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on or js: (they are evaluated)": re.compile(r"hx-on|hx-vals=.js:|javascript:", re.IGNORECASE),
    "an untrimmed blocktranslate": re.compile(r"{%\s*blocktrans(?:late)?\b(?![^%]*\btrimmed\b)[^%]*%}"),
    "text past escaping": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
    "an address of somebody else's server": re.compile(r"(?:src|href)\s*=\s*[\"']https?://", re.IGNORECASE),
}

NO_PAGE = re.compile(r"^templates/mail/|pdf")


def violations(path: Path, pattern: re.Pattern[str]) -> Iterator[str]:
    """Where a template breaks a rule."""
    text = re.sub(
        r"{#.*?#}|{% comment %}.*?{% endcomment %}",
        lambda found: "\n" * found[0].count("\n"),
        path.read_text(),
        flags=re.S,
    )
    for found in pattern.finditer(text):
        yield f"{shown(path)}:{text.count(chr(10), 0, found.start()) + 1}"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_page_holds(what: str) -> None:
    """Documents and mails are no pages: neither obeys a content policy, and a mail can link to no style sheet."""
    checked = [path for path in named(".html", under="templates/") if not NO_PAGE.search(shown(path))]
    assert [place for path in checked for place in violations(path, FORBIDDEN[what])] == []
