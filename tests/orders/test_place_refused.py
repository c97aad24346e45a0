"""Every refusal says what is the matter, and leaves no trace."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from catalog.orders import refusals
from catalog.orders.refusals import Terms
from catalog.plans.models import Plan
from members.models import Member, Relative
from providers import places
from providers.models import Offer, Slot
from tenants.models import Organization, Status
from tests import make
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage, in_days
from welfare.clock import today


def refuse(stage: Stage, kind: type[refusals.Refusal], **changes: Any) -> refusals.Refusal:
    """Place an order that must be refused so; nothing is left of it."""
    before = stage.traces()
    with pytest.raises(kind) as caught:
        stage.place(**changes)
    assert stage.traces() == before
    assert stage.lots() == [Decimal("210.00"), Decimal("632.50")]
    with translation.override("en"):
        assert caught.value.heading
        assert caught.value.advice
        assert "%(" not in caught.value.heading + caught.value.advice
    return caught.value


def change(model: type[Any], pk: Any, **fields: Any) -> None:
    """Change one row behind everybody's back."""
    assert model.objects.filter(pk=pk).update(**fields) == 1


def test_a_member_who_left(stage: Stage) -> None:
    refuse(stage, refusals.MemberLeft, member=leaver(stage))


def leaver(stage: Stage) -> Member:
    stage.anna.left_on = in_days(-1)
    return stage.anna


PUBLIC: list[tuple[type[refusals.Refusal], Callable[[Stage], None]]] = [
    (refusals.OfferClosed, lambda s: change(Offer, s.offer.pk, state="suspended")),
    (refusals.OfferClosed, lambda s: change(Offer, s.offer.pk, delivery="subscription")),
    (refusals.ProviderAway, lambda s: change(Organization, s.supplier.pk, status=Status.SUSPENDED)),
    (refusals.SlotClosed, lambda s: change(Slot, s.slot.pk, state="closed")),
    (refusals.SlotClosed, lambda s: change(Slot, s.slot.pk, state="cancelled")),
    (refusals.SlotPast, lambda s: change(Slot, s.slot.pk, starts_on=in_days(-1))),
    (refusals.SoldOut, lambda s: change(Slot, s.slot.pk, taken=12)),
    (refusals.TooYoung, lambda s: change(Offer, s.offer.pk, age_min=7)),
    (refusals.TooOld, lambda s: change(Offer, s.offer.pk, age_max=5)),
    (refusals.NoRules, lambda s: change(Offer, s.offer.pk, service_type="unknown")),
    (refusals.AnswersMissing, lambda s: change(Offer, s.offer.pk, questions=["phone"])),
    (refusals.NotEnoughCredit, lambda s: change(Offer, s.offer.pk, price=Decimal("842.51"))),
]


@pytest.mark.parametrize(("kind", "spoil"), PUBLIC)
def test_what_changed_in_the_registry(
    stage: Stage, kind: type[refusals.Refusal], spoil: Callable[[Stage], None]
) -> None:
    spoil(stage)
    price = Offer.objects.get(pk=stage.offer.pk).price
    refuse(stage, kind, terms=Terms(1, price))


def test_a_provider_without_organization(stage: Stage) -> None:
    stage.offer.provider.organization = None
    stage.offer.provider.save()
    refuse(stage, refusals.ProviderAway)


def test_a_service_with_places_and_no_dates_chosen(stage: Stage) -> None:
    refuse(stage, refusals.SlotNeeded, slot_id=None)


def test_no_open_plan(stage: Stage) -> None:
    with inside(stage.issuer):
        change(Plan, stage.plan.pk, state="closed")
    refuse(stage, refusals.NoPlan)


def test_age_counts_on_the_first_day_of_the_slot(stage: Stage) -> None:
    birthday = (in_days(100)).replace(day=1)
    with inside(stage.issuer):
        change(Relative, stage.leo.pk, birth_date=birthday.replace(year=birthday.year - 7))
    change(Offer, stage.offer.pk, age_min=7)
    refuse(stage, refusals.TooYoung)
    later = make.slot(stage.offer, days=(birthday - today()).days)
    assert stage.place(slot_id=later.pk).beneficiary_age == 7


