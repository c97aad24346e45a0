"""A whole plan set up by keyboard on a phone: begun, answered, mistaken, put right, checked, opened."""

import datetime
import re
from dataclasses import dataclass, field

from playwright.sync_api import Page as Tab
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


@dataclass
class Rita:
    """HR, tired, on a phone."""

    tab: Tab
    faults: list[str] = field(default_factory=list)

    @property
    def hand(self) -> Keyboard:
        """The keyboard alone."""
        return Keyboard(self.tab)

    def asked(self, step: str) -> None:
        """The page that is open asks for a step."""
        expect(self.tab).to_have_url(re.compile(step))

    def looks(self, step: str) -> None:
        """The same, and what is wrong with the page is noted."""
        self.asked(step)
        self.faults += defects_at_all_widths(self.tab, (PHONE, DESKTOP))
        self.tab.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})

    def go_on(self) -> None:
        """Save, or whatever the page's main button does."""
        self.hand.press(MAIN_BUTTON)

    def is_refused(self) -> None:
        """The summary of errors has the focus."""
        expect(self.tab.locator(".error-summary")).to_be_focused()

    def begins(self) -> None:
        """From scratch, with a fringe budget; at first without any source."""
        self.looks("nuovo/$")
        self.hand.press('main a.link-card[href="/hr/piani/nuovo/nome/"]')
        self.asked("nuovo/nome/")
        self.go_on()
        self.asked("/fonti/$")
        self.go_on()
        self.is_refused()
        self.hand.go_to('input[value="FRINGE"]')
        self.tab.keyboard.press("Space")
        self.go_on()

    def answers(self) -> None:
        """Every step of the budget; an amount over the year's limit first, and one step back."""
        self.looks("/atto/$")
        self.hand.choose('input[name=basis][value="COMPANY_REGULATION"]')
        self.go_on()
        self.looks("/quanto/$")
        self.hand.write("input[name=everybody]", "2500")
        self.go_on()
        self.is_refused()
        expect(self.tab.locator("input[name=everybody]")).to_have_value("2500")
        self.hand.go_to("input[name=everybody]")
        self.tab.keyboard.press("Control+a")
        self.tab.keyboard.type("600")
        self.go_on()
        self.asked("/parti/$")
        self.hand.choose('input[name=pro_rata][value="months"]')
        self.go_on()
        self.asked("/aree/$")
        self.go_on()
        self.asked("/quando/$")
        self.hand.press("main a.back")
        self.asked("/aree/$")
        self.go_on()
        self.go_on()
        self.looks("/resto/$")
        self.hand.choose('input[name=residual][value="employer"]')
        self.go_on()

    def opens(self) -> None:
        """The check, the question, the plan."""
        self.looks("/verifica/$")
        expect(self.tab.locator("main .facts").first).to_contain_text("600,00 €")
        self.hand.press('main .actions a.button[href$="/apri/"]')
        self.asked("/apri/$")
        self.go_on()
        expect(self.tab.locator("main .notice.success")).to_be_visible()


def test_a_plan_is_set_up_by_keyboard_on_a_phone(network: Network) -> None:
    issuer, year = network.stage.issuer, today().year + 1
    with inside(issuer):
        user = make.user("Rita", Role.HR)
    context = network.session(PHONE)
    network.sign_in(context, issuer, user)
    tab, watch = network.tab(context)
    rita = Rita(tab)
    tab.goto(network.url(issuer, "/hr/piani/nuovo/"))
    rita.begins()
    rita.answers()
    rita.opens()
    with inside(issuer):
        plan = Plan.objects.get(year=year)
        fringe = plan.budgets.get()
        assert (plan.state, str(fringe.amounts.get().amount), fringe.pro_rata) == ("open", "600.00", "months")
        assert (fringe.residual, fringe.expires_on) == ("employer", datetime.date(year, 12, 31))
    assert rita.faults + watch.complaints == []
