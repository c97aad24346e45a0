"""From an empty form to the shelf: a new provider writes and sends, the office publishes, a member finds it. Timed."""

import re
import time

from playwright.sync_api import expect

from catalog.shelf.services import list_offer
from members import notices
from members.models import Notice
from providers.models import Offer
from tenants.identity.models import Role, User
from tenants.models import Organization
from tests import make
from tests.browser.hands import Pointer
from tests.browser.journey import app_code, staff_of
from tests.browser.looking import defects_at_all_widths
from tests.browser.network import DESKTOP, PASSWORD, PHONE, Network
from tests.conftest import inside

# The aim: search to published offer in under ten minutes for a new provider.
MOST_SECONDS = 600
TITLE = "Merenda e compiti"
WRITTEN = {
    "title": TITLE,
    "summary": "Tre pomeriggi con un educatore.",
    "text": "Si fanno i compiti, poi si gioca in cortile.",
    "price": "95,00",
    "town": "Carpi",
}


def test_a_new_provider_is_on_the_shelf_within_minutes(network: Network) -> None:
    stage = network.stage
    Organization.objects.filter(pk=stage.supplier.pk).update(parent=network.rete)
    begun = time.monotonic()

    tab, watch = network.tab(network.session(PHONE))
    hand = Pointer(tab)
    manager, secret = manager_of(network)
    tab.goto(network.url(stage.supplier, "/accedi/"))
    hand.write("input[name=login]", str(manager.email))
    hand.write("input[name=password]", PASSWORD)
    hand.press('main form[action="/accedi/"] button.button')
    hand.write("form.code-form input[name=code]", app_code(secret))
    hand.press("form.code-form button.button")
    hand.press('a[href="/fornitore/servizi/nuovo/"]')
    write(hand)
    expect(tab.locator("main")).to_contain_text("Prima di inviarlo")
    hand.press('a[href$="/modifica/?controlla=1"]')
    expect(tab.locator(".error-summary")).to_contain_text("Come si riceve")
    tab.locator("[name=delivery]").select_option("voucher")
    hand.press("button[name=anteprima]")
    for words in (TITLE, "95,00", "Carpi"):
        expect(tab.locator("main")).to_contain_text(words)
    faults = defects_at_all_widths(tab, (PHONE, DESKTOP))
    hand.press('form[action$="/invia/"] button.button')
    expect(tab.locator("main .notice.success")).to_be_visible()

    office, office_watch = network.tab(network.session(DESKTOP))
    network.sign_in(office.context, network.rete, officer_of(network))
    office.goto(network.url(network.rete, "/rete/servizi/revisioni/"))
    Pointer(office).press(f'a:has-text("{TITLE}")')
    Pointer(office).press('form[action$="/pubblica/"] button.button')
    expect(office.locator("main .notice.success")).to_be_visible()

    offer = Offer.objects.get(title=TITLE)
    assert offer.state == Offer.State.PUBLISHED
    with inside(stage.issuer):
        list_offer(offer, [stage.plan])
    anna, anna_watch = network.tab(network.session(PHONE))
    network.sign_in(anna.context, stage.issuer, stage.anna.user)
    anna.goto(network.url(stage.issuer, "/scaffale/?q=compiti"))
    Pointer(anna).press(".offer-title a")
    expect(anna.locator("h1")).to_have_text(TITLE)
    expect(anna.locator(f'a[href="/richieste/nuova/{offer.pk}/"]')).to_be_visible()

    lasted = time.monotonic() - begun
    print(f"\nfrom sign-in to the shelf: {lasted:.1f} s")
    assert lasted < MOST_SECONDS
    assert faults == []
    assert watch.complaints + office_watch.complaints + anna_watch.complaints == []


def write(hand: Pointer) -> None:
    """The form, once over; how it is delivered is forgotten."""
    hand.tab.locator("[name=service_type]").select_option("after_school")
    for name, text in WRITTEN.items():
        hand.tab.locator(f"[name={name}]").fill(text)
    hand.tab.locator("[name=unit]").select_option("month")
    hand.tab.locator("[name=vat_rate]").select_option("5.00")
    hand.press("button[name=anteprima]")
    expect(hand.tab).to_have_url(re.compile("/anteprima/$"))


def manager_of(network: Network) -> tuple[User, str]:
    """Bruna, now the provider's manager, and the secret of her authenticator."""
    user, secret = staff_of(network)
    with inside(network.stage.supplier):
        user.roles = [Role.PROVIDER_MANAGER]
        user.save()
    return user, secret


def officer_of(network: Network) -> User:
    """Ugo of the network's office."""
    with inside(network.rete):
        officer = make.user("Ugo", Role.OFFICE)
        Notice.objects.create(user=officer, version=notices.VERSION)
    return officer
