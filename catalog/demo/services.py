"""What the demo's providers list: the shape of an offer. None has a yearly cap; all are invented."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from providers.models import Delivery, Origin, Question, Unit

CHILD_QUESTIONS = (Question.ALLERGIES, Question.MEDICINES, Question.PICK_UP, Question.PHONE, Question.PHOTOS)
CARE_QUESTIONS = (Question.ALLERGIES, Question.MEDICINES, Question.PHONE)


@dataclass(frozen=True)
class Run:
    """Slots of an offer: `first` names the kind of dates, then how many and with how many places."""

    first: str
    count: int
    capacity: int
    days: int = 4
    hours: str = ""
    # Weeks from one slot to the next, where it is no season.
    every: int = 2

    @property
    def length(self) -> datetime.timedelta:
        """From the first day to the last."""
        return datetime.timedelta(days=self.days)


@dataclass(frozen=True)
class Service:
    """One offer of the demo."""

    provider: str
    type: str
    title: str
    summary: str
    price: Decimal
    unit: Unit
    town: str
    text: str
    run: Run | None = None
    ages: tuple[int | None, int | None] = (None, None)
    vat: Decimal = Decimal("5.00")
    questions: tuple[Question, ...] = ()
    cancellation_days: int = 14
    origin: Origin = Origin.PRIVATE
    address: str = ""

    @property
    def delivery(self) -> Delivery:
        """Places when there are slots, else a voucher."""
        return Delivery.PLACES if self.run else Delivery.VOUCHER


def euro(text: str) -> Decimal:
    """A price of the table."""
    return Decimal(text)
