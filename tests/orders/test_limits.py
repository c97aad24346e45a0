"""The caps of the year before a purchase: what fits is sold to the cent, what would be taxed is refused with why."""

from decimal import Decimal

import pytest
from django.utils import translation

from catalog.fiscal import LimitKind
from catalog.orders import refusals
from catalog.orders.cancel import cancel_order
from catalog.orders.crossing import Crossing
from catalog.orders.models import Order
from catalog.orders.preview import preview
from catalog.orders.purchase import Choice
from catalog.orders.refused import notices_of
from catalog.orders.year import held_benefits
from catalog.plans.models import Budget, LawSwitch, Plan
from catalog.plans.paying import Hindrance
from catalog.shelf.models import ShelfItem
from members.models import Declaration
from providers.models import Offer
from tests import make
from tests.conftest import inside
from tests.orders.stage import Stage, grant, in_days
from tests.orders.years import CAP, HIGHER_CAP, YEAR, declare, given, shopping, take
from welfare.clock import now, today

CENT = Decimal("0.01")


def crossing(stage: Stage, offer: Offer) -> Crossing:
    """Asking for a voucher that must be refused at a cap; nothing is left of it."""
    before = stage.traces()
    with pytest.raises(refusals.OverLimit) as caught:
        take(stage, offer)
    assert stage.traces() == before
    return caught.value.crossing


def test_a_company_car_and_vouchers_share_one_cliff_to_the_cent(stage: Stage) -> None:
    with inside(stage.issuer):
        given(stage.anna, str(CAP - 100))
    found = crossing(stage, shopping(stage, "100.01"))
    assert (found.limit.kind, found.limit.cap, found.limit.used) == (LimitKind.POOL, CAP, CAP - 100)
    assert (found.orders, found.outside, found.elsewhere) == (Decimal("0.00"), CAP - 100, Decimal("0.00"))
    assert found.fits == Decimal("100.00")
    assert found.taxed == CAP + CENT, "not the cent alone, but everything in the pool"
    assert take(stage, shopping(stage, "100.00")).price == found.fits
    assert crossing(stage, shopping(stage, "0.01")).fits == Decimal("0.00")


def test_children_declared_raise_the_cap_and_the_refusal_says_so(stage: Stage) -> None:
    with inside(stage.issuer):
        given(stage.anna, str(CAP))
    voucher = shopping(stage, "50.00")
    assert crossing(stage, voucher).cap_with_children == HIGHER_CAP
    assert crossing(stage, shopping(stage, str(HIGHER_CAP))).cap_with_children is None, "it would not fit there either"
    with inside(stage.issuer):
        declare(stage.anna, "dependent_children", {"children": ["BNCLEO20A01B819X"]})
    take(stage, voucher)
    with inside(stage.issuer):
        given(stage.anna, str(HIGHER_CAP - CAP - 50))
    found = crossing(stage, voucher)
    assert (found.limit.cap, found.fits, found.cap_with_children) == (HIGHER_CAP, Decimal("0.00"), None)


def test_what_other_employers_gave_counts(stage: Stage) -> None:
    with inside(stage.issuer):
        declare(stage.anna, "other_employers_fringe", {"amount": str(CAP - 30)})
    found = crossing(stage, shopping(stage, "30.01"))
    assert (found.elsewhere, found.fits, found.taxed) == (CAP - 30, Decimal("30.00"), Decimal("30.01"))


def test_two_wallets_pay_together_and_count_together(stage: Stage) -> None:
    order = take(stage, shopping(stage, "300.00"))
    assert [part["amount"] for part in order.snapshot["credit"]] == ["210.00", "90.00"]
    with inside(stage.issuer):
        held = held_benefits(stage.anna, YEAR)
        assert [(each.budget, each.amount) for each in held] == [
            ("CONTRACT_CCNL", Decimal("210.00")),
            ("VOLUNTARY", Decimal("90.00")),
        ]
        given(stage.anna, str(CAP - 400))
    assert crossing(stage, shopping(stage, "100.01")).fits == Decimal("100.00")