def test_a_member_without_birth_date_where_there_are_ages(stage: Stage) -> None:
    change(Offer, stage.offer.pk, age_min=18, service_type="gym")
    stage.anna.birth_date = None
    refuse(stage, refusals.BirthDateMissing, relative_id=None)


def test_tax_law_says_no_and_why(stage: Stage) -> None:
    refusal = refuse(stage, refusals.TaxRefusal, relative_id=None)
    assert isinstance(refusal, refusals.TaxRefusal)
    assert [str(reason.code) for reason in refusal.verdict.reasons] == ["service_not_for_employee"]


def test_a_relative_under_review_is_not_sold_to(stage: Stage) -> None:
    with inside(stage.issuer):
        rita = make.relative(stage.anna, "Rita", kinship="parent", birth_date=in_days(-80 * 366), is_cohabiting=False)
    care = make.offer(stage.offer.provider, "Aiuto", service_type="elder_home_care", delivery="voucher")
    with inside(stage.issuer):
        stages.list_on_shelf(care, stage.plan)
    refusal = refuse(stage, refusals.TaxRefusal, offer_id=care.pk, slot_id=None, relative_id=rita.pk)
    assert isinstance(refusal, refusals.TaxRefusal)
    assert str(refusal.verdict.decision) == "needs_review"


def test_what_is_missing_is_said_to_the_cent(stage: Stage) -> None:
    change(Offer, stage.offer.pk, price=Decimal("900.00"))
    refusal = refuse(stage, refusals.NotEnoughCredit, terms=Terms(1, Decimal("900.00")))
    assert isinstance(refusal, refusals.NotEnoughCredit)
    assert (refusal.missing, refusal.available) == (Decimal("57.50"), Decimal("842.50"))


def test_a_new_price_is_shown_beside_the_old(stage: Stage) -> None:
    change(Offer, stage.offer.pk, price=Decimal("150.00"), revision=2)
    refusal = refuse(stage, refusals.OfferChanged)
    assert isinstance(refusal, refusals.OfferChanged)
    assert (refusal.old, refusal.new) == (Terms(1, Decimal("140.00")), Terms(2, Decimal("150.00")))
    assert refusal.is_price


@pytest.mark.parametrize("terms", [Terms(2, Decimal("140.00")), Terms(1, Decimal("-140.00"))])
def test_terms_that_were_never_offered(stage: Stage, terms: Terms) -> None:
    refuse(stage, refusals.OfferChanged, terms=terms)


def test_a_place_that_goes_at_the_last_moment_takes_everything_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(slot_id: object, n: int = 1) -> None:
        raise places.SoldOut(str(slot_id))

    monkeypatch.setattr(places, "take_place", gone)
    refuse(stage, refusals.SoldOut)


def test_a_year_without_rules(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with inside(stage.issuer):
        change(Plan, stage.plan.pk, starts_on=datetime.date(2022, 1, 1))
    monkeypatch.setattr("catalog.orders.purchase.today", lambda: datetime.date(2022, 5, 2))
    refuse(stage, refusals.NoRules)


def test_answers_to_a_consent_are_yes_or_no(stage: Stage) -> None:
    change(Offer, stage.offer.pk, questions=["photos"])
    refuse(stage, refusals.AnswersMissing, answers={"photos": "perhaps"})
    assert stage.place(answers={"photos": "no"}).pk


def test_a_refused_form_can_be_confirmed_again(stage: Stage) -> None:
    command = stage.command()
    change(Offer, stage.offer.pk, price=Decimal("150.00"), revision=2)
    refuse(stage, refusals.OfferChanged, key=command.key)
    order = stage.place(key=command.key, terms=replace(command.terms, revision=2, price=Decimal("150.00")))
    assert order.price == Decimal("150.00")
