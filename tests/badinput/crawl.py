"""Following links as a person does."""

import html
import re
from collections.abc import Iterator
from typing import Any

from django.test import Client

LINK = re.compile(r'href="(/[^"#]*)"')
# Languages, sign-out and files are no pages; the shelf shows every service to everybody.
LEFT_OUT = ("/static/", "/marchio/", "/esci/", "/scaffale/", "/privacy/", "/registrati/")
MOST_PAGES = 80


def reached(client: Client, *begin: str) -> Iterator[tuple[str, str]]:
    """Every page that following links leads to, with its words."""
    waiting, seen = list(begin), set(begin)
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        response: Any = client.get(address)
        assert response.status_code in (200, 302), (address, response.status_code)
        page = html.unescape(response.content.decode()) if response.status_code == 200 else ""
        yield address, page
        fresh = {
            link for link in LINK.findall(page) if not link.startswith(LEFT_OUT) and not link.endswith(".pdf")
        } - seen
        seen |= fresh
        waiting += sorted(fresh)
