"""What a member's account and home say of credit that waits for a provider."""

from decimal import Decimal

import pytest
from django.test import Client

from catalog.nominations import confirming, ending
from catalog.nominations.models import Nominee
from members.ledger.models import Entry
from providers.accreditation.models import InvitationOutcome
from providers.models import Provider
from providers.nominating.models import Nomination
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.nominations.test_member_pages import html, named, outcome_of
from tests.orders.stage import Stage
from tests.queries import counted
from welfare.clock import now


@pytest.fixture
def anna(stage: Stage) -> Client:
    """Anna's browser."""
    return browse(stage.issuer, stage.anna.user)


def movements_of(stage: Stage, anna: Client, nominee: Nominee) -> list[str]:
    """The pages of the movements of a nomination, oldest first."""
    with inside(stage.issuer):
        entries = Entry.objects.filter(reference=str(nominee.pk)).order_by("pk").values_list("pk", flat=True)
        keys = list(entries)
    return [html(anna.get(f"/conto/movimenti/{key}/")) for key in keys]


def joined(stage: Stage, nominee: Nominee) -> Provider:
    """The invited provider is in the network."""
    provider = Provider.objects.get(organization=stage.supplier)
    InvitationOutcome.objects.filter(pk=outcome_of(nominee).pk).update(
        state="active", provider=provider, applied_at=now(), ended_at=now()
    )
    return provider


def test_the_account_says_what_is_held_and_what_came_back(stage: Stage, anna: Client) -> None:
    nominee = named(stage)
    assert "Da parte per Nuoto Delfino" in html(anna.get("/conto/"))
    with inside(stage.issuer):
        ending.withdraw(nominee, actor=stage.actor)
    page = html(anna.get("/conto/"))
    assert "Da parte per Nuoto Delfino" in page
    assert "Restituito: Nuoto Delfino" in page
    for each in movements_of(stage, anna, nominee):
        assert f"/porta/{nominee.pk}/" in each


def test_a_confirmed_one_reads_as_held_then_paid_with_the_voucher(
    stage: Stage, anna: Client, beta: Organization
) -> None:
    nominee = named(stage)
    provider = joined(stage, nominee)
    offer = make.offer(
        provider,
        "Nuoto, 10 lezioni",
        service_type="swimming_pool",
        area="tempo_libero",
        price="120.00",
        delivery="voucher",
    )
    with inside(beta):
        confirming.confirm(nominee.pk, offer.pk, Decimal("120.00"), provider=provider, actor=stage.actor)
    page = html(anna.get("/conto/"))
    assert "Ora lo paga il tuo buono: Nuoto Delfino" in page
    assert "Nuoto, 10 lezioni" in page
    assert "Restituito: Nuoto Delfino" not in page
    one = html(anna.get(f"/porta/{nominee.pk}/"))
    assert "Il tuo buono è pronto" in one
    assert "/richieste/" in one
    # Of 140 held, 120 were the price.
    assert "20,00\xa0€ sono tornati sul tuo conto" in one


def test_the_home_tells_of_who_has_joined_and_of_what_has_ended(stage: Stage, anna: Client) -> None:
    first, second = named(stage, "k1"), named(stage, "k2", amount=Decimal("10"))
    assert f"/porta/{first.pk}/" not in html(anna.get("/"))
    joined(stage, first)
    page = html(anna.get("/"))
    assert "Nuoto Delfino è nella rete" in page
    assert f"/porta/{first.pk}/" in page
    # Both wait for one invitation.
    assert f"/porta/{second.pk}/" in page
    Nomination.objects.filter(pk=first.pk).update(is_told=True)
    with inside(stage.issuer):
        ending.withdraw(second, actor=stage.actor)
    assert f"/porta/{second.pk}/" not in html(anna.get("/"))
    with inside(stage.issuer):
        provider = Provider.objects.get(organization=stage.supplier)
    with inside(stage.supplier):
        confirming.decline(first.pk, provider=provider, actor=stage.actor)
    page = html(anna.get("/"))
    assert "ha detto di no" in page
    assert f"/porta/{first.pk}/" in page


@pytest.mark.parametrize("number", [1, 30])
def test_movements_of_held_credit_cost_one_query_more(stage: Stage, anna: Client, number: int) -> None:
    for index in range(number):
        nominee = named(stage, f"k{index}", amount=Decimal("1"))
        with inside(stage.issuer):
            ending.withdraw(nominee, actor=stage.actor)
    with counted() as statements:
        page = html(anna.get("/conto/"))
    assert page.count("Nuoto Delfino") == min(2 * number, 20)
    assert len([sql for sql in statements if "nominations_nominee" in sql]) == 1


def test_the_shelf_leads_to_it_where_nothing_is_found(stage: Stage, anna: Client) -> None:
    for address in ("/scaffale/?q=zzzzzz", "/scaffale/"):
        assert 'href="/porta/"' in html(anna.get(address))
    with inside(stage.issuer):
        rita = browse(stage.issuer, make.user("Rita", "hr"))
    assert 'href="/porta/"' not in html(rita.get("/scaffale/?q=zzzzzz"))
