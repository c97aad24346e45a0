"""An order in the words of pages and mails, read from what was agreed on its day."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalog.fiscal import Reason, ReasonCode
from catalog.orders.discounts import SECOND_CHILD
from catalog.orders.kept import is_kept
from catalog.orders.models import Order
from catalog.plans.residual import Part
from catalog.plans.residual_words import told
from catalog.plans.wallets import EUR
from providers.models import Delivery, Offer, Slot
from welfare.money import ZERO, format_euro
from welfare.templatetags.kit import day

PILLS = {"placed": "", "accepted": "neutral", "cancelled": "neutral", "expired": "warn"}


@dataclass(frozen=True)
class Credit:
    """What one lot paid."""

    name: str
    amount: Decimal
    expires_on: datetime.date | None


@dataclass(frozen=True)
class Returned:
    """What came back when the order ended without service.

    `lost` had expired meanwhile; what is usable `until` a new day was moved there. `given` says, a sentence each, what
    went elsewhere by the policy of its budget.
    """

    amount: Decimal
    lost: Decimal | None
    until: datetime.date | None
    given: Sequence[str] = ()


@dataclass(frozen=True)
class Ground:
    """One reason of a verdict in words, with its law."""

    message: str
    advice: str
    law: str


@dataclass(frozen=True)
class Changed:
    """Hours or a place that the provider changed after the order: what was agreed, and what holds."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class ShownOrder:
    """An order beside the parts of its snapshot that people read."""

    order: Order

    @property
    def snapshot(self) -> dict[str, Any]:
        """As agreed."""
        return dict(self.order.snapshot)

    @property
    def title(self) -> str:
        """The offer's title of that day."""
        return str(self.snapshot["title"])

    @property
    def dates(self) -> str:
        """The days of the slot; empty where there is none."""
        slot = self.snapshot["slot"]
        if not slot:
            return ""
        first, last = (datetime.date.fromisoformat(slot[key]) for key in ("starts_on", "ends_on"))
        return date_range(first, last)

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("orders:detail", args=[self.order.pk])

    @property
    def title_and_dates(self) -> str:
        """The title, and the days where there are any."""
        return ", ".join(part for part in (self.title, self.dates) if part)

    @property
    def slot(self) -> dict[str, str]:
        """The dates as agreed, at the hours and the place that hold now; empty where there are none."""
        return {**(self.snapshot["slot"] or {}), **self.snapshot.get("slot_now", {})}

    @property
    def hours(self) -> str:
        """At which hours; empty where nothing is said."""
        return str(self.slot.get("hours", ""))

    @property
    def where(self) -> str:
        """The slot's own place, or the offer's address and town."""
        return self.written_place(self.slot.get("place", ""))

    def written_place(self, place: str) -> str:
        """A place of the dates, or the offer's address, with its town."""
        agreed = self.snapshot
        return ", ".join(part for part in (place or agreed.get("address"), agreed.get("town")) if part)

    @property
    def changed(self) -> list[Changed]:
        """What the provider changed of the dates since they were booked."""
        agreed = self.snapshot["slot"] or {}
        return changes_between(self, agreed, self.slot)

    @property
    def line(self) -> str:
        """For whom, when and how much, in one line."""
        order = self.order
        return " · ".join(x for x in (order.beneficiary_name, self.dates, format_euro(order.price)) if x)

    @property
    def pill(self) -> str:
        """The colour of its state."""
        return "warn" if self.called_off else PILLS[self.order.state]

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.snapshot.get("delivery") == Delivery.SUBSCRIPTION:
            return month_words(self.order.state)
        return _("Cancelled by the provider") if self.called_off else str(self.order.get_state_display())

    @property
    def called_off(self) -> str:
        """Why the provider cancelled the dates, in its own words; empty where it did not."""
        return str(self.snapshot.get("called_off", {}).get("reason", ""))

    @property
    def credit(self) -> list[Credit]:
        """The lots that paid."""
        return [credit_of(part) for part in self.snapshot["credit"]]

    @property
    def full_price(self) -> Decimal:
        """The price before discounts."""
        return Decimal(self.snapshot.get("full_price") or self.order.price)

    @property
    def discounts(self) -> list[tuple[str, Decimal]]:
        """What was taken off it, in words, with the amounts."""
        return [(discount_words(each["kind"]), Decimal(each["amount"])) for each in self.snapshot.get("discounts", ())]

    @property
    def returned(self) -> Returned | None:
        """What came back, if the order ended without service."""
        return returned_of(self.snapshot.get("returned"))

    @property
    def corrected(self) -> Decimal:
        """What corrections of its amount have changed since: under zero for what came back."""
        changes = self.snapshot.get("corrections", {}).values()
        return sum((Decimal(each["change"]) for each in changes), ZERO)

    @property
    def laws(self) -> str:
        """The law references of its verdict."""
        return " · ".join(dict.fromkeys(r["law"] for r in self.order.verdict.get("reasons", ())))


