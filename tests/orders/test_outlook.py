"""On the page of a service: for whom the credit covers it, from which lots, what remains of each, or why not."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from catalog.orders.outlook import Prospect, outlook
from catalog.plans.models import Budget
from catalog.shelf.queries import get_offer, slots_to_come
from members.models import Relative
from providers.models import Offer
from tests import make
from tests.conftest import browse, inside
from tests.orders.stage import Stage, grant, in_days
from tests.orders.years import CAP, HIGHER_CAP, given, shopping
from tests.queries import counted


@pytest.fixture
def anna(stage: Stage) -> Client:
    """Anna's browser, in English."""
    client = browse(stage.issuer, stage.anna.user)
    client.cookies["scaffale_language"] = "en"
    return client


def prospects(stage: Stage, offer: Offer) -> list[Prospect]:
    """What Anna's family could expect of an offer."""
    with inside(stage.issuer), translation.override("en"):
        found = get_offer(offer.pk)
        return outlook(stage.anna, found, slots_to_come(found))


def test_who_is_covered_comes_first_with_the_lots_and_what_remains(stage: Stage) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(price=Decimal("300.00"))
    covered, not_for = prospects(stage, stage.offer)
    assert (covered.kind, covered.names) == ("success", "Leo, 6 years")
    assert [(part.budget.name, part.amount, part.left) for part in covered.parts] == [
        ("Contratto", Decimal("210.00"), Decimal("0.00")),
        ("Piano 2026", Decimal("90.00"), Decimal("542.50")),
    ]
    assert (not_for.kind, not_for.names) == ("warn", "You (Anna)")
    assert "TUIR art.51" in not_for.law
    assert not_for.text, "what would work instead"


def test_those_with_the_same_answer_stand_together(stage: Stage) -> None:
    with inside(stage.issuer):
        make.relative(stage.anna, "Ada", birth_date=in_days(-4 * 366))
        make.relative(stage.anna, "Rita", kinship="parent", is_cohabiting=False)
    covered, anna_, rita = prospects(stage, stage.offer)
    assert covered.names == "Leo, 6 years · Ada, 4 years"
    assert {anna_.names, rita.names} == {"You (Anna)", "Rita, 6 years"}


def test_ages_that_fit_on_no_date_are_told(stage: Stage) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(age_min=11)
    found = {each.names: each.title for each in prospects(stage, stage.offer)}
    assert "11" in found["Leo, 6 years"]


def test_at_the_cliff_the_amount_that_fits_and_the_declaration_that_raises_it(stage: Stage) -> None:
    with inside(stage.issuer):
        given(stage.anna, str(CAP - 40))
        Relative.objects.update(closed_on=in_days(0))
    [over] = prospects(stage, shopping(stage, "50.00"))
    assert over.kind == "refusal"
    assert "40,00" in over.text
    assert (over.to, over.link) == ("family:declarations", "Declare dependent children")
    [much] = prospects(stage, shopping(stage, str(HIGHER_CAP)))
    assert not much.to, "no declaration would help"


def test_a_lot_that_may_not_pay_is_told_with_its_reason(stage: Stage) -> None:
    with inside(stage.issuer):
        Budget.objects.filter(plan=stage.plan).update(opens=["cura"])
    leo = next(each for each in prospects(stage, stage.offer) if each.names.startswith("Leo"))
    assert "“Contratto” does not pay for services of this kind" in leo.text


def test_too_little_and_nothing(stage: Stage) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(price=Decimal("842.51"))
    leo = next(each for each in prospects(stage, stage.offer) if each.names.startswith("Leo"))
    assert (leo.kind, leo.title.replace("\xa0", " ")) == ("warn", "Your credit is 0,01 € short")
    with inside(stage.issuer):
        Budget.objects.filter(pk=stage.contract.pk).update(source="RISTORNO")
        Budget.objects.filter(pk=stage.voluntary.pk).update(source="CURRENCY")
    assert all(each.kind == "warn" for each in prospects(stage, stage.offer))


def test_the_page_shows_it_and_links_to_the_declaration(stage: Stage, anna: Client) -> None:
    page = anna.get(f"/scaffale/{stage.offer.pk}/").content.decode()
    for words in ("Your credit covers all of it", "Contratto", "70,00", "Leo, 6 years", "TUIR art."):
        assert words in page


@pytest.mark.parametrize("relatives", [1, 30])
def test_the_page_costs_the_same_with_one_relative_and_with_thirty(stage: Stage, anna: Client, relatives: int) -> None:
    voucher = shopping(stage, "20.00")
    with inside(stage.issuer):
        for number in range(relatives - 1):
            make.relative(stage.anna, f"Leo{number}")
        for number in range(relatives):
            given(stage.anna, "1.00", key=f"gift:{number}")
            grant(stage.anna, stage.voluntary, "1.00", expires_on=in_days(100 + number))
    anna.get("/scaffale/")
    with counted() as plain:
        assert anna.get(f"/scaffale/{stage.offer.pk}/").status_code == 200
    with counted() as limited:
        assert anna.get(f"/scaffale/{voucher.pk}/").status_code == 200
    assert (len(plain), len(limited)) == (13, 14)


def test_rules_that_are_still_to_be_read_hide_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.orders.conditions.unread", lambda *_: True)
    assert prospects(stage, stage.offer)[0].kind == "success"


def test_what_is_for_nobody_of_the_family_is_one_calm_answer_without_a_button_to_it(stage: Stage, anna: Client) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(age_min=80)
    page = anna.get(f"/scaffale/{stage.offer.pk}/").content.decode()
    assert page.count("Your credit cannot pay this for anybody of your family") == 1
    assert "notice warn" not in page
    for words in ("You (Anna)", "Leo, 6 years", "/famiglia/", "See the other services"):
        assert words in page
    assert ">Book</a>" not in page


def test_where_the_credit_is_short_asking_is_not_the_main_act(stage: Stage, anna: Client) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(price=Decimal("9000.00"))
    page = anna.get(f"/scaffale/{stage.offer.pk}/").content.decode()
    assert 'class="button secondary" href="/scaffale/' in page or 'class="button secondary" href="/richieste/' in page
    assert 'class="button" href' not in page
