"""Closing a window: what each person has is fixed once, then what was converted is granted, once."""

import logging
from collections.abc import Iterator
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef

from catalog.conversion import queries, telling
from catalog.conversion.models import Premium, Result, Window
from catalog.conversion.reckoning import Facts, Terms, has_right, most_convertible, outcome
from catalog.plans.grants import CannotGrant, prepare_lines
from catalog.plans.lawful import WINDOW
from catalog.plans.models import Grant
from members.declarations import standings
from members.models import Member
from tenants.audit import trail
from tenants.isolation import SYSTEM, Actor, current
from welfare.clock import now, today
from welfare.money import ZERO

AT_ONCE = 1000
log = logging.getLogger(__name__)


def close_due(*, actor: Actor = SYSTEM) -> int:
    """Close every window that is due in the organization in force and grant what is still to be granted.

    Returns how many were closed. Safe to repeat and to interrupt. One that cannot be closed or granted keeps none of
    the others waiting; its error is raised in the end.
    """
    over = Window.objects.filter(state=Window.State.OPEN, closes_on__lt=today())
    closed, errors = 0, []
    for window in over.select_related("budget__plan").order_by("closes_on"):
        try:
            closed += close(window, actor=actor)
        except Exception as error:
            errors.append(error)
    errors += give_all()
    if errors:
        raise ExceptionGroup("some windows could not be closed", errors)
    return closed


def give_all() -> list[Exception]:
    """Grant what closed windows have still to grant; the errors, but for refusals of plan or credit."""
    errors = []
    for window in to_grant():
        try:
            give(window)
        except CannotGrant as error:
            # HR's page says so, and lets them try again once the plan is mended.
            log.warning("window %s not granted: %s", window.pk, error)
        except Exception as error:
            errors.append(error)
    return errors


def to_grant() -> list[Window]:
    """The closed windows that converted something and have no run yet."""
    waiting = Window.objects.filter(state=Window.State.CLOSED, grant=None)
    with_credit = waiting.filter(Exists(Result.objects.filter(window=OuterRef("pk"), converted__gt=0)))
    return list(with_credit.select_related("budget__plan").order_by("closed_at"))


@transaction.atomic
def give(window: Window) -> Grant:
    """Queue the run that grants what a closed window converted: one entry a person, once, in the name of who opened
    it. Raises CannotGrant when plan or credit are over. Called twice it is the same run.
    """
    if window.opened_by_id is None:
        raise ValueError("a window that nobody opened")
    rows = Result.objects.filter(window=window, converted__gt=0).select_related("premium__member").order_by("pk")
    lines = [(row.premium.member, row.converted, {WINDOW: str(window.pk), "premium": str(row.amount)}) for row in rows]
    actor = Actor(current().key, window.opened_by_id, "person")
    given = prepare_lines(window.budget, lines, key=f"conversion:{window.pk}", actor=actor, is_queued=True)
    Window.objects.filter(pk=window.pk, grant=None).update(grant=given)
    return given


@transaction.atomic
def close(window: Window, *, actor: Actor) -> bool:
    """Fix what each person has, after the last day; False when it is too early, or was done. A handful of queries.

    A choice that is being made keeps the window's row, so it is counted, or comes too late and says so.
    """
    over = Window.objects.filter(pk=window.pk, state=Window.State.OPEN, closes_on__lt=today())
    if not over.update(state=Window.State.CLOSED, closed_at=now()):
        return False
    window.refresh_from_db()
    results = list(results_of(window))
    Result.objects.bulk_create(results, batch_size=AT_ONCE)
    converted = sum((result.converted for result in results), ZERO)
    details = {"people": len(results), "converted": str(converted)}
    trail.record(actor, "conversion.closed", subject=str(window.pk), details=details)
    telling.tell_results(window)
    return True


def results_of(window: Window) -> Iterator[Result]:
    """What came of each premium; four queries, however many there are."""
    premiums = list(window.premiums.select_related("member").order_by("pk"))
    choices, used = queries.last_choices(window), queries.used_of_caps(window)
    known = standings(Member.objects.filter(premiums__window=window), window.year)
    terms = window.terms
    for premium in premiums:
        member = premium.member
        facts = queries.facts_of(premium, known[member.uuid], used.get(member.pk, queries.NOTHING))
        chosen = choices.get(premium.pk)
        wanted = chosen.converted if chosen and not has_left(member) else ZERO
        yield result_of(premium, terms, facts, min(wanted, most_convertible(terms, facts)), chosen is not None)


def has_left(member: Member) -> bool:
    """Whether somebody is not in service any more: they are paid in money."""
    return member.left_on is not None and member.left_on < today()


def result_of(premium: Premium, terms: Terms, facts: Facts, converted: Decimal, has_chosen: bool) -> Result:
    """One person's result."""
    found = outcome(terms, facts, converted)
    return Result(
        premium=premium,
        window_id=premium.window_id,
        amount=facts.premium,
        converted=found.converted,
        cash=found.cash,
        contributions=found.contributions,
        substitute_tax_base=found.substitute_base,
        substitute_tax=found.substitute_tax,
        ordinary_base=found.ordinary_base,
        income_condition_met=has_right(terms, facts),
        has_chosen=has_chosen,
    )
