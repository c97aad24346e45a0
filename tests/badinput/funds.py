"""A fund of Beta's for the forms that are attacked: levels, a pension fund, Anna enrolled, a list to confirm."""

from dataclasses import dataclass
from decimal import Decimal

from catalog.enrolments import lists
from catalog.enrolments.enrolling import Enrol, Seen, enrol
from catalog.enrolments.models import Contribution, Covered, Enrolment, FundLine, FundList, Kind
from catalog.enrolments.pension import Pay, Statement, pay
from catalog.enrolments.proposal import Wish, proposal_of
from catalog.orders.models import Order
from members.models import Member, Relative
from providers.models import Delivery, FundLevel, Offer, PensionFund
from tests import make
from tests.conftest import inside
from tests.enrolments.stage import TAX_CODE, level
from tests.orders.stage import Stage, grant, list_on_shelf
from welfare.clock import today


@dataclass(frozen=True)
class Funds:
    """What the forms name."""

    # Anna is in it, with Leo.
    taken: Offer
    # Nobody is in it.
    free: Offer
    level: FundLevel
    other: FundLevel
    pension: Offer
    fund: PensionFund
    enrolment: Enrolment
    covered: Covered
    monthly: Contribution
    line: FundLine
    # Lives with Anna, and is not covered.
    mia: Relative


def fund(stage: Stage, title: str, kind: str) -> Offer:
    """An offer in which one enrols, on Alfa's shelf."""
    made = make.offer(
        stage.offer.provider, title, delivery=Delivery.ENROLMENT, service_type=kind, price=None, age_min=None,
        age_max=None,
    )  # fmt: skip
    with inside(stage.issuer):
        list_on_shelf(made, stage.plan)
    return made


def build(stage: Stage) -> Funds:
    """Set it up."""
    taken, free = fund(stage, "Insieme Salute", "health_fund"), fund(stage, "Seconda mutua", "health_fund")
    pension = fund(stage, "Previdenza", "pension_fund")
    first, other = level(taken, "Famiglia", "30.00", "5.00"), level(free, "Base", "20.00", "5.00")
    served = PensionFund.objects.create(provider=stage.offer.provider, name="Previdenza", register_number="170")
    with inside(stage.issuer):
        Member.objects.filter(pk=stage.anna.pk).update(tax_code=TAX_CODE)
        stage.anna.tax_code = TAX_CODE
        grant(stage.anna, stage.contract, "500.00")
        wish = Wish(taken.pk, first.pk, (stage.leo.pk,))
        seen = Seen(first.revision, proposal_of(stage.anna, wish).cost.total)
        enrolment = enrol(Enrol("a" * 32, stage.anna, stage.actor, wish, seen))
        statement = Statement(pension.pk, served.pk)
        monthly = pay(Pay("b" * 32, stage.anna, stage.actor, statement, Decimal("10.00"), "monthly"))
        Order.objects.filter(payment__contribution=monthly).update(
            placed_at=f"{today().year - 1}-11-03T10:00Z", cancel_until=f"{today().year - 1}-11-03"
        )
        mia = make.relative(stage.anna, "Mia")
        line, covered = listed(stage, enrolment), enrolment.covered.get()
    return Funds(taken, free, first, other, pension, served, enrolment, covered, monthly, line, mia)


def listed(stage: Stage, enrolment: Enrolment) -> FundLine:
    """Anna's enrolment in a list of its own."""
    last = today().replace(year=today().year - 1, month=12, day=31)
    found = FundList.objects.create(
        provider_id=stage.offer.provider_id,
        kind=Kind.HEALTH,
        first_day=last,
        last_day=last,
        made_at="2026-01-01T00:00Z",
    )
    order = Order.objects.select_related("member__user", "enrolment").get(pk=enrolment.order_id)
    line = lists.of_order(found, order, {})
    line.place = 0
    line.save()
    return line
