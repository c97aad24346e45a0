"""Looking at pages and at all that they link to."""

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


def shape(path: str) -> str:
    """A path with its keys taken out: pages of one shape are one kind of page."""
    return KEY.sub("<key>", path)


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
        wrong += [*defects_at_all_widths(self._tab), *self._watch.complaints]
        self._watch.complaints.clear()
        self.defects += [f"{path}: {each}" for each in wrong]
        self._waiting += self._tab.eval_on_selector_all("a[href]", LINKS)

    def look_further(self) -> None:
        """Look at one page of every shape that those seen so far lead to, and so on."""
        while self._waiting:
            address = self._waiting.pop(0)
            path = urlsplit(address).path
            is_ours = address.startswith(self._network.url(self._where)) and not FILES.search(path)
            if is_ours and shape(path) not in self._seen:
                self.look(path)
