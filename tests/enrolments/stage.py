"""A mutual society with two levels, a pension fund, and Anna with her son Leo, who lives with her."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.enrolments.enrolling import Enrol, Seen, enrol
from catalog.enrolments.models import Contribution, Enrolment
from catalog.enrolments.pension import Pay, Statement, pay
from catalog.enrolments.proposal import Wish, proposal_of
from catalog.orders.models import Order
from catalog.plans.models import Budget
from providers.models import Delivery, FundLevel, PensionFund, StartRule
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage, grant, list_on_shelf
from tests.orders.years import declare

TAX_CODE = "BNCNNA85C54F257W"


@dataclass(frozen=True)
class FundStage:
    """The stage of the orders, its offer a mutual society; `converted` holds a converted bonus of 500,00."""

    orders: Stage
    basic: FundLevel
    family: FundLevel
    pension_offer: Any
    fund: PensionFund
    converted: Budget

    def __getattr__(self, name: str) -> Any:
        return getattr(self.orders, name)

    def wish(self, level: FundLevel | None = None, *relatives: Any, renews: bool = False) -> Wish:
        """What Anna asks for."""
        chosen = level or self.family
        return Wish(self.orders.offer.pk, chosen.pk, tuple(one.pk for one in relatives), renews=renews)

    def command(self, wish: Wish, **changes: Any) -> Enrol:
        """Anna confirms what she was shown."""
        stage = self.orders
        found = proposal_of(stage.anna, wish)
        seen = changes.pop("seen", Seen(found.level.revision, found.cost.total))
        return Enrol(changes.pop("key", uuid.uuid4().hex), stage.anna, stage.actor, wish, seen)

    def enrol(self, *relatives: Any, level: FundLevel | None = None, renews: bool = False) -> Enrolment:
        """Enrol Anna with some of her family."""
        with inside(self.orders.issuer):
            return enrol(self.command(self.wish(level, *relatives, renews=renews)))

    def pay(self, amount: str, rhythm: str = "once", key: str = "") -> Contribution:
        """Anna pays into her pension fund."""
        stage = self.orders
        statement = Statement(self.pension_offer.pk, self.fund.pk, "12345")
        command = Pay(key or uuid.uuid4().hex, stage.anna, stage.actor, statement, Decimal(amount), rhythm)
        with inside(stage.issuer):
            return pay(command)

    def close_cancelling(self) -> None:
        """Let the days pass in which orders can be called off."""
        with inside(self.orders.issuer):
            Order.objects.update(cancel_until="2026-01-01")


def level(offer: Any, name: str, fee: str, relative_fee: str | None, **fields: Any) -> FundLevel:
    """One level that begins on the day and costs the whole year."""
    fields = {"start_rule": StartRule.AT_ONCE, "is_prorated": False, "covers": "Ticket\nVisite"} | fields
    return FundLevel.objects.create(
        offer=offer, name=name, fee=Decimal(fee), relative_fee=relative_fee and Decimal(relative_fee), **fields
    )


def set_up(alfa: Organization, beta: Organization) -> FundStage:
    """Build the stage: 210,00 of contract grow to 4.000,00, 632,50 are voluntary, 500,00 a converted bonus."""
    stage = stages.set_up(
        alfa, beta, title="Insieme Salute", delivery=Delivery.ENROLMENT, service_type="health_fund", area="salute",
        price=None, age_min=None, age_max=None,
    )  # fmt: skip
    provider = stage.offer.provider
    pension = make.offer(
        provider, "Previdenza", delivery=Delivery.ENROLMENT, service_type="pension_fund", area="risparmio_previdenza",
        price=None, age_min=None, age_max=None,
    )  # fmt: skip
    basic, family = level(stage.offer, "Base", "120.00", None), level(stage.offer, "Famiglia", "200.00", "60.00")
    fund = PensionFund.objects.create(provider=provider, name="Previdenza Cooperativa", register_number="170")
    with inside(alfa):
        stage.anna.tax_code = TAX_CODE
        stage.anna.save()
        grant(stage.anna, stage.contract, "3790.00")
        converted = Budget.objects.create(
            plan=stage.plan, source="PDR_CONVERSION", name="Premio", expires_on=stage.voluntary.expires_on
        )
        grant(stage.anna, converted, "500.00")
        list_on_shelf(pension, stage.plan)
        # The right to convert (L. 208/2015 art. 1 c. 186).
        declare(stage.anna, "prior_year_income", {"amount": "30000.00"})
    return FundStage(stage, basic, family, pension, fund, converted)
