"""From the sign-in to the accepted voucher, in a browser: by pointer, by keyboard alone, without scripts."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from providers.models import Fulfilment, Slot
from tests.accept.desk import balances
from tests.browser.hands import Keyboard, Pointer
from tests.browser.journey import Desk, Member
from tests.browser.network import DESKTOP, PHONE, Network
from tests.conftest import inside
from tests.orders.stage import Stage
from tests.orders.years import CAP, given, shopping

Way = tuple[tuple[int, int], type[Pointer] | type[Keyboard], bool]
WAYS: dict[str, Way] = {
    "phone": (PHONE, Pointer, True),
    "desktop": (DESKTOP, Pointer, True),
    "keyboard": (DESKTOP, Keyboard, True),
    "keyboard on a phone": (PHONE, Keyboard, True),
    "without scripts": (PHONE, Pointer, False),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_voucher_is_found_asked_for_and_accepted(network: Network, way: str, tmp_path: Path) -> None:
    size, hand, has_script = WAYS[way]
    tab, watch = network.tab(network.session(size, has_script=has_script))
    anna = Member(network, hand(tab), has_script)
    anna.sign_in()
    anna.find_camp()
    anna.ask()
    anna.check()
    anna.confirm()
    assert_books(network.stage, lots=["592.50"], held="250.00", owed="0.00", taken=1)
    code = anna.open_voucher()
    assert code.replace(" ", "") in anna.download(tmp_path).replace(" ", "")

    desk_tab, desk_watch = network.tab(network.session(size, has_script=has_script))
    bruna = Desk(network, hand(desk_tab))
    bruna.sign_in()
    bruna.accept(code.lower())
    assert_books(network.stage, lots=["592.50"], held="0.00", owed="250.00", taken=1)
    bruna.look_up(code.replace(" ", "-"))
    desk_tab.locator("main .notice.success").wait_for()
    assert Fulfilment.objects.get().state == Fulfilment.State.ACCEPTED
    assert_books(network.stage, lots=["592.50"], held="0.00", owed="250.00", taken=1)

    tab.reload()
    tab.locator("main .notice.success").wait_for()
    assert tab.locator(".qr, .voucher-code").count() == 0
    assert watch.complaints + desk_watch.complaints == []


@pytest.mark.parametrize("way", ["phone", "keyboard", "without scripts"])
def test_a_cancelled_order_gives_credit_and_place_back(network: Network, way: str) -> None:
    size, hand, has_script = WAYS[way]
    context = network.session(size, has_script=has_script)
    network.sign_in(context, network.stage.issuer, network.stage.anna.user)
    tab, watch = network.tab(context)
    order = network.stage.place(answers={"phone": "059 640000", "photos": "no"})
    tab.goto(network.url(network.stage.issuer, f"/buoni/{order.voucher.pk}/"))
    assert_books(network.stage, lots=["592.50"], held="250.00", owed="0.00", taken=1)
    Member(network, hand(tab), has_script).cancel()
    assert_books(network.stage, lots=["210.00", "632.50"], held="0.00", owed="0.00", taken=0)
    tab.goto(network.url(network.stage.issuer, f"/buoni/{order.voucher.pk}/"))
    assert tab.locator(".qr, .voucher-code").count() == 0
    assert watch.complaints == []


def assert_books(stage: Stage, *, lots: list[str], held: str, owed: str, taken: int) -> None:
    """Credit, what is held and owed, and the place, to the cent."""
    books = balances(stage)
    assert stage.lots() == [Decimal(lot) for lot in lots]
    assert (books.get("held", Decimal("0.00")), books.get("owed", Decimal("0.00"))) == (Decimal(held), Decimal(owed))
    assert Slot.objects.get(pk=stage.slot.pk).taken == taken


def test_a_voucher_over_the_limit_is_refused_and_the_way_out_leads_on(network: Network) -> None:
    """On a phone: the page says before asking, the refusal says what fits, the smaller voucher is bought."""
    stage = network.stage
    with inside(stage.issuer):
        given(stage.anna, str(CAP - 60))
    large, small = shopping(stage, "100.00"), shopping(stage, "50.00")
    context = network.session(PHONE)
    network.sign_in(context, stage.issuer, stage.anna.user)
    tab, watch = network.tab(context)
    tab.goto(network.url(stage.issuer, f"/scaffale/{large.pk}/"))
    expect(tab.locator(".notice.refusal")).to_contain_text("60,00 €")
    anna = Pointer(tab)
    anna.press(f'main a.button[href="/richieste/nuova/{large.pk}/"]')
    anna.press("main button[name=step][value=check]")
    main = tab.locator("main")
    for words in ("1.040,00 €", "940,00 €", "Ci stanno ancora fino a 60,00 €", "2.000,00 €"):
        expect(main).to_contain_text(words)
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    anna.press('main a[href="/scaffale/?area=consumo&ordina=prezzo"]')
    anna.press(f'main a[href="/scaffale/{small.pk}/"]')
    expect(tab.locator("main .notice.success")).to_contain_text("50,00 €")
    anna.press(f'main a.button[href="/richieste/nuova/{small.pk}/"]')
    anna.press("main button[name=step][value=check]")
    expect(main.locator("progress")).to_be_visible()
    expect(main).to_contain_text("10,00 €")
    anna.press('form[action$="/conferma/"] button.button:not(.secondary)')
    expect(tab).to_have_url(re.compile(r"/richieste/[0-9a-f-]{36}/fatto/$"))
    # The refusal is answered with 409: the browser notes that, and nothing else.
    assert [each for each in watch.complaints if "409" not in each] == []
