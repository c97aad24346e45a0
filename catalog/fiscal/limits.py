"""The caps of a year, and how much of each is used: what a person has left is read from here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from catalog.fiscal.case import pool_cap
from catalog.fiscal.placement import Place, Placed, Setting
from catalog.fiscal.rules import Category
from catalog.fiscal.switches import SwitchCode
from welfare.money import LARGEST, ZERO


class LimitKind(StrEnum):
    """What the cap is for. POOL is the cliff: one cent over it taxes the whole; the others tax the excess."""

    POOL = "pool"
    CATEGORY = "category"
    MEALS = "meals"
    CUMULATIVE = "cumulative"
    CONVERSION = "conversion"
    PREMIUM = "premium"


@dataclass(frozen=True, slots=True)
class Limit:
    """A cap of the year in euro, and what counts against it so far."""

    kind: LimitKind
    cap: Decimal
    used: Decimal
    law_ref: str

    @property
    def left(self) -> Decimal:
        """What still fits; never under 0."""
        return max(ZERO, self.cap - self.used)

    @property
    def is_crossed(self) -> bool:
        """Whether more is used than the cap allows."""
        return self.used > self.cap


def total(placed: Iterable[Placed]) -> Decimal:
    """The value of these benefits."""
    return sum((each.amount for each in placed), ZERO)


def pool_limit(setting: Setting, placed: Sequence[Placed]) -> Limit:
    """The pool of art. 51 c. 3: everything in it and what other employers gave, against one cap."""
    facts, book = setting.facts, setting.book
    used = facts.other_employers_fringe + total(each for each in placed if each.place == Place.POOL)
    law = book.pool.years[facts.year].law_ref or book.pool.law_ref
    return Limit(LimitKind.POOL, pool_cap(book, facts), used, law)


def category_limit(setting: Setting, category: Category, placed: Sequence[Placed]) -> Limit:
    """The yearly cap of one category; converted premiums come on top of it (L. 208/2015 c. 184-bis)."""
    mine = [each for each in placed if each.place == Place.CAPPED and each.category == category and not each.converted]
    return Limit(LimitKind.CATEGORY, _cap(setting, category), total(mine), category.law_ref)


def meal_limit(setting: Setting, category: Category, placed: Sequence[Placed]) -> Limit:
    """The cap a day times the days worked, at most one voucher a day, for all meals of a category."""
    mine = [each for each in placed if each.place == Place.DAILY and each.category == category]
    days = setting.facts.meal_days
    # `place` refuses a count and days that are both unknown, so an unknown count has days.
    counts = [days if each.benefit.meals is None else each.benefit.meals for each in mine]
    eaten = sum(each for each in counts if each is not None)
    cap = _cap(setting, category) * (eaten if days is None else min(days, eaten))
    return Limit(LimitKind.MEALS, cap, sum((meal_exempt(setting, each) for each in mine), ZERO), category.law_ref)


def meal_exempt(setting: Setting, placed: Placed) -> Decimal:
    """The most that one lot of meals may exempt: the cap a day times its count, or the days if fewer."""
    known = [days for days in (placed.benefit.meals, setting.facts.meal_days) if days is not None]
    return ZERO if placed.category is None else min(placed.amount, _cap(setting, placed.category) * min(known))


def _cap(setting: Setting, category: Category) -> Decimal:
    """The cap of the category in the year; the largest amount where there is none."""
    cap = category.years[setting.facts.year].cap
    return LARGEST if cap is None else cap


def conversion_limit(setting: Setting, placed: Sequence[Placed]) -> Limit:
    """What the law lets a person convert of the year's premiums."""
    year = setting.book.premium[setting.facts.year]
    return Limit(LimitKind.CONVERSION, year.conversion_cap, converted_total(placed), year.law_ref)


def settled_conversion_limit(setting: Setting, placed: Sequence[Placed]) -> Limit:
    """What a person may convert without touching an open point of law."""
    limit, open_cap = conversion_limit(setting, placed), open_conversion_cap(setting)
    return limit if open_cap is None else replace(limit, cap=open_cap)


def open_conversion_cap(setting: Setting) -> Decimal | None:
    """From where on it is open whether premiums may be converted; None where it is not, or the switch is on."""
    year = setting.book.premium[setting.facts.year]
    if year.conversion_cap_is_settled or setting.switches.on(SwitchCode.CONVERSION_OVER_BASE):
        return None
    return min(year.base_cap, year.conversion_cap)


def premium_limit(setting: Setting, placed: Sequence[Placed]) -> Limit:
    """The one cap that premiums in money share with converted ones, which come first (c. 182 and 184)."""
    year = setting.book.premium[setting.facts.year]
    used = converted_total(placed) + total(each for each in placed if each.place == Place.PREMIUM)
    return Limit(LimitKind.PREMIUM, year.cash_cap, used, year.law_ref)


def cumulative_limit(setting: Setting, used: Decimal) -> Limit:
    """The cap of all cumulative vouchers of the year (DM 25 March 2016 art. 6 c. 2)."""
    law = setting.book.law_refs.voucher
    return Limit(LimitKind.CUMULATIVE, pool_cap(setting.book, setting.facts), used, law)


def converted_total(placed: Iterable[Placed]) -> Decimal:
    """What the year converted of performance premiums."""
    return total(each for each in placed if each.converted)
