"""How much of the year's fringe limit a person has used, and from where (TUIR art. 51 c. 3)."""

from dataclasses import dataclass
from decimal import Decimal

from catalog.fiscal import rule_book
from catalog.orders.paying import fringe
from catalog.orders.year import Year
from members.models import Member
from welfare.money import ZERO


@dataclass(frozen=True)
class FringeYear:
    """The limit of a year, and what counts in it: redeemed here, given outside the shelf, by other employers."""

    year: int
    cap: Decimal
    orders: Decimal
    outside: Decimal
    elsewhere: Decimal

    @property
    def used(self) -> Decimal:
        """All that counts."""
        return self.orders + self.outside + self.elsewhere

    @property
    def left(self) -> Decimal:
        """What still fits."""
        return max(ZERO, self.cap - self.used)


def fringe_year(member: Member, year: int) -> FringeYear | None:
    """A person's fringe limit; None in a year without rules or limit, and while nothing counts in it."""
    rules, read = rule_book().pool.years.get(year), Year(member, year)
    cap = None if rules is None else rules.cap_with_children if read.facts.has_declared_children else rules.cap
    if cap is None:
        return None
    found = FringeYear(
        year=year,
        cap=cap,
        orders=fringe(read.held.orders),
        outside=fringe(read.held.outside),
        elsewhere=read.facts.other_employers_fringe,
    )
    return found if found.used else None
