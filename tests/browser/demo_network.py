"""The running demo as var/demo.json tells it, and a browser on it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from tests.browser.pages import BARE, Page

CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A camera that shows a moving picture; it still has to be allowed.
    "--use-fake-device-for-media-stream",
)


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in to the demo, and where."""

    url: str
    email: str
    password: str


class DemoNetwork:
    """Organizations and sign-ins of the running demo."""

    def __init__(self, description: Path) -> None:
        self._network = json.loads(description.read_text())

    def url_of(self, page: Page) -> str:
        """The address of the host that a page is looked at on."""
        if page.slug == BARE:
            return str(self._network["base"])
        if page.role:
            return self.person(page).url
        return next(str(found["url"]) for found in self._network["organizations"] if found["slug"] == page.slug)

    def person(self, page: Page) -> Person:
        """The first person with the page's role, at its organization if it names one."""
        for organization in self._network["organizations"]:
            for user in organization["users"]:
                if page.role in user["roles"] and page.slug in ("", organization["slug"]):
                    return Person(organization["url"], user["email"], user["password"])
        raise LookupError(f"the demo has nobody with the role {page.role} at {page.slug or 'any organization'}")


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium without a window; it resolves *.localhost by itself."""
    with sync_playwright() as playwright:
        path = os.environ.get("SCAFFALE_CHROMIUM") or None
        started = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_OPTIONS))
        yield started
        started.close()


def path_of(address: str) -> str:
    """The path of an absolute or relative address."""
    return urlsplit(address).path
