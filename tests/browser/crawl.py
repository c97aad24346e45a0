"""Looking at pages and at all that they link to."""

import hashlib
import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

from tenants.models import Organization
from tests.browser.looking import defects_at_all_widths
from tests.browser.network import Network

KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)")
# These answer with a file, which has tests of its own.
FILES = re.compile(r"\.pdf$|\.csv$|/scarica/$|/letter[ae]/$")
LINKS = "links => links.map(link => link.href)"
# The frame and what stands in it, each with what styles it.
PARTS = """() => {
    const styles = [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => new URL(link.href).pathname);
    const style = styles.join() + document.body.cloneNode().outerHTML;
    const main = document.querySelector("main")?.outerHTML ?? "";
    return [style + document.body.outerHTML.replace(main, ""), style + document.title + main];
}"""
SECRET = re.compile(r"[A-Za-z0-9]{64}")
# Digests of the frames and contents that were looked at, by whoever: roles share pages.
LOOKED_AT: set[str] = set()


def shape(path: str) -> str:
    """A path with its keys taken out: pages of one shape are one kind of page."""
    return KEY.sub("<key>", path)


def digest(part: str) -> str:
    """A part of a page without what differs each time it is shown."""
    return hashlib.sha256(SECRET.sub("", KEY.sub("", part)).encode()).hexdigest()


class Crawl:
    """Looks at pages in one browser session and notes what is wrong with each."""

    def __init__(self, network: Network, context: BrowserContext, where: Organization | None) -> None:
        self._network, self._where = network, where
        self._tab, self._watch = network.tab(context)
        self._is_signed_in = bool(context.cookies())
        self._seen: set[str] = set()
        self._waiting: list[str] = []
        self.defects: list[str] = []

    def look(self, path: str, status: int = 200) -> None:
        """Open a page, note what is wrong with it and where it leads."""
        self._seen.add(shape(urlsplit(path).path))
        answer = self._tab.goto(self._network.url(self._where, path))
        wrong = [] if answer and answer.status == status else [f"answered {answer and answer.status}"]
        wrong += ["leads to the door"] if self._is_signed_in and "/accedi/" in self._tab.url else []
        wrong += [*self._defects(), *self._watch.complaints]
        self._watch.complaints.clear()
        self.defects += [f"{path}: {each}" for each in wrong]
        self._waiting += self._tab.eval_on_selector_all("a[href]", LINKS)

    def _defects(self) -> list[str]:
        """What is wrong with the page; one of whose frame and content both have been looked at has nothing new."""
        parts = {digest(part) for part in self._tab.evaluate(PARTS)}
        if parts <= LOOKED_AT:
            return []
        LOOKED_AT.update(parts)
        return defects_at_all_widths(self._tab)

    def look_further(self) -> None:
        """Look at one page of every shape that those seen so far lead to, and so on."""
        while self._waiting:
            address = self._waiting.pop(0)
            path = urlsplit(address).path
            is_ours = address.startswith(self._network.url(self._where)) and not FILES.search(path)
            if is_ours and shape(path) not in self._seen:
                self.look(path)