def test_a_cancelled_order_gives_the_room_back(stage: Stage) -> None:
    with inside(stage.issuer):
        given(stage.anna, str(CAP - 100))
    voucher = shopping(stage, "100.00")
    first = take(stage, voucher)
    assert crossing(stage, voucher).orders == Decimal("100.00")
    with inside(stage.issuer):
        cancel_order(first, actor=stage.actor)
    assert take(stage, voucher).pk != first.pk


def test_a_year_over_its_cap_leaves_other_letters_alone(stage: Stage) -> None:
    with inside(stage.issuer):
        given(stage.anna, str(CAP + 500))
    assert stage.place().price == Decimal("140.00")
    assert crossing(stage, shopping(stage, "0.01")).taxed == CENT, "what was taxed already is not taxed by this"


def test_too_little_credit_is_not_called_a_limit(stage: Stage) -> None:
    with pytest.raises(refusals.NotEnoughCredit) as caught:
        take(stage, shopping(stage, "842.51"))
    assert caught.value.missing == CENT


def test_the_confirmation_tells_each_cap_before_and_after(stage: Stage) -> None:
    with inside(stage.issuer):
        given(stage.anna, "400.00")
        seen = preview(stage.anna, Choice(shopping(stage, "250.00").pk))
    [step] = seen.limits
    assert step.is_pool
    assert (step.before.used, step.after.used, step.after.left) == (Decimal(400), Decimal(650), CAP - 650)
    assert [(part.amount, part.left) for part in seen.parts] == [
        (Decimal("210.00"), Decimal("0.00")),
        (Decimal("40.00"), Decimal("592.50")),
    ]
    with inside(stage.issuer):
        assert not preview(stage.anna, Choice(stage.offer.pk, stage.slot.pk, stage.leo.pk)).limits


def premium(stage: Stage, amount: str) -> Budget:
    """A lot of converted bonus that expires before the others."""
    budget = Budget.objects.create(
        plan=stage.plan, source="PDR_CONVERSION", basis="COMPANY_AGREEMENT", name="Premio", expires_on=in_days(10)
    )
    grant(stage.anna, budget, amount)
    return budget


def test_a_bonus_without_the_right_to_convert_is_passed_over(stage: Stage) -> None:
    with inside(stage.issuer):
        premium(stage, "50.00")
    assert [part["name"] for part in stage.place().snapshot["credit"]] == ["Contratto"]
    with inside(stage.issuer):
        declare(stage.anna, "prior_year_income", {"amount": "28000.00"})
    assert [part["name"] for part in stage.place().snapshot["credit"]] == ["Premio", "Contratto", "Piano 2026"]


def test_a_bonus_pays_up_to_what_is_settled_and_the_others_the_rest(stage: Stage) -> None:
    Offer.objects.filter(pk=stage.offer.pk).update(price=Decimal("3100.00"))
    stage.offer.price = Decimal("3100.00")
    with inside(stage.issuer):
        declare(stage.anna, "prior_year_income", {"amount": "28000.00"})
        premium(stage, "4000.00")
    credit = stage.place().snapshot["credit"]
    assert [(part["name"], part["amount"]) for part in credit] == [("Premio", "3000.00"), ("Contratto", "100.00")]
    with inside(stage.issuer):
        LawSwitch.objects.create(
            code="conversion_over_base", opinion="Studio Neri", turned_at=now(), turned_by=stage.anna.user
        )
    Offer.objects.filter(pk=stage.offer.pk).update(price=Decimal("900.00"))
    stage.offer.price = Decimal("900.00")
    credit = stage.place().snapshot["credit"]
    assert [(part["name"], part["amount"]) for part in credit] == [("Premio", "900.00")]


