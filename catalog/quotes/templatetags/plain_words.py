"""`{{ text|plain_words }}`: what an office types as plain lines, as headings, lists and paragraphs; all escaped."""

import re
from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
# A short line that is no sentence.
HEADING = re.compile(r"[^-].{0,70}[^.:;,!?…]")


@register.filter
def plain_words(text: str) -> SafeString:
    """Lines that begin with a hyphen become a list, short ones without a full stop headings, the rest paragraphs."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    blocks = ((block(is_item, list(group)),) for is_item, group in groupby(lines, is_listed))
    return format_html_join("", "{}", blocks)


def is_listed(line: str) -> bool:
    """Whether a line belongs to a list."""
    return line.startswith("-")


def block(is_item: bool, lines: list[str]) -> SafeString:
    """Lines of one kind that stand together."""
    if is_item:
        items = format_html_join("", "<li>{}</li>", ((line.lstrip("- "),) for line in lines))
        return format_html("<ul>{}</ul>", items)
    return format_html_join("", "{}", ((paragraph(line),) for line in lines))


def paragraph(line: str) -> SafeString:
    """A heading or a paragraph."""
    return format_html("<h2>{}</h2>" if HEADING.fullmatch(line) else "<p>{}</p>", line)
