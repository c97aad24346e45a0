"""What crosses the wire: at most 150 kB at the first view, 25 kB at every later one."""

from typing import Any

from playwright.sync_api import BrowserContext
from playwright.sync_api import Page as Tab

from tests import make
from tests.browser.network import PHONE, Network
from tests.conftest import inside
from tests.orders import stage as stages

FIRST_VIEW, LATER_VIEW = 150_000, 25_000
AREAS = ("infanzia_istruzione", "tempo_libero", "cura")


class Scale:
    """Counts the bytes of everything a tab loads, headers and all; what comes from its cache weighs nothing."""

    def __init__(self, context: BrowserContext, tab: Tab) -> None:
        self._tab, self._bytes = tab, 0
        devtools = context.new_cdp_session(tab)
        devtools.on("Network.loadingFinished", self._add)
        devtools.send("Network.enable")

    def _add(self, event: dict[str, Any]) -> None:
        self._bytes += int(event["encodedDataLength"])

    def weigh(self, address: str) -> int:
        """Load a page and give its bytes."""
        self._bytes = 0
        self._tab.goto(address, wait_until="networkidle")
        return self._bytes


def test_first_and_later_views_are_light(network: Network) -> None:
    stage = network.stage
    with inside(stage.issuer):
        for number in range(40):
            offer = make.offer(stage.offer.provider, f"Servizio {number}", area=AREAS[number % 3])
            stages.list_on_shelf(offer, stage.plan)
    context = network.session(PHONE)
    network.sign_in(context, stage.issuer, stage.anna.user)
    scale = Scale(context, context.new_page())
    first = scale.weigh(network.url(stage.issuer, "/scaffale/"))
    assert 40_000 < first <= FIRST_VIEW
    later = {
        path: scale.weigh(network.url(stage.issuer, path))
        for path in (
            "/",
            "/scaffale/",
            f"/scaffale/{stage.offer.pk}/",
            "/richieste/",
            "/buoni/",
            "/conto/",
            "/famiglia/",
        )
    }
    assert {path: size for path, size in later.items() if not 0 < size <= LATER_VIEW} == {}
