"""A whole plan set up by keyboard on a phone: begun, answered, mistaken, put right, checked, opened."""

import datetime
import re

from playwright.sync_api import expect

from catalog.plans.models import Plan
from tenants.identity.models import Role
from tests import make
from tests.browser.hands import Keyboard
from tests.browser.journey import MAIN_BUTTON
from tests.browser.looking import defects_at_all_widths
from tests.browser.network import DESKTOP, PHONE, Network
from tests.conftest import inside
from welfare.clock import today


def test_a_plan_is_set_up_by_keyboard_on_a_phone(network: Network) -> None:
    issuer, year = network.stage.issuer, today().year + 1
    with inside(issuer):
        rita = make.user("Rita", Role.HR)
    context = network.session(PHONE)
    network.sign_in(context, issuer, rita)
    tab, watch = network.tab(context)
    hand = Keyboard(tab)
    faults: list[str] = []

    def asks(step: str) -> None:
        """The page that is open asks for a step; what is wrong with it is noted once."""
        expect(tab).to_have_url(re.compile(step))
        faults.extend(defects_at_all_widths(tab, (PHONE, DESKTOP)))
        tab.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})

    def go_on() -> None:
        hand.press(MAIN_BUTTON)

    tab.goto(network.url(issuer, "/hr/piani/nuovo/"))
    asks("nuovo/$")
    hand.press('main a.link-card[href="/hr/piani/nuovo/nome/"]')
    expect(tab).to_have_url(re.compile("nuovo/nome/"))
    go_on()
    expect(tab).to_have_url(re.compile("/fonti/$"))
    go_on()
    expect(tab.locator(".error-summary")).to_be_focused()
    hand.go_to('input[value="FRINGE"]')
    tab.keyboard.press("Space")
    go_on()
    asks("/atto/$")
    hand.choose('input[name=basis][value="COMPANY_REGULATION"]')
    go_on()
    asks("/quanto/$")
    hand.write("input[name=everybody]", "2500")
    go_on()
    # Over the limit of the year: told, with what was typed still there.
    expect(tab.locator(".error-summary")).to_be_focused()
    expect(tab.locator("input[name=everybody]")).to_have_value("2500")
    hand.go_to("input[name=everybody]")
    tab.keyboard.press("Control+a")
    tab.keyboard.type("600")
    go_on()
    expect(tab).to_have_url(re.compile("/parti/$"))
    hand.choose('input[name=pro_rata][value="months"]')
    go_on()
    expect(tab).to_have_url(re.compile("/aree/$"))
    go_on()
    expect(tab).to_have_url(re.compile("/quando/$"))
    hand.press("main a.back")
    expect(tab).to_have_url(re.compile("/aree/$"))
    go_on()
    go_on()
    asks("/resto/$")
    hand.choose('input[name=residual][value="employer"]')
    go_on()
    asks("/verifica/$")
    expect(tab.locator("main .facts").first).to_contain_text("600,00 €")
    hand.press('main .actions a.button[href$="/apri/"]')
    expect(tab).to_have_url(re.compile("/apri/$"))
    go_on()
    expect(tab.locator("main .notice.success")).to_be_visible()
    with inside(issuer):
        plan = Plan.objects.get(year=year)
        fringe = plan.budgets.get()
        assert (plan.state, fringe.amounts.get().amount, fringe.pro_rata) == ("open", 600, "months")
        assert (fringe.residual, fringe.expires_on) == ("employer", datetime.date(year, 12, 31))
    assert faults + watch.complaints == []
