"""The lines of a group in words: what each costs and why, what stands against some."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from catalog.orders.limit_words import notices_of_budgets
from catalog.orders.purchase import slot_of
from catalog.orders.refusals import LinesRefused, NoBudgetPays, PlaceGone, Problem, SoldOut, TaxRefusal, TooYoung
from catalog.orders.shown import discount_words, grounds, slot_dates
from catalog.orders.weeks import Weeks, birthday_words
from catalog.orders.writing import Line
from members.models import Relative
from providers.models import Slot
from providers.waiting import has_line


@dataclass(frozen=True)
class ShownLine:
    """One child's week before it is confirmed."""

    name: str
    dates: str
    hours: str
    price: Decimal
    full_price: Decimal
    discounts: Sequence[tuple[str, Decimal]]


@dataclass(frozen=True)
class ShownProblem:
    """A week that cannot be had: whose, when, why, and where to wait for a place."""

    name: str
    dates: str
    reason: str
    wait_url: str


def line_of(line: Line) -> ShownLine:
    """A line of the confirmation."""
    purchase, slot = line.purchase, slot_of(line.purchase)
    return ShownLine(
        name=purchase.given_name,
        dates=slot_dates(slot),
        hours=slot.hours,
        price=purchase.price,
        full_price=purchase.full_price,
        discounts=[(discount_words(each.kind), each.amount) for each in purchase.discounts],
    )


def problems_of(weeks: Weeks, refused: LinesRefused) -> list[ShownProblem]:
    """What stands against each line that was refused."""
    slots = {slot.pk: slot for slot in Slot.objects.filter(pk__in={each.line[0] for each in refused.problems})}
    people = {each.pk: each for each in Relative.objects.filter(member=weeks.purchase.member)}
    found = [problem_of(weeks, each, slots[each.line[0]], people) for each in refused.problems if each.line[0] in slots]
    return sorted(found, key=lambda each: each.name)


def problem_of(weeks: Weeks, problem: Problem, slot: Slot, people: dict[uuid.UUID, Relative]) -> ShownProblem:
    """One line that was refused."""
    relative = people.get(problem.line[1]) if problem.line[1] else None
    name = (relative or weeks.purchase.member.user).given_name
    return ShownProblem(name, slot_dates(slot), reason_of(problem, weeks, relative), wait_url(weeks, problem, slot))


def reason_of(problem: Problem, weeks: Weeks, relative: Relative | None) -> str:
    """Why, in a sentence."""
    refusal = problem.refusal
    if isinstance(refusal, NoBudgetPays):
        return " · ".join(each.title for each in notices_of_budgets(refusal.hindered, grounds(refusal.verdict.reasons)))
    if isinstance(refusal, TaxRefusal):
        return grounds(refusal.verdict.reasons)[0].message
    if isinstance(refusal, TooYoung):
        return f"{refusal.heading}. {birthday_words(weeks.purchase_for(relative))}".strip()
    return refusal.heading


def wait_url(weeks: Weeks, problem: Problem, slot: Slot) -> str:
    """Where to wait for a place that somebody else has taken; nothing where there is no line."""
    if not isinstance(problem.refusal, SoldOut | PlaceGone) or not has_line(slot) or slot.left > 0:
        return ""
    return f"{reverse('orders:wait', args=[weeks.purchase.offer.pk])}?turno={slot.pk}"
