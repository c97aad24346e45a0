"""A person's tax year in few words: what the employer gave besides, what was declared, vouchers to ask for."""

from decimal import Decimal
from typing import Any

from catalog.benefits.models import OutsideBenefit
from catalog.fiscal import rule_book
from catalog.orders.models import Order
from catalog.orders.refusals import Terms
from catalog.plans.models import Plan
from members.declarations import STATEMENT_VERSION
from members.models import Declaration, Member
from providers.models import Offer
from tests import make
from tests.conftest import inside
from tests.orders.stage import Stage, list_on_shelf
from welfare.clock import now, today

YEAR = today().year
_pool = rule_book().pool.years[YEAR]
assert _pool.cap is not None and _pool.cap_with_children is not None
# The one limit of fringe benefits this year, and the higher one.
CAP, HIGHER_CAP = _pool.cap, _pool.cap_with_children


def given(member: Member, amount: str, **fields: Any) -> OutsideBenefit:
    """A month of a company car, unless said otherwise."""
    defaults: dict[str, Any] = {
        "category": "C3_CONVENTIONAL_C4",
        "mode": "payroll_input",
        "source": "COMPANY_REGULATION",
        "received_on": today(),
        "recorded_by": member.user,
        "key": f"car:{OutsideBenefit.objects.count()}:{member.pk}",
    }
    return OutsideBenefit.objects.create(member=member, amount=Decimal(amount), **(defaults | fields))


def declare(member: Member, kind: str, body: dict[str, Any]) -> None:
    """A declaration that stands, as `members.declarations` keeps it."""
    Declaration.objects.create(
        member=member, kind=kind, year=YEAR, body=body, signed_name="Anna Bianchi", signed_at=now(),
        statement_version=STATEMENT_VERSION,
    )  # fmt: skip


def shopping(stage: Stage, price: str, *plans: Plan) -> Offer:
    """A shopping voucher on Alfa's shelf, paid by these plans: the stage's unless said otherwise."""
    offer = make.offer(
        stage.offer.provider, f"Buono spesa {price}", service_type="shopping_voucher", area="consumo",
        type_label="Buono spesa", delivery="voucher", price=Decimal(price),
    )  # fmt: skip
    with inside(stage.issuer):
        list_on_shelf(offer, *(plans or (stage.plan,)))
    return offer


def take(stage: Stage, offer: Offer) -> Order:
    """Anna asks for a voucher, for herself."""
    terms = Terms(offer.revision, offer.price or Decimal(0))
    return stage.place(offer_id=offer.pk, slot_id=None, relative_id=None, terms=terms)
