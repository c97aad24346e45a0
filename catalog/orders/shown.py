"""An order in the words of pages and mails, read from what was agreed on its day."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalog.fiscal import Reason, ReasonCode
from catalog.orders.models import Order
from providers.models import Unit

PILLS = {"placed": "", "accepted": "neutral", "cancelled": "neutral", "expired": "warn"}


@dataclass(frozen=True)
class Credit:
    """What one lot paid."""

    name: str
    amount: Decimal
    expires_on: datetime.date | None


@dataclass(frozen=True)
class Returned:
    """What came back when the order ended without service; `lost` had expired."""

    amount: Decimal
    lost: Decimal | None


@dataclass(frozen=True)
class Ground:
    """One reason of a verdict in words, with its law."""

    message: str
    advice: str
    law: str


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
    def pill(self) -> str:
        """The colour of its state."""
        return PILLS[self.order.state]

    @property
    def credit(self) -> list[Credit]:
        """The lots that paid."""
        return [credit_of(part) for part in self.snapshot["credit"]]

    @property
    def returned(self) -> Returned | None:
        """What came back, if the order ended without service."""
        back = self.snapshot.get("returned")
        if not back:
            return None
        return Returned(Decimal(back["amount"]), Decimal(back["lost"]) if back["lost"] else None)

    @property
    def laws(self) -> str:
        """The law references of its verdict."""
        return " · ".join(dict.fromkeys(r["law"] for r in self.order.verdict.get("reasons", ())))


def credit_of(part: dict[str, str]) -> Credit:
    """One lot from a snapshot."""
    day = datetime.date.fromisoformat(part["expires_on"]) if part["expires_on"] else None
    return Credit(part["name"], Decimal(part["amount"]), day)


def date_range(first: datetime.date, last: datetime.date) -> str:
    """Two days as people say them: "1-5 July 2027", "29 June - 3 July 2027"."""
    end = date_format(last, "j F Y")
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{end}"
    start = date_format(first, "j F" if first.year == last.year else "j F Y")
    return f"{start} - {end}"


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


def unit_label(unit: str) -> str:
    """What the price buys, as people read it."""
    return str(Unit(unit).label)


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