def test_a_switch_turned_sells_to_a_relative_apart_and_back_refuses_again(stage: Stage) -> None:
    with inside(stage.issuer):
        rita = make.relative(stage.anna, "Rita", kinship="parent", is_cohabiting=False)
        turned = LawSwitch.objects.create(
            code="relatives_apart", opinion="Studio Neri", turned_at=now(), turned_by=stage.anna.user
        )
    assert stage.place(relative_id=rita.pk).beneficiary_name == "Rita Bianchi"
    with inside(stage.issuer):
        LawSwitch.objects.filter(pk=turned.pk).update(turned_back_at=now(), turned_back_by=stage.anna.user)
    with pytest.raises(refusals.TaxRefusal) as caught:
        stage.place(relative_id=rita.pk)
    assert str(caught.value.verdict.decision) == "needs_review"


def only_budget(stage: Stage, **fields: object) -> Budget:
    """A plan with one budget of Anna's that opens the camp; the other plan no longer does."""
    with inside(stage.issuer):
        Plan.objects.update(state=Plan.State.CLOSED)
        plan = Plan.objects.create(
            name="Altro", year=YEAR, starts_on=in_days(-50), ends_on=in_days(300), state=Plan.State.OPEN
        )
        budget = Budget.objects.create(plan=plan, **({"name": "Altro", "expires_on": in_days(200)} | fields))
        grant(stage.anna, budget, "500.00")
        ShelfItem.objects.get(offer_id=stage.offer.pk).plans.add(plan)
    return budget


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"source": "FRINGE", "basis": "VOLUNTARY"}, Hindrance.ONLY_FRINGE),
        ({"source": "RISTORNO"}, Hindrance.NO_BASIS),
        ({"source": "CURRENCY"}, Hindrance.NO_BASIS),
        ({"source": "VOLUNTARY", "opens": ["cura", "salute"]}, Hindrance.AREA),
        ({"source": "VOLUNTARY", "opens_on": in_days(5)}, Hindrance.NOT_YET),
    ],
)
def test_a_budget_that_does_not_pay_says_why(stage: Stage, fields: dict[str, object], why: Hindrance) -> None:
    budget = only_budget(stage, **fields)
    before = stage.traces()
    with pytest.raises(refusals.NoBudgetPays) as caught:
        stage.place()
    assert caught.value.hindered == [(budget, why)]
    assert stage.traces() == before
    for language in ("en", "it"):
        with translation.override(language):
            [notice] = notices_of(caught.value)
        assert "Altro" in notice.title + notice.text
        assert "%(" not in notice.title + notice.text


@pytest.mark.parametrize(
    "fields",
    [
        {"source": "RISTORNO", "basis": "COMPANY_REGULATION"},
        {"source": "VOLUNTARY", "opens": ["infanzia_istruzione"], "opens_on": today()},
    ],
)
def test_a_budget_that_pays(stage: Stage, fields: dict[str, object]) -> None:
    only_budget(stage, **fields)
    assert [part["name"] for part in stage.place().snapshot["credit"]] == ["Altro"]


def test_credit_of_another_unit_never_pays(stage: Stage) -> None:
    only_budget(stage, source="CURRENCY", basis="VOLUNTARY", unit="LBX")
    with pytest.raises(refusals.NoPlan):
        stage.place()
    with inside(stage.issuer):
        assert not Order.objects.exists()


def test_what_a_premium_bought_keeps_its_room_after_the_income_is_revoked(stage: Stage) -> None:
    with inside(stage.issuer):
        declare(stage.anna, "prior_year_income", {"amount": "28000.00"})
        given(stage.anna, str(CAP - 100), source="PDR_CONVERSION", mode="voucher", category="C3_GOODS_SERVICES")
        premium(stage, "1.00")
    voucher = shopping(stage, "100.01")
    assert crossing(stage, voucher).fits == Decimal("100.00")
    with inside(stage.issuer):
        Declaration.objects.update(revoked_at=now())
    found = crossing(stage, voucher)
    assert (found.limit.used, found.fits) == (CAP - 100, Decimal("100.00")), "signed again, all of it would be taxed"
