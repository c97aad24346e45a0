"""What somebody of the demo ordered, and whether law, age and credit would let them. Pure."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from catalog.demo.calendar import first_days
from catalog.demo.people import Kin, Person
from catalog.demo.plans import allowance
from catalog.demo.services import Service
from catalog.fiscal import Employee, PurchaseFacts, RelativeFacts, age_at_year_end, assess
from welfare.clock import age_on

USED, CANCELLED = "used", "cancelled"
SOURCES = ("CONTRACT_CCNL", "VOLUNTARY")


@dataclass(frozen=True)
class Wish:
    """One order: of whom, what, when, for whom, and what became of it by today."""

    day: datetime.date
    person: Person
    service: Service
    # None: for the person.
    kin: Kin | None = None
    slot: datetime.date | None = None
    # USED, CANCELLED, or empty for one that nobody has touched since.
    outcome: str = ""
    ended: datetime.date | None = None

    @property
    def sorting(self) -> tuple[object, ...]:
        """A key that no two wishes of the demo share."""
        return self.day, self.person.number, self.service.title, self.kin.given_name if self.kin else "", self.slot


@dataclass
class Means:
    """What is still to be had on the way through the demo's year: credit, places, the law's word."""

    today: datetime.date
    spent: defaultdict[tuple[str, int], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    taken: Counter[tuple[str, datetime.date]] = field(default_factory=Counter)
    # Slots that are filled on purpose, and left as they are then.
    kept: set[tuple[str, datetime.date]] = field(default_factory=set)
    verdicts: dict[tuple[str, str, str, int], bool] = field(default_factory=dict)
    dates: dict[str, list[datetime.date]] = field(default_factory=dict)

    def slots(self, service: Service) -> list[datetime.date]:
        """The first days of a service's slots; none where it has no slots."""
        if service.title not in self.dates:
            self.dates[service.title] = first_days(service.run, self.today) if service.run else []
        return self.dates[service.title]

    def has_place(self, service: Service, slot: datetime.date) -> bool:
        """Whether a slot has a place left."""
        return service.run is not None and self.taken[service.title, slot] < service.run.capacity

    def has_credit(self, person: Person, day: datetime.date, price: Decimal) -> bool:
        """Whether the year's grants reach; those hired since have credit from the first of a month on."""
        if person.hired_on is None or person.hired_on > day.replace(day=1):
            return False
        return self.spent[person.number, day.year] + price <= allowance(person.slug)

    def may_have(self, person: Person, service: Service, kin: Kin | None, day: datetime.date) -> bool:
        """Whether tax law lets the person's credit pay this for this beneficiary."""
        key = (person.number, service.title, kin.given_name if kin else "", day.year)
        if key not in self.verdicts:
            self.verdicts[key] = assess(facts(service, kin, day.year)).accepted
        return self.verdicts[key]

    def take(self, wish: Wish) -> Wish:
        """Count a wish's credit and place."""
        self.spent[wish.person.number, wish.day.year] += wish.service.price
        if wish.slot is not None and wish.outcome != CANCELLED:
            self.taken[wish.service.title, wish.slot] += 1
        return wish


def facts(service: Service, kin: Kin | None, year: int) -> PurchaseFacts:
    """A wish as tax law looks at it."""
    beneficiary = Employee() if kin is None else relative_facts(kin, year)
    return PurchaseFacts(year, service.type, service.delivery, service.price, SOURCES, beneficiary)


def relative_facts(kin: Kin, year: int) -> RelativeFacts:
    """Somebody of the family as tax law looks at them."""
    age = age_at_year_end(kin.birth_date.year, year)
    return RelativeFacts(kin.kinship, age, cohabiting=kin.is_cohabiting, dependent=kin.is_dependent)


def age_fits(service: Service, born: datetime.date, day: datetime.date) -> bool:
    """Whether somebody's age on the first day is within the offer's."""
    least, most = service.ages
    age = age_on(born, day)
    return (least is None or age >= least) and (most is None or age <= most)
