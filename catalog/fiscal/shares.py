"""How much of each benefit is exempt, once the caps of the whole year are known.

The totals of a year do not depend on the order of benefits. Which of them bears an excess does:
the last to come does, so that a new purchase shows what it brings about by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.fiscal import limits
from catalog.fiscal.limits import Limit
from catalog.fiscal.placement import Place, Placed, Setting
from welfare.money import ZERO


@dataclass(frozen=True, slots=True)
class Share:
    """A placed benefit and its parts: exempt, under substitute tax; the rest of what is paid is taxed.

    `over_cap` is what it converts over the cap of converted premiums.
    """

    placed: Placed
    exempt: Decimal = ZERO
    substitute_base: Decimal = ZERO
    over_cap: Decimal = ZERO

    @property
    def taxable(self) -> Decimal:
        """What ordinary tax takes hold of."""
        return self.placed.amount - self.exempt - self.substitute_base if self.placed.is_paid else ZERO

    @property
    def refused(self) -> Decimal:
        """What would be taxed if it were paid all the same."""
        return ZERO if self.placed.is_paid else self.placed.amount


def shares_of(setting: Setting, placed: Sequence[Placed]) -> list[Share]:
    """Divide every benefit of the year."""
    exempt = _by_category(setting, placed)
    over = _over_conversion_cap(limits.conversion_limit(setting, placed), placed, exempt)
    bases = _substitute_bases(setting, placed)
    return [
        Share(each, whole - cut, base, cut) for each, whole, cut, base in zip(placed, exempt, over, bases, strict=True)
    ]


def taxable_of(setting: Setting, placed: Sequence[Placed]) -> Decimal:
    """What ordinary tax takes hold of in the whole year."""
    return sum((share.taxable for share in shares_of(setting, placed)), ZERO)


def _by_category(setting: Setting, placed: Sequence[Placed]) -> list[Decimal]:
    """What the caps of the categories and of the pool leave exempt."""
    pool = limits.pool_limit(setting, placed)
    rooms = _rooms(setting, placed)
    return [_exempt(setting, each, pool, rooms) for each in placed]


def _rooms(setting: Setting, placed: Sequence[Placed]) -> dict[str, Decimal]:
    """For each category with a cap of its own, what the year may exempt."""
    rooms: dict[str, Decimal] = {}
    for each in placed:
        category = each.category
        if category is None or category.code in rooms:
            continue
        if each.place == Place.CAPPED:
            rooms[category.code] = limits.category_limit(setting, category, placed).cap
        elif each.place == Place.DAILY:
            rooms[category.code] = limits.meal_limit(setting, category, placed).cap
    return rooms


def _exempt(setting: Setting, placed: Placed, pool: Limit, rooms: dict[str, Decimal]) -> Decimal:
    """One benefit's part, taken from the room of its category; `rooms` shrinks as it is used."""
    if placed.place == Place.POOL:
        return ZERO if pool.is_crossed else placed.amount
    if placed.place == Place.FREE or (placed.place == Place.CAPPED and placed.converted):
        return placed.amount
    if placed.place not in (Place.CAPPED, Place.DAILY) or placed.category is None:
        return ZERO
    most = limits.meal_exempt(setting, placed) if placed.place == Place.DAILY else placed.amount
    taken = min(most, rooms[placed.category.code])
    rooms[placed.category.code] -= taken
    return taken


def _over_conversion_cap(cap: Limit, placed: Sequence[Placed], exempt: Sequence[Decimal]) -> list[Decimal]:
    """What is converted over the cap, taken from what would be exempt: the conservative reading."""
    over = max(ZERO, cap.used - cap.cap)
    cuts = []
    for each, whole in zip(reversed(placed), reversed(exempt), strict=True):
        cut = min(over, whole) if each.converted else ZERO
        over -= cut
        cuts.append(cut)
    return cuts[::-1]


def _substitute_bases(setting: Setting, placed: Sequence[Placed]) -> list[Decimal]:
    """What premiums in money leave under substitute tax, after converted ones have used the cap."""
    year = setting.book.premium[setting.facts.year]
    room = max(ZERO, year.cash_cap - limits.converted_total(placed))
    bases = []
    for each in placed:
        base = min(room, each.amount) if each.place == Place.PREMIUM else ZERO
        room -= base
        bases.append(base)
    return bases