def changes_between(shown: ShownOrder, before: Mapping[str, str], now: Mapping[str, str]) -> list[Changed]:
    """Hours and place of an order's dates that are not the same before and now, in words."""
    pairs = [
        (_("Hours"), *(each.get("hours") or _("not said") for each in (before, now))),
        (_("Place"), *(shown.written_place(each.get("place", "")) for each in (before, now))),
    ]
    return [Changed(*pair) for pair in pairs if pair[1] != pair[2]]


def returned_of(back: dict[str, Any] | None) -> Returned | None:
    """What came back, as `catalog.orders.ending.returned` keeps it; None where nothing is kept."""
    if not back:
        return None
    lost = Decimal(back["lost"]) if back["lost"] else None
    given = [told(Part(kind, Decimal(amount)), EUR) for kind, amount in back.get("given", {}).items()]
    return Returned(Decimal(back["amount"]), lost, day_of(back["until"]), given)


def discount_words(kind: str) -> str:
    """What a discount is for."""
    return _("Second child") if kind == SECOND_CHILD else _("Several weeks")


def month_words(state: str) -> str:
    """What became of the order of a month of a subscription: nobody shows anything to have it."""
    return {
        Order.State.PLACED: pgettext("a month", "Credit set aside"),
        Order.State.ACCEPTED: pgettext("a month", "Given"),
        Order.State.CANCELLED: pgettext("a month", "Not given: the credit is back"),
        Order.State.EXPIRED: pgettext("a month", "Not confirmed: the credit is back"),
    }[Order.State(state)]


def credit_of(part: dict[str, str]) -> Credit:
    """One lot from a snapshot."""
    return Credit(part["name"], Decimal(part["amount"]), day_of(part["expires_on"]))


def day_of(text: str) -> datetime.date | None:
    """A date of a snapshot; empty is none."""
    return datetime.date.fromisoformat(text) if text else None


def date_range(first: datetime.date, last: datetime.date) -> str:
    """Two days as people say them: "1-5 July 2027", "29 June - 3 July 2027"."""
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{day(last)}"
    return f"{day(first, 'short' if first.year == last.year else '')} - {day(last)}"


def slot_dates(slot: Slot) -> str:
    """The days of a slot."""
    return date_range(slot.starts_on, slot.ends_on)


def slot_place(slot: Slot, offer: Offer) -> str:
    """Where a slot is: its own place, or the offer's town."""
    return slot.place or offer.town


def places_left(slot: Slot) -> str:
    """How many places are free, or that one is kept."""
    if is_kept(slot):
        return _("a place is kept for you")
    return ngettext("%(n)s place left", "%(n)s places left", slot.left) % {"n": slot.left}


def slot_label(slot: Slot) -> str:
    """A slot in one line: days, hours, place, how many places are left."""
    return " · ".join(x for x in (slot_dates(slot), slot.hours, slot.place, places_left(slot)) if x)


def grounds(reasons: Sequence[Reason]) -> list[Ground]:
    """The reasons of a verdict in the reader's language."""
    return [ground(reason) for reason in reasons]


def ground(reason: Reason) -> Ground:
    """One reason in the reader's language."""
    advice = _(reason.next_step) if reason.next_step else ""
    return Ground(_(reason.message) % reason.params, advice % reason.params, reason.law_ref)


def is_about_family(reasons: Sequence[Reason]) -> bool:
    """Whether what the member says of the family could change the answer."""
    return any(reason.code in FAMILY for reason in reasons)


FAMILY = frozenset(
    {
        ReasonCode.SERVICE_NOT_FOR_EMPLOYEE,
        ReasonCode.SPOUSE_SEPARATED,
        ReasonCode.RELATIVE_NOT_COHABITING,
        ReasonCode.CARE_NEEDS_AGE_OR_CERTIFICATE,
        ReasonCode.RELATIVE_NOT_DEPENDENT,
        ReasonCode.NOT_FAMILY,
    }
)
