"""What happens every day: budgets that close by themselves, and lots that come to their end after the closing."""

import datetime
import uuid
from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from catalog.closing import run, telling
from catalog.closing.models import Closing
from catalog.closing.preview import figures_of
from catalog.plans import expiry
from catalog.plans.models import Budget, Plan
from catalog.plans.residual import BY_ITSELF
from members.ledger import queries
from tenants.isolation import SYSTEM

AT_ONCE = 200


def settle_due(on: datetime.date) -> int:
    """Close what closes by itself, then settle single lots; of how many people. Safe to repeat and to stop."""
    closings = close_by_itself(on)
    for closing in closings:
        while run.carry_on(closing.pk):
            continue
    done = Closing.objects.filter(pk__in=[closing.pk for closing in closings])
    return sum(done.values_list("people_done", flat=True)) + settle_single_lots(on)


def close_by_itself(on: datetime.date) -> list[Closing]:
    """Begin the closing of budgets past their day whose policy nobody has to confirm."""
    past = Budget.objects.filter(plan__is_base=False, residual__in=BY_ITSELF, expires_on__lt=on)
    waiting = (
        past.exclude(plan__state=Plan.State.DRAFT)
        .exclude(pk__in=Closing.objects.values("budget"))
        .select_related("plan")
        .order_by("expires_on", "pk")
    )
    begun = []
    for budget in waiting:
        try:
            begun.append(run.write(budget, uuid.uuid4(), figures_of(budget, on), SYSTEM))
        except run.AlreadyClosed:
            continue
    return begun


def settle_single_lots(on: datetime.date) -> int:
    """Settle the lots past their day that no closing will reach; of how many people.

    What cannot be settled keeps none of the others waiting; its error is raised in the end.
    """
    people, errors = 0, []
    for keys, budgets in parts_of(lots_due(on)):
        try:
            people += settle_part(keys, budgets, on)
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("some lots past their day could not be settled", errors)
    return people


def settle_part(keys: list[int], budgets: dict[UUID, Budget], on: datetime.date) -> int:
    """Settle some lots and tell their people, in one transaction; of how many people."""
    with transaction.atomic():
        settled = expiry.settle(keys, on, budgets, actor=SYSTEM)
        telling.tell(settled, budgets, reference=uuid.uuid5(telling.DAILY, on.isoformat()))
    return len({one.owner for one in settled})


def lots_due(on: datetime.date) -> list[tuple[UUID, UUID, int]]:
    """Owner, budget and key of those lots, by owner: a refund whose grace is over, what a leaver had left.

    A budget that waits to be closed, or is being closed, keeps its lots until then.
    """
    lots = queries.overdue(on).order_by("owner", "pk").values_list("owner", "source", "pk")
    known = set(Budget.objects.values_list("pk", flat=True))
    done = set(Closing.objects.filter(state=Closing.State.DONE).values_list("budget", flat=True))
    running = Budget.objects.filter(Q(residual__in=BY_ITSELF), expires_on__gte=on)
    free = done | set(running.values_list("pk", flat=True))
    return [lot for lot in lots if lot[1] in free or lot[1] not in known]


def parts_of(lots: list[tuple[UUID, UUID, int]]) -> Iterator[tuple[list[int], dict[UUID, Budget]]]:
    """Lots in parts of a few people each, with their budgets; one person's lots stay together."""
    budgets = Budget.objects.select_related("plan").in_bulk({budget for _, budget, _ in lots}) if lots else {}
    keys: list[int] = []
    for _, own in groupby(lots, key=lambda lot: lot[0]):
        keys += [key for _, _, key in own]
        if len(keys) >= AT_ONCE:
            yield keys, budgets
            keys = []
    if keys:
        yield keys, budgets
