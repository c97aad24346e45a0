"""Accepting with the camera: by a photo with and without scripts, live, and when the camera is refused."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, expect
from playwright.sync_api import Page as Tab

from catalog.orders.models import Order
from tenants.identity.models import Role
from tests import make
from tests.accept import pictures
from tests.accept.desk import balances, code_of
from tests.browser.hands import Pointer
from tests.browser.journey import Desk
from tests.browser.looking import Watch, defects_at_all_widths
from tests.browser.network import DESKTOP, PHONE, Network
from tests.conftest import inside

ANSWERS = {"allergies": "noci", "phone": "059 640000", "photos": "no"}
START = "/fornitore/buoni/"
# Chromium on Linux reads no codes by itself: this one does, and sees what the test lays before it.
READER = """window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect(video) { return video.videoWidth ? (window.seen || []).map((rawValue) => ({ rawValue })) : []; }
};"""


@dataclass
class Door:
    """Bruna's browser at the camp's door, and Leo's voucher."""

    network: Network
    context: BrowserContext
    tab: Tab
    watch: Watch
    order: Order

    @property
    def code(self) -> str:
        return code_of(self.network.stage, self.order)

    def open(self) -> None:
        self.tab.goto(self.network.url(self.network.stage.supplier, START))

    def lay_down(self, *texts: str) -> None:
        """Put codes before the camera."""
        self.tab.evaluate(f"window.seen = {json.dumps(texts)}")

    def is_on(self) -> bool:
        """Whether the camera is filming for this page."""
        return bool(self.tab.evaluate("!!document.querySelector('video').srcObject"))


def stand(network: Network, size: tuple[int, int], *, has_script: bool = True) -> Door:
    """Bruna at the door."""
    supplier, order = network.stage.supplier, network.stage.place(answers=ANSWERS)
    with inside(supplier):
        bruna = make.user("Bruna", Role.PROVIDER_STAFF)
    context = network.session(size, has_script=has_script)
    network.sign_in(context, supplier, bruna)
    tab, watch = network.tab(context)
    return Door(network, context, tab, watch, order)


@pytest.fixture
def door(network: Network) -> Iterator[Door]:
    """With a phone that reads codes by itself and may use its camera."""
    found = stand(network, PHONE)
    found.context.add_init_script(READER)
    found.context.grant_permissions(["camera"])
    yield found
    assert found.watch.complaints == []


@pytest.mark.parametrize("has_script", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_voucher_is_accepted_by_photographing_its_page(
    network: Network, size: tuple[int, int], has_script: bool
) -> None:
    here = stand(network, size, has_script=has_script)
    context = network.session(size)
    network.sign_in(context, network.stage.issuer, network.stage.anna.user)
    anna, _ = network.tab(context)
    anna.goto(network.url(network.stage.issuer, f"/buoni/{here.order.voucher.pk}/"))
    bruna = Desk(network, Pointer(here.tab))
    bruna.photograph(anna.screenshot(full_page=True))
    bruna.accept_what_is_shown()
    assert balances(network.stage)["owed"] == 250
    assert here.watch.complaints == []


def test_a_large_photo_is_made_smaller_on_the_phone_and_sent_whole_when_not_read(network: Network) -> None:
    here = stand(network, PHONE)
    sent: list[int] = []
    here.tab.on("request", lambda request: sent.append(len(request.post_data_buffer or b"")))
    bruna = Desk(network, Pointer(here.tab))
    empty = pictures.saved(pictures.noisy(pictures.scene(size=pictures.PHONE), 90), "PNG", compress_level=1)
    bruna.photograph(empty)
    expect(here.tab.locator(".error-summary")).to_be_focused()
    assert max(sent) < 2 * 1024 * 1024 < len(empty)
    assert defects_at_all_widths(here.tab) == []
    here.tab.locator("input[type=file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": pictures.saved(pictures.scene(here.code), "PNG")}
    )
    bruna.accept_what_is_shown()


def test_on_a_phone_the_camera_comes_first_and_at_a_desk_the_field(network: Network) -> None:
    here = stand(network, PHONE)
    here.open()
    photo, check = here.tab.locator("[data-photo]"), here.tab.locator(".code-form button")
    assert top(photo) < top(check)
    here.tab.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    assert top(check) < top(photo)
    expect(here.tab.locator("[name=code]")).to_be_focused()


def top(place: object) -> float:
    """How far down the page something stands."""
    return float(place.bounding_box()["y"])  # type: ignore[attr-defined]


def test_live_the_code_is_read_on_the_phone_and_the_camera_goes_on_with_the_next(door: Door) -> None:
    door.open()
    assert not door.is_on()
    door.tab.locator("[data-live-open]").click()
    expect(door.tab.locator("[data-hint]")).to_be_visible()
    assert defects_at_all_widths(door.tab) == []
    door.lay_down("https://example.org/", door.code, "0" * 16)
    expect(door.tab.locator("[data-several]")).to_be_visible()
    door.lay_down("https://example.org/", door.code)
    Desk(door.network, Pointer(door.tab)).accept_what_is_shown()
    assert balances(door.network.stage)["owed"] == 250
    expect(door.tab.locator("[data-live]")).to_be_visible()
    door.tab.locator("[data-live-close]").click()
    assert not door.is_on()
    door.open()
    expect(door.tab.locator("[data-live-open]")).to_be_visible()
    assert not door.is_on()


def test_who_looks_elsewhere_is_not_filmed(door: Door) -> None:
    door.open()
    door.tab.locator("[data-live-open]").click()
    expect(door.tab.locator("[data-live]")).to_be_visible()
    door.tab.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    assert not door.is_on()
    door.tab.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    expect(door.tab.locator("[data-live]")).to_be_visible()


@pytest.mark.parametrize(
    ("error", "words"), [("NotAllowedError", "[data-refused]"), ("NotReadableError", "[data-failed]")]
)
def test_a_refused_or_busy_camera_is_told_and_the_other_ways_stay(door: Door, error: str, words: str) -> None:
    door.context.add_init_script(
        f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('no', '{error}'); }}"
    )
    door.open()
    door.tab.locator("[data-live-open]").click()
    expect(door.tab.locator(words)).to_be_visible()
    expect(door.tab.locator("[data-photo]")).to_be_focused()
    assert defects_at_all_widths(door.tab) == []
    Desk(door.network, Pointer(door.tab)).photograph(pictures.saved(pictures.scene(door.code), "PNG"))
    Desk(door.network, Pointer(door.tab)).accept_what_is_shown()


def test_a_browser_that_reads_no_codes_offers_no_live_view(network: Network) -> None:
    here = stand(network, PHONE)
    here.open()
    expect(here.tab.locator("[data-photo]")).to_have_accessible_name("Fotografa il buono")
    expect(here.tab.locator("[data-live-open]")).to_be_hidden()
