"""The member's pages: name a provider, check, confirm, follow it, take it back; nobody else's are found."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalog.nominations import ending, holding
from catalog.nominations.holding import Naming
from catalog.nominations.models import Nominee
from catalog.nominations.sealing import Written
from catalog.plans.models import Plan
from providers.accreditation.models import InvitationOutcome
from providers.models import Provider
from providers.nominating.models import Nomination
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.orders.stage import Stage
from tests.queries import counted
from welfare.clock import now, today
from welfare.templatetags.kit import day

VAT = "01234560363"
TYPED = {
    "name": "Nuoto Delfino", "town": "Carpi", "email": "ciao@delfino.it", "phone": "", "vat_number": "",
    "kind": "swimming_pool", "what": "Corso di nuoto, 10 lezioni", "who": "me", "amount": "140,00",
}  # fmt: skip
NONCE = {"step": "confirm", "nonce": "a" * 32}
WRITTEN = Written("Nuoto Delfino", "Carpi", "ciao@delfino.it", "Corso di nuoto, 10 lezioni")


@pytest.fixture
def anna(stage: Stage) -> Client:
    """Anna's browser."""
    return browse(stage.issuer, stage.anna.user)


def html(response: Any) -> str:
    """A page's text."""
    return str(response.content.decode())


def named(stage: Stage, key: str = "k1", **changes: Any) -> Nominee:
    """Anna names the music school."""
    given: dict[str, Any] = {"service_type": TYPED["kind"], "amount": Decimal("140.00"), "written": WRITTEN}
    with inside(stage.issuer):
        return holding.name(Naming(key=key, member=stage.anna, **(given | changes)), actor=stage.actor)


def outcome_of(nominee: Nominee) -> InvitationOutcome:
    """Where its invitation stands."""
    outcome = Nomination.objects.get(pk=nominee.pk).outcome
    assert outcome is not None
    return outcome


def test_a_provider_is_named_checked_confirmed_once_and_found_in_the_list(stage: Stage, anna: Client) -> None:
    assert "Porta il tuo fornitore" in html(anna.get("/porta/"))
    assert "Piscina" in html(anna.get("/porta/nuovo/"))
    check = html(anna.post("/porta/nuovo/", TYPED | {"step": "check"}))
    assert "Nessuna tassa su questa spesa" in check
    assert "702,50" in check
    assert day(today() + holding.HELD_FOR) in check
    assert not Nomination.objects.exists()
    first, again = (anna.post("/porta/nuovo/", TYPED | NONCE) for _ in range(2))
    assert first.status_code == again.status_code == 302
    assert first.headers["Location"] == again.headers["Location"]
    nomination = Nomination.objects.get()
    assert (nomination.amount, nomination.service_type) == (Decimal("140.00"), "swimming_pool")
    assert stage.lots() == [Decimal("70.00"), Decimal("632.50")]
    assert "Nuoto Delfino" in html(anna.get("/porta/"))
    page = html(anna.get(first.headers["Location"]))
    assert "Corso di nuoto, 10 lezioni" in page
    assert "140,00" in page


def test_change_and_a_mistake_keep_all_that_was_typed(anna: Client, stage: Stage) -> None:
    for given in (TYPED | {"step": "change"}, TYPED | {"step": "check", "amount": "zero"}):
        page = html(anna.post("/porta/nuovo/", given))
        assert 'value="Nuoto Delfino"' in page
        assert f'value="{given["amount"]}"' in page
        assert 'swimming_pool" selected' in page
    assert not Nomination.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "nessuna"}, "e-mail"),
        ({"vat_number": "01234567890"}, "cifre"),
        ({"amount": "0"}, "sopra lo zero"),
        ({"amount": "-3"}, "sopra lo zero"),
        ({"amount": "9999999,00"}, "più di quanto"),
        ({"kind": "zzz"}, "zzz"),
        ({"what": "x" * 91}, "90"),
        ({"name": "www.cattivo.it"}, "sito"),
    ],
)
def test_what_cannot_be_named_is_told_and_nothing_is_held(
    stage: Stage, anna: Client, changes: dict[str, str], words: str
) -> None:
    for step in ({"step": "check"}, NONCE):
        page = anna.post("/porta/nuovo/", TYPED | step | changes)
        assert page.status_code in (200, 409)
        assert words in html(page)
        assert 'role="alert"' in html(page)
    assert not Nomination.objects.exists()
    assert stage.lots() == [Decimal("210.00"), Decimal("632.50")]


def test_more_than_there_is_offers_what_fits_with_all_that_was_typed(anna: Client, stage: Stage) -> None:
    page = anna.post("/porta/nuovo/", TYPED | {"step": "check", "amount": "1000"})
    assert page.status_code == 409
    assert 'name="amount" value="842.50"' in html(page)
    assert 'name="name" value="Nuoto Delfino"' in html(page)
    assert html(anna.post("/porta/nuovo/", TYPED | {"step": "check", "amount": "842.50"})).count("842,50") >= 1


def test_somebody_elses_relative_is_not_found(anna: Client, stage: Stage) -> None:
    with inside(stage.issuer):
        other = make.relative(make.member("Bruno"), "Ugo")
    for step in ({"step": "check"}, NONCE):
        assert anna.post("/porta/nuovo/", TYPED | step | {"who": str(other.pk)}).status_code == 404
    assert not Nomination.objects.exists()


def test_without_a_plan_that_allows_it_the_page_says_who_decides(anna: Client, stage: Stage) -> None:
    with inside(stage.issuer):
        Plan.objects.update(takes_nominations=False)
    page = html(anna.get("/porta/"))
    assert "/porta/nuovo/" not in page
    assert "lo decide la tua organizzazione" in page.lower()
    assert anna.get("/porta/nuovo/").headers["Location"] == "/porta/"


