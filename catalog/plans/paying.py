"""What a budget pays for, before any amount: its window, its areas, its basis, the sources that the law names."""

import datetime
from collections.abc import Iterable
from enum import StrEnum

from catalog.fiscal import FiscalError, eligible_sources, rule_book
from catalog.plans.models import SOURCES_OF_LAW, Budget, Source


class Hindrance(StrEnum):
    """Why a budget does not pay for a service."""

    NOT_YET = "not_yet"
    AREA = "area"
    ONLY_FRINGE = "only_fringe"
    NO_BASIS = "no_basis"
    SOURCE = "source"


def hindrance(budget: Budget, area: str, category: str, day: datetime.date) -> Hindrance | None:
    """What keeps a budget from paying, on a day, for a service of an area and a category of the law; None: nothing.

    A year without rules hinders every budget. Whether its lots hold anything, and the year's caps, are asked elsewhere.
    """
    if budget.opens_on is not None and budget.opens_on > day:
        return Hindrance.NOT_YET
    if budget.opens and area not in budget.opens:
        return Hindrance.AREA
    if budget.law_source not in SOURCES_OF_LAW:
        return Hindrance.NO_BASIS
    if budget.source == Source.FRINGE and not is_fringe(category):
        return Hindrance.ONLY_FRINGE
    return None if budget.law_source in sources_of(category, day.year) else Hindrance.SOURCE


def is_fringe(category: str) -> bool:
    """Whether a category shares the one limit of art. 51 c. 3 of the TUIR."""
    found = rule_book().categories.get(category)
    return found is not None and found.pool is not None


def sources_of(category: str, year: int) -> tuple[str, ...]:
    """The sources that may pay for a category in a year; none for a year without rules."""
    try:
        return eligible_sources(category, year)
    except FiscalError:
        return ()


def categories_of(service_type: str) -> tuple[str, ...]:
    """The categories of the law that a service type may fall under, whoever benefits; none for an unknown type."""
    found = rule_book().services.get(service_type)
    return () if found is None else tuple(entry.category for entry in found.entries)


def has_limit(category: str, year: int) -> bool:
    """Whether the year limits the amount of a category, or the person must have declared something for it."""
    in_year = rule_book().category(category).years.get(year)
    return in_year is not None and (in_year.capped or in_year.asks_children)


def pays_any(budget: Budget, area: str, categories: Iterable[str], day: datetime.date) -> bool:
    """Whether a budget pays for at least one of the categories."""
    return any(hindrance(budget, area, category, day) is None for category in categories)
