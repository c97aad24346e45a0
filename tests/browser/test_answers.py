"""Pages that answer a form, which no link leads to: as good as the others, at phone and desktop width.

Previews and confirmations, refusals, results, and every main form sent with nothing in it.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from catalog.orders.accept import accept
from members.models import Member
from providers.models import Fulfilment
from tenants.identity.models import Role
from tenants.isolation import SYSTEM
from tenants.models import Kind, Organization
from tests import make
from tests.accept import pictures
from tests.accept.desk import code_of
from tests.browser.hands import Pointer
from tests.browser.journey import MAIN_BUTTON
from tests.browser.journey import Member as Anna
from tests.browser.looking import Watch, defects_at_all_widths
from tests.browser.network import DESKTOP, PHONE, Network
from tests.conftest import inside

ANSWERS = {"allergies": "noci", "phone": "059 640000", "photos": "no"}
EMPTIED = (
    "document.querySelectorAll('main input:not([type=hidden], [type=radio])').forEach((field) => field.value = '')"
)
MARTA = (Role.PROVIDER_MANAGER, Role.PROVIDER_STAFF)


def browser_of(network: Network, where: Organization, *roles: str) -> tuple[Tab, Watch]:
    """The browser of Anna, or of somebody with roles; of a visitor where none is named."""
    context = network.session(PHONE)
    if roles:
        with inside(where):
            user = network.stage.anna.user if roles == (Role.MEMBER,) else make.user("Marta", *roles)
        network.sign_in(context, where, user)
    return network.tab(context)


def defects(tab: Tab, watch: Watch) -> list[str]:
    """What is wrong with the page that is open."""
    return defects_at_all_widths(tab, (PHONE, DESKTOP)) + watch.complaints


# ── An order, from its check to its refusal ─────────────────────────────────
def ask(network: Network) -> tuple[Tab, Watch]:
    """Anna asks for a week of camp and looks at what comes."""
    stage = network.stage
    tab, watch = browser_of(network, stage.issuer, Role.MEMBER)
    tab.goto(network.url(stage.issuer, f"/richieste/nuova/{stage.offer.pk}/"))
    tab.locator(f'input[name=who][value="{stage.leo.pk}"]').check()
    tab.locator(f'input[name=slot][value="{stage.slot.pk}"]').check()
    tab.locator("[name=phone]").fill("059 640000")
    tab.locator("input[name=photos][value=no]").check()
    tab.locator("main button[name=step][value=check]").click()
    return tab, watch


def test_the_check_before_an_order(network: Network) -> None:
    tab, watch = ask(network)
    Anna(network, Pointer(tab)).check()
    tab.locator("summary", has_text="Perché?").click()
    assert defects(tab, watch) == []


def test_a_check_whose_price_has_changed(network: Network) -> None:
    tab, watch = ask(network)
    offer = network.stage.offer
    offer.price, offer.revision = offer.price + 5, offer.revision + 1
    offer.save()
    tab.locator('form[action$="/conferma/"] button.button:not(.secondary)').click()
    expect(tab.locator(".notice.warn")).to_be_visible()
    assert defects(tab, watch) == []


def test_a_refusal_for_want_of_credit(network: Network) -> None:
    for _ in range(3):
        network.stage.place(answers=ANSWERS)
    tab, watch = ask(network)
    expect(tab.locator(".notice.refusal")).to_be_visible()
    assert defects(tab, watch) == []


def test_a_cancellation_that_is_refused(network: Network) -> None:
    stage = network.stage
    order = stage.place(answers=ANSWERS)
    tab, watch = browser_of(network, stage.issuer, Role.MEMBER)
    tab.goto(network.url(stage.issuer, f"/richieste/{order.pk}/annulla/"))
    with inside(stage.supplier):
        accept(code_of(stage, order), actor=SYSTEM)
    tab.locator("main form button.danger").click()
    expect(tab.locator(".notice.refusal")).to_be_visible()
    assert defects(tab, watch) == []


# ── A voucher at the provider's ─────────────────────────────────────────────
def test_a_voucher_checked_accepted_and_shown_again(network: Network) -> None:
    stage, path = network.stage, "/fornitore/buoni/"
    code = code_of(stage, stage.place(answers=ANSWERS))
    tab, watch = browser_of(network, stage.supplier, *MARTA)
    tab.goto(network.url(stage.supplier, path))
    found: list[str] = []
    for _ in range(2):
        tab.locator(".code-form [name=code]").fill(code)
        tab.locator(".code-form button").click()
        if not found:
            expect(tab.locator(f'form[action="{path}accetta/"]')).to_be_visible()
            found += [*defects(tab, watch), "looked at"]
            tab.locator(f'form[action="{path}accetta/"] button').click()
        expect(tab.locator(".notice.success")).to_be_visible()
        found += defects(tab, watch)
    assert found == ["looked at"]


@pytest.mark.parametrize("state", ["cancelled", "expired"])
def test_a_voucher_that_is_over(network: Network, state: str) -> None:
    stage = network.stage
    code = code_of(stage, stage.place(answers=ANSWERS))
    Fulfilment.objects.update(state=state)
    tab, watch = browser_of(network, stage.supplier, *MARTA)
    tab.goto(network.url(stage.supplier, "/fornitore/buoni/"))
    tab.locator(".code-form [name=code]").fill(code)
    tab.locator(".code-form button").click()
    expect(tab.locator(".notice.refusal")).to_be_visible()
    assert defects(tab, watch) == []


def test_a_photo_without_a_voucher(network: Network) -> None:
    tab, watch = browser_of(network, network.stage.supplier, *MARTA)
    tab.goto(network.url(network.stage.supplier, "/fornitore/buoni/"))
    photo = pictures.saved(pictures.scene(size=(640, 480)), "PNG")
    tab.locator("input[type=file]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": photo})
    expect(tab.locator(".error-summary")).to_be_focused()
    assert defects(tab, watch) == []
    tab.locator(".error-summary a").click()
    expect(tab.locator("[data-photo]")).to_be_focused()


# ── HR's grant ──────────────────────────────────────────────────────────────
def test_the_preview_of_a_grant_and_what_comes_of_it(network: Network) -> None:
    stage = network.stage
    with inside(stage.issuer):
        clerks = make.category()
        Member.objects.update(category=clerks)
    tab, watch = browser_of(network, stage.issuer, Role.HR)
    tab.goto(network.url(stage.issuer, f"/hr/piani/fonti/{stage.voluntary.pk}/assegna/"))
    tab.locator("[name=category]").select_option(str(clerks.pk))
    tab.locator("[name=amount]").fill("250,00")
    tab.locator(MAIN_BUTTON).click()
    expect(tab.locator("main .facts")).to_contain_text("250,00 €")
    assert defects(tab, watch) == []
    tab.locator(MAIN_BUTTON).click()
    expect(tab.locator("main h1")).to_contain_text("assegnati")
    assert defects(tab, watch) == []


# ── Forms sent empty: the summary takes the focus and leads to the fields ────
Where = Callable[[Network], tuple[Organization, str]]


def at(part: str, path: str) -> Where:
    """An address that needs no key, at the issuer, the supplier or the network."""
    return lambda network: (network.rete if part == "rete" else getattr(network.stage, part), path)


EMPTY: dict[str, tuple[tuple[str, ...], Where]] = {
    "sign in": ((), at("issuer", "/accedi/")),
    "activate": ((), at("issuer", "/attiva/")),
    "a relative": ((Role.MEMBER,), at("issuer", "/famiglia/nuovo/")),
    "an order": ((Role.MEMBER,), lambda network: (network.stage.issuer, f"/richieste/nuova/{network.stage.offer.pk}/")),
    "a person": ((Role.HR,), at("issuer", "/hr/persone/nuova/")),
    "a plan": ((Role.HR,), at("issuer", "/hr/piani/nuovo/nome/")),
    "a grant": (
        (Role.HR,),
        lambda network: (network.stage.issuer, f"/hr/piani/fonti/{network.stage.voluntary.pk}/assegna/"),
    ),
    "mending": ((Role.HR,), lambda network: (network.stage.issuer, f"/identita/{network.stage.anna.user_id}/ripara/")),
    "a service": (MARTA, at("supplier", "/fornitore/servizi/nuovo/")),
    "dates": (
        MARTA,
        lambda network: (network.stage.supplier, f"/fornitore/servizi/{network.stage.offer.pk}/turni/nuovo/"),
    ),
    "a code": (MARTA, at("supplier", "/fornitore/buoni/")),
    "staff": (MARTA, at("supplier", "/identita/nuovo/")),
    "an organization": ((Role.OPERATOR,), at("rete", "/rete/organizzazioni/nuova/")),
    "a provider": ((Role.OPERATOR,), at("rete", "/rete/fornitori/nuova/")),
    "network staff": ((Role.OPERATOR,), at("rete", "/identita/nuovo/")),
}


@pytest.mark.parametrize("form", EMPTY)
def test_a_form_sent_empty(network: Network, form: str) -> None:
    roles, address = EMPTY[form]
    where, path = address(network)
    tab, watch = browser_of(network, where, *roles)
    tab.goto(network.url(where, path))
    tab.evaluate(EMPTIED)
    tab.locator(f"{MAIN_BUTTON} >> visible=true").first.click()
    expect(tab.locator(".error-summary")).to_be_focused()
    assert defects(tab, watch) == []
    links = tab.locator(".error-summary a")
    for index in range(links.count()):
        target = links.nth(index).get_attribute("href")
        links.nth(index).click()
        assert tab.evaluate("(id) => !!document.activeElement.closest(id)", target), target


def test_a_citizen_s_registration_sent_empty(network: Network) -> None:
    # A territory is Alfa under another kind: the fixture puts the registry right again.
    Organization.objects.filter(pk=network.stage.issuer.pk).update(kind=Kind.TERRITORY)
    tab, watch = browser_of(network, network.stage.issuer)
    tab.goto(network.url(network.stage.issuer, "/registrati/"))
    tab.locator(MAIN_BUTTON).click()
    expect(tab.locator(".error-summary")).to_be_focused()
    assert defects(tab, watch) == []