def test_without_a_network_and_with_three_waiting_the_page_says_so(
    anna: Client, stage: Stage, rete: Organization
) -> None:
    for number in range(3):
        named(stage, f"k{number}", amount=Decimal("10"))
    page = anna.get("/porta/nuovo/")
    assert (page.status_code, "3 fornitori" in html(page)) == (409, True)
    Organization.objects.filter(pk=rete.pk).update(status="closed")
    Organization.objects.filter(pk=stage.issuer.pk).update(parent=None)
    page = browse(stage.issuer, stage.anna.user).get("/porta/nuovo/")
    assert (page.status_code, "invito" in html(page)) == (409, True)


def test_a_vat_number_of_the_network_is_asked_directly(anna: Client, stage: Stage) -> None:
    Provider.objects.filter(organization=stage.supplier).update(vat_number=VAT, name="Beta Musica")
    page = html(anna.post("/porta/nuovo/", TYPED | {"step": "check", "vat_number": f"IT {VAT}"}))
    assert "Beta Musica è già nella rete" in page
    there = anna.post("/porta/nuovo/", TYPED | NONCE | {"vat_number": VAT}).headers["Location"]
    assert Nomination.objects.get().provider is not None
    assert "glielo abbiamo chiesto direttamente" in html(anna.get(there)).lower()


def test_the_line_of_time_says_by_when_the_office_answers_and_how_it_ends(anna: Client, stage: Stage) -> None:
    nominee = named(stage)
    there, outcome = f"/porta/{nominee.pk}/", outcome_of(nominee)
    InvitationOutcome.objects.filter(pk=outcome.pk).update(
        applied_at=now(), answer_by=today() + datetime.timedelta(days=1)
    )
    page = html(anna.get(there))
    assert f"entro il {day(today() + datetime.timedelta(days=1))}" in page
    InvitationOutcome.objects.filter(pk=outcome.pk).update(answer_by=None)
    assert "qualcosa che manca" in html(anna.get(there))
    InvitationOutcome.objects.filter(pk=outcome.pk).update(state="refused", ended_at=now())
    assert "sta tornando" in html(anna.get(there))
    with inside(stage.issuer):
        ending.tend(nominee.pk)
    page = html(anna.get(there))
    assert "sono tornati sul tuo conto" in page
    assert "Non entrato" in page
    with inside(stage.issuer):
        ending.erase_due(today() + datetime.timedelta(days=40))
    page = html(anna.get(there))
    assert "Delfino" not in page
    assert "cancellato" in page


def test_taking_it_back_frees_the_credit_once(anna: Client, stage: Stage) -> None:
    nominee = named(stage)
    there = f"/porta/{nominee.pk}/"
    assert "140,00" in html(anna.get(f"{there}ritira/"))
    assert stage.lots() == [Decimal("70.00"), Decimal("632.50")]
    for _ in range(2):
        assert anna.post(f"{there}ritira/").headers["Location"] == there
    assert stage.lots() == [Decimal("210.00"), Decimal("632.50")]
    assert anna.get(f"{there}ritira/").headers["Location"] == there
    assert "sono tornati sul tuo conto" in html(anna.get(there))


def test_nobody_elses_is_found(stage: Stage) -> None:
    nominee = named(stage)
    with inside(stage.issuer):
        bruno = browse(stage.issuer, make.member("Bruno").user)
        hr = browse(stage.issuer, make.user("Carla", "hr"))
    assert [bruno.get(f"/porta/{nominee.pk}/{rest}").status_code for rest in ("", "ritira/")] == [404, 404]
    assert bruno.post(f"/porta/{nominee.pk}/ritira/").status_code == 404
    assert hr.get(f"/porta/{nominee.pk}/").status_code in (403, 404)


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_with_one_and_thirty(stage: Stage, anna: Client, number: int) -> None:
    first = named(stage)
    row = Nomination.objects.get(pk=first.pk)
    with inside(stage.issuer):
        kept = Nominee.objects.get(pk=first.pk)
        for index in range(1, number):
            kept.pk, kept.key = None, f"{stage.anna.pk}:{index}"
            copied = Nominee.objects.create(
                key=kept.key, member=stage.anna, service_type=kept.service_type, type_label=kept.type_label,
                sealed=kept.sealed, amount=kept.amount,
            )  # fmt: skip
            Nomination.objects.create(
                pk=copied.pk, issuer=stage.issuer, outcome=row.outcome, service_type=row.service_type,
                amount=row.amount, held_until=row.held_until,
            )  # fmt: skip
    with counted() as statements:
        page = html(anna.get("/porta/"))
    assert page.count("Nuoto Delfino") == min(number, 20)
    assert len(statements) == 7


def test_at_most_five_are_named_a_day(stage: Stage, anna: Client) -> None:
    answers = [
        anna.post("/porta/nuovo/", TYPED | {"step": "confirm", "nonce": f"{number}" * 32, "amount": "1"}).status_code
        for number in range(6)
    ]
    assert answers == [302, 302, 302, 409, 409, 429]


def test_how_the_promise_was_kept_is_told_from_three_on(stage: Stage, anna: Client) -> None:
    for number in range(3):
        assert "degli ultimi" not in html(anna.get("/porta/"))
        nominee = named(
            stage, f"k{number}", amount=Decimal("10"), written=replace(WRITTEN, email=f"ciao{number}@delfino.it")
        )
        InvitationOutcome.objects.filter(pk=outcome_of(nominee).pk).update(
            state="active", applied_at=now(), ended_at=now(), answer_by=today()
        )
    assert "3 degli ultimi 3 fornitori" in html(anna.get("/porta/"))
