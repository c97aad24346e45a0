"""What happens by itself: silence is consent, as was said beforehand; rounds of clearing lapse."""

import logging
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded

from catalog.settlement import correcting
from providers.statements.confirming import confirmed
from providers.statements.models import Correction, Refusal, Statement
from tenants import failures, isolation
from tenants.isolation import SYSTEM
from welfare.clock import today

log = logging.getLogger(__name__)
KIND = "silence"
AT_ONCE = 500


def pass_days() -> int:
    """Take the silence of the organization's providers and of the office for consent; how many were moved.

    One that fails keeps none of the others waiting: it is tried again the day after.
    """
    moved = each_apart(corrections_due(), agree_by_silence)
    return moved + each_apart(statements_due(), confirm_by_silence)


def corrections_due() -> list[uuid.UUID]:
    """Corrections of the organization's fulfilments whose last day for an answer is over."""
    due = Correction.objects.filter(
        state=Correction.State.PROPOSED, answer_by__lt=today(), fulfilment__issuer=isolation.current()
    )
    return list(due.order_by("answer_by", "pk").values_list("pk", flat=True)[:AT_ONCE])


def agree_by_silence(key: uuid.UUID) -> None:
    """Take silence for a yes; what cannot be taken back any more is given up, or its statement would wait for ever."""
    try:
        correcting.accept(key, actor=SYSTEM, by_silence=True)
    except correcting.CannotAnswer as error:
        if error.code != "spent":
            raise
        correcting.refuse(key, Refusal.SPENT, actor=SYSTEM)


def statements_due() -> list[uuid.UUID]:
    """The organization's statements whose last day for contesting is over."""
    due = Statement.objects.filter(issuer=isolation.current(), state=Statement.State.TO_CONFIRM, confirm_by__lt=today())
    return list(due.order_by("confirm_by", "pk").values_list("pk", flat=True)[:AT_ONCE])


def confirm_by_silence(key: uuid.UUID) -> None:
    """Confirm one statement, unless one of its lines still waits for an answer."""
    confirmed(Statement.objects.get(pk=key), by_silence=True)


def each_apart(keys: Iterable[uuid.UUID], work: Callable[[uuid.UUID], Any]) -> int:
    """Do the work for each key in a transaction of its own; how many went well. Operators see what fails."""
    done = 0
    for key in keys:
        try:
            work(key)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            log.warning("%s not moved by silence: %s", key, failures.describe(error))
            failures.give_up(isolation.current(), KIND, key, error)
        else:
            failures.settle(KIND, key)
            done += 1
    return done


@failures.retrier(KIND)
def try_again(_key: uuid.UUID) -> None:
    """Nothing to put back: the row says what is due, and the next day does it."""


def issuers_due() -> set[uuid.UUID]:
    """Organizations in which something is due, whatever their state."""
    corrections = Correction.objects.filter(state=Correction.State.PROPOSED, answer_by__lt=today())
    statements = Statement.objects.filter(state=Statement.State.TO_CONFIRM, confirm_by__lt=today())
    return {
        *corrections.values_list("fulfilment__issuer_id", flat=True),
        *statements.values_list("issuer_id", flat=True),
    }
