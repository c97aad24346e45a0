"""Closing a budget: confirmed by HR or begun by itself, posted person by person, each lot once (decision 0018)."""

import datetime
import logging
import time
import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.db.models import F

from catalog.closing import telling
from catalog.closing.models import Closing
from catalog.closing.preview import Figures, figures_of
from catalog.plans import expiry
from catalog.plans.models import Budget, Plan
from catalog.plans.residual import BY_ITSELF
from members.ledger import queries
from tenants import failures, isolation
from tenants.audit import trail
from tenants.isolation import SYSTEM, Actor
from tenants.sweep import Outbox
from welfare.clock import now, today

log = logging.getLogger(__name__)
KIND = "closing"
OUTBOX = Outbox(Closing, "state", KIND)
State = Closing.State
# People in one transaction.
AT_ONCE = 250
# Shorter than the silence after which another worker takes the row for abandoned.
SECONDS_AT_ONCE = 40


class CannotClose(Exception):
    """A closing that is refused."""


class NotYet(CannotClose):
    """The budget can still be spent, or its plan was never opened, or is a base plan that nobody spends of."""


class AlreadyClosed(CannotClose):
    """It was closed before: `closing` says when and by whom."""

    def __init__(self, closing: Closing) -> None:
        super().__init__(f"closed on {closing.closed_on}")
        self.closing = closing


class ByItself(CannotClose):
    """Nothing is to be confirmed: it closes by itself the day after its last."""


class Changed(CannotClose):
    """The figures are not those that were shown."""


class TakenOver(RuntimeError):
    """Another process has claimed the closing meanwhile: what this one did is not kept."""


def closing_of(budget: Budget) -> Closing | None:
    """The closing of a budget, with who asked for it."""
    return Closing.objects.select_related("closed_by").filter(budget=budget).first()


def refuse_closed(budget: Budget) -> None:
    """Raise what stands against closing a budget today, whatever is left in it."""
    known = closing_of(budget)
    if known is not None:
        raise AlreadyClosed(known)
    if budget.plan.is_base or budget.expires_on >= today() or budget.plan.state == Plan.State.DRAFT:
        raise NotYet
    if budget.residual in BY_ITSELF:
        raise ByItself


def closable() -> list[Budget]:
    """The budgets that wait for HR to close them, the first to expire ahead; one query."""
    past = Budget.objects.filter(expires_on__lt=today()).exclude(residual__in=BY_ITSELF)
    waiting = (
        past.filter(plan__is_base=False)
        .exclude(plan__state=Plan.State.DRAFT)
        .exclude(pk__in=Closing.objects.values("budget"))
    )
    return list(waiting.order_by("expires_on", "name", "pk"))


def begin(budget: Budget, key: uuid.UUID, *, digest: str, actor: Actor) -> Closing:
    """Close a budget as its figures were shown; the same key gives the first closing.

    Raises CannotClose, YearWithoutRules. Whoever calls this sends the worker its hint; the sweep finds the row anyway.
    """
    known = Closing.objects.filter(pk=key).first()
    if known is not None and known.budget_id == budget.pk:
        return known
    refuse_closed(budget)
    # A key that closed another budget is of another form: this one is shown anew.
    if known is not None:
        raise Changed
    figures = figures_of(budget, today())
    if figures.digest != digest:
        raise Changed
    return write(budget, key, figures, actor)


def write(budget: Budget, key: uuid.UUID, figures: Figures, actor: Actor) -> Closing:
    """Queue the closing. Of two at the same moment the second is refused."""
    try:
        with transaction.atomic():
            made = Closing.objects.create(
                pk=key,
                budget=budget,
                closed_on=today(),
                closed_by_id=actor.user_id,
                people=figures.people,
                since=now(),
            )
            details = {"people": figures.people, "total": str(figures.total), "residual": str(budget.residual)}
            trail.record(actor, "budget.close", subject=str(budget.pk), details=details)
    except IntegrityError:
        raise AlreadyClosed(Closing.objects.select_related("closed_by").get(budget=budget)) from None
    return made


def pending_ids(limit: int = 50) -> list[uuid.UUID]:
    """Closings of the organization in force that are due."""
    return OUTBOX.pending_ids(limit)


def carry_on(closing_id: uuid.UUID) -> bool:
    """Settle the lots that are left of a closing; True when there are more than the time allowed.

    Safe to run twice and beside itself. One that fails is tried again, and after the fifth time shown to operators.
    """
    row = OUTBOX.claim(closing_id)
    if row is None:
        return False
    try:
        return settle_all(row)
    except TakenOver:
        return False
    except Exception as error:
        log.warning("closing %s stopped: %s", row.pk, failures.describe(error))
        OUTBOX.refuse(row, error)
        return False


def settle_all(row: Closing, clock: Callable[[], float] = time.monotonic) -> bool:
    """Go on until all is settled, or time is over; True for the latter."""
    stop = clock() + SECONDS_AT_ONCE
    budget = Budget.objects.select_related("plan").get(pk=row.budget_id)
    while settle_next(row, budget):
        if clock() > stop:
            return OUTBOX.finish(row, State.QUEUED, since=now(), attempts=0)
    return False


def settle_next(row: Closing, budget: Budget) -> bool:
    """Settle the next people in one transaction and tell them; False when nobody is left. Raises TakenOver."""
    with transaction.atomic():
        people = next_people(row, budget)
        if not people:
            finish(row, State.DONE, done_at=now())
            return False
        lots = queries.overdue(row.closed_on).filter(source=budget.pk, owner__in=people)
        keys = list(lots.values_list("pk", flat=True))
        settled = expiry.settle(keys, row.closed_on, {budget.pk: budget}, actor=actor_of(row), reference=str(row.pk))
        telling.tell(settled, {budget.pk: budget}, reference=row.pk)
        row.reached = people[-1]
        mine = Closing.objects.filter(pk=row.pk, state=State.STARTED, attempts=row.attempts)
        done = len({one.owner for one in settled})
        if not mine.update(reached=row.reached, people_done=F("people_done") + done, since=now()):
            raise TakenOver
    return True


def next_people(row: Closing, budget: Budget) -> list[uuid.UUID]:
    """The next people with something left, in the order of their uuid."""
    lots = queries.overdue(row.closed_on).filter(source=budget.pk)
    if row.reached is not None:
        lots = lots.filter(owner__gt=row.reached)
    owners = lots.order_by("owner", "pk").values_list("owner", flat=True)[:AT_ONCE]
    return list(dict.fromkeys(owners))


def finish(row: Closing, state: str, **fields: datetime.datetime) -> None:
    """Mark the closing, in the transaction of what was done. Raises TakenOver, which takes that back."""
    if not OUTBOX.finish(row, state, **fields):
        raise TakenOver


def actor_of(row: Closing) -> Actor:
    """In whose name the entries stand."""
    return SYSTEM if row.closed_by_id is None else Actor(isolation.current().key, row.closed_by_id)


@failures.retrier(KIND)
def try_again(closing_id: uuid.UUID) -> None:
    """Go on with a closing that had been given up."""
    OUTBOX.requeue(closing_id)
