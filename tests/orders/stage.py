"""The people and things of the order tests: Anna of Alfa, her son Leo, and Beta's summer camp.

Anna has 210,00 of contract that expires first and 632,50 of plan: 842,50 in all.
"""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from catalog.orders.models import Order, Voucher
from catalog.orders.place import PlaceOrder, place_order
from catalog.orders.purchase import Choice
from catalog.orders.refusals import Terms
from catalog.plans.models import Budget, Plan
from catalog.shelf.models import ShelfItem
from members.ledger import accounts, posting, queries
from members.ledger.models import Entry, Leg, Reason
from members.models import Member, Relative
from providers.bookings.models import Booking
from providers.models import Fulfilment, Offer, Slot
from tenants.audit.models import Record
from tenants.isolation import SYSTEM, Actor
from tenants.messages.models import Message
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from welfare.clock import today

SOON = datetime.timedelta(days=20)
YEAR_END = datetime.timedelta(days=200)


def in_days(number: int) -> datetime.date:
    """The date in some days."""
    return today() + datetime.timedelta(days=number)


@dataclass(frozen=True)
class Stage:
    """What an order test stands on; `issuer` is Alfa, `supplier` Beta."""

    issuer: Organization
    supplier: Organization
    anna: Member
    leo: Relative
    plan: Plan
    contract: Budget
    voluntary: Budget
    offer: Offer
    slot: Slot

    def command(self, **changes: Any) -> PlaceOrder:
        """Anna confirms a week of camp for Leo, unless said otherwise; every call is a new form."""
        choice = Choice(
            offer_id=changes.pop("offer_id", self.offer.pk),
            slot_id=changes.pop("slot_id", self.slot.pk),
            relative_id=changes.pop("relative_id", self.leo.pk),
            answers=changes.pop("answers", {}),
        )
        command = PlaceOrder(
            key=uuid.uuid4().hex,
            member=self.anna,
            actor=self.actor,
            choice=choice,
            terms=Terms(self.offer.revision, self.offer.price),
        )
        return replace(command, **changes)

    @property
    def actor(self) -> Actor:
        """Anna, as she acts."""
        return Actor(self.issuer.key, self.anna.user_id, "member")

    def place(self, **changes: Any) -> Order:
        """Place what `command` asks for."""
        with inside(self.issuer):
            return place_order(self.command(**changes))

    def lots(self) -> list[Decimal]:
        """What Anna's lots hold, earliest expiry first, empty ones left out."""
        with inside(self.issuer):
            return [lot.balance for lot in queries.lots(self.anna.uuid, on=today())]

    def traces(self) -> Mapping[str, Any]:
        """All that an order could leave behind, in the three schemas."""
        with inside(self.issuer):
            found: dict[str, Any] = {
                "entries": list(Entry.objects.order_by("pk").values_list("pk", flat=True)),
                "legs": Leg.objects.count(),
                "orders": list(Order.objects.order_by("pk").values_list("pk", "state")),
                "vouchers": Voucher.objects.count(),
                "messages": Message.objects.count(),
                "audit": Record.objects.count(),
                "balanced": queries.is_balanced(),
            }
            found["fulfilments"] = list(Fulfilment.objects.order_by("pk").values_list("pk", "state"))
            found["slots"] = list(Slot.objects.order_by("pk").values_list("pk", "taken"))
        with inside(self.supplier):
            found["bookings"] = list(Booking.objects.order_by("pk").values_list("pk", "state"))
            found["their messages"] = Message.objects.count()
            found["their audit"] = Record.objects.count()
        return found


def grant(member: Member, budget: Budget, amount: str, *, expires_on: datetime.date | None = None) -> None:
    """Give a member credit of a budget."""
    lot = accounts.wallet(member.uuid, budget.pk, expires_on or budget.expires_on)
    posting.post(
        key=f"grant:{uuid.uuid4()}",
        reason=Reason.GRANT,
        lines=[
            posting.Line(accounts.granted(budget.pk), debit=Decimal(amount)),
            posting.Line(lot, credit=Decimal(amount)),
        ],
        actor=SYSTEM,
    )


def open_plan() -> tuple[Plan, Budget, Budget]:
    """A plan of this year with a contractual and a voluntary budget."""
    plan = Plan.objects.create(
        name="Piano", year=today().year, starts_on=in_days(-100), ends_on=in_days(300), state=Plan.State.OPEN
    )
    contract = Budget.objects.create(plan=plan, source="CONTRACT_CCNL", name="Contratto", expires_on=today() + SOON)
    voluntary = Budget.objects.create(plan=plan, source="VOLUNTARY", name="Piano 2026", expires_on=today() + YEAR_END)
    return plan, contract, voluntary


def list_on_shelf(offer: Offer, *plans: Plan, **fields: Any) -> ShelfItem:
    """Put an offer on the shelf of the organization in force."""
    item = ShelfItem.objects.create(offer_id=offer.pk, **fields)
    item.plans.set(plans)
    return item


def set_up(issuer: Organization, supplier: Organization, **offer_fields: Any) -> Stage:
    """Build the stage."""
    camp = make.offer(make.provider(supplier), **offer_fields)
    slot = make.slot(camp)
    with inside(issuer):
        anna = make.member("Anna")
        leo = make.relative(anna)
        plan, contract, voluntary = open_plan()
        grant(anna, contract, "210.00")
        grant(anna, voluntary, "632.50")
        list_on_shelf(camp, plan)
    return Stage(issuer, supplier, anna, leo, plan, contract, voluntary, camp, slot)
