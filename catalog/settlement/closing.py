"""Closing an issuer's month: every accepted fulfilment goes into exactly one statement, the provider's for that month.

The row of the closing is the outbox. One transaction a provider: whoever comes after a killed worker goes on with the
providers that are left. What is accepted while a month is closed stands in it or in the next one, never in both.
"""

import datetime
import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from catalog.orders.models import Order
from catalog.settlement import settling, telling
from providers.models import Fulfilment, Provider
from providers.statements.confirming import DAYS_TO_CONFIRM
from providers.statements.models import Correction, MonthClosing, Statement, StatementLine
from providers.statements.queries import is_over, more_to_pay, uncounted, unlisted
from tenants import failures, isolation
from tenants.isolation import SYSTEM
from tenants.sweep import Outbox
from welfare.clock import ROME, now, today
from welfare.money import ZERO

log = logging.getLogger(__name__)
KIND = "month_closing"
Work = MonthClosing.Work
OUTBOX = Outbox(MonthClosing, "work", KIND, silence=datetime.timedelta(seconds=300))
AT_ONCE = 2000


class NotOver(ValueError):
    """A month that has not ended cannot be closed."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What an order's snapshot says of a line."""

    title: str
    service_type: str
    delivery: str
    vat_rate: Decimal
    is_single_purpose: bool


def ask(month: datetime.date) -> MonthClosing:
    """Queue the closing of a month of the organization in force, once; raises NotOver."""
    if not is_over(month):
        raise NotOver(month.isoformat())
    row, _is_new = MonthClosing.objects.get_or_create(issuer=isolation.current(), month=month)
    return row


def pending_ids(limit: int = 50) -> list[uuid.UUID]:
    """Closings of the organization in force that are due."""
    due = MonthClosing.objects.filter(OUTBOX.due(), issuer=isolation.current())
    return list(due.order_by("month").values_list("pk", flat=True)[:limit])


def carry_on(closing_id: uuid.UUID) -> bool:
    """Close a month that is due in the organization in force; safe to call twice. False when there was nothing to do.

    An earlier month of the organization goes first: this one waits for it.
    """
    closing = MonthClosing.objects.filter(pk=closing_id, issuer=isolation.current()).first()
    if closing is None or is_behind(closing):
        return False
    claimed = OUTBOX.claim(closing.pk)
    if claimed is None:
        return False
    try:
        close(claimed)
    except Exception as error:
        log.warning("month closing %s stopped: %s", claimed.pk, failures.describe(error))
        OUTBOX.refuse(claimed, error)
        return False
    return OUTBOX.finish(claimed, Work.DONE)


def is_behind(closing: MonthClosing) -> bool:
    """Whether an earlier month of the same issuer is still being closed."""
    earlier = MonthClosing.objects.filter(issuer_id=closing.issuer_id, month__lt=closing.month)
    return earlier.exclude(work=Work.DONE).exists()


def close(closing: MonthClosing) -> None:
    """Write the statements of a month, provider by provider.

    One that fails keeps none of the others waiting; its error is raised in the end, and the month is tried again.
    """
    errors = []
    for provider_id in providers_left(closing):
        try:
            with transaction.atomic(durable=True):
                close_one(closing, provider_id)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            log.warning("statement of %s not written: %s", provider_id, failures.describe(error))
            errors.append(error)
    if errors:
        raise ExceptionGroup("some statements could not be written", errors)


def providers_left(closing: MonthClosing) -> list[uuid.UUID]:
    """Providers with something to state for the month and no statement of it yet, in one order."""
    issuer = isolation.current()
    told = set(Statement.objects.filter(issuer=issuer, month=closing.month).values_list("provider_id", flat=True))
    rows = unlisted(closing.month).filter(issuer=issuer)
    found = set(rows.values_list("provider_id", flat=True).distinct())
    more = more_to_pay().filter(fulfilment__issuer=issuer)
    found |= set(more.values_list("fulfilment__provider_id", flat=True))
    return sorted(found - told)


def close_one(closing: MonthClosing, provider_id: uuid.UUID) -> Statement | None:
    """One provider's statement with its lines and the corrections that wait; None when there is nothing to state."""
    issuer = isolation.current()
    rows = list(unlisted(closing.month).filter(issuer=issuer, provider_id=provider_id).order_by("accepted_at", "pk"))
    waiting = uncounted(issuer).filter(fulfilment__provider_id=provider_id)
    changes = list(waiting.select_for_update(of=("self",), no_key=True))
    accepted = sum((row.amount for row in rows), ZERO)
    counted = countable(accepted, changes)
    if not rows and not counted:
        return None
    statement = write(closing, provider_id, accepted, len(rows), sum((each.amount for each in counted), ZERO))
    for first in range(0, len(rows), AT_ONCE):
        StatementLine.objects.bulk_create(lines_of(statement, rows[first : first + AT_ONCE]))
    Correction.objects.filter(pk__in=[each.pk for each in counted]).update(statement=statement)
    if statement.provider.organization_id == issuer.pk:
        clear_with_itself(statement)
    else:
        telling.tell_statement(statement)
    return statement


def clear_with_itself(statement: Statement) -> None:
    """What a cooperative's people bought from the cooperative itself: there is nobody to confirm it to, or to pay."""
    states = [Statement.State.TO_CONFIRM]
    settling.settle([statement.pk], today(), actor=SYSTEM, states=states, to=Statement.State.CLEARED)


def countable(accepted: Decimal, changes: Sequence[Correction]) -> list[Correction]:
    """The corrections that fit in a statement: what would bring it under zero waits for a later one."""
    total, counted = accepted, []
    for change in sorted(changes, key=lambda each: each.amount < ZERO):
        if total + change.amount >= ZERO:
            total += change.amount
            counted.append(change)
    return counted


def write(
    closing: MonthClosing, provider_id: uuid.UUID, accepted: Decimal, count: int, corrected: Decimal
) -> Statement:
    """The statement's own row."""
    key = uuid.uuid4()
    return Statement.objects.create(
        id=key,
        number=f"{closing.month:%Y%m}-{key.hex[:8].upper()}",
        provider=Provider.objects.select_related("organization").get(pk=provider_id),
        issuer=isolation.current(),
        month=closing.month,
        lines_count=count,
        accepted=accepted,
        corrected=corrected,
        total=accepted + corrected,
        closed_at=now(),
        confirm_by=today() + datetime.timedelta(days=DAYS_TO_CONFIRM),
    )


def lines_of(statement: Statement, rows: Sequence[Fulfilment]) -> list[StatementLine]:
    """Lines of some fulfilments, with what was agreed on the day of each order."""
    agreed = agreed_of(rows)
    return [line_of(statement, row, agreed[row.pk]) for row in rows]


def line_of(statement: Statement, row: Fulfilment, agreed: Agreed) -> StatementLine:
    """One line."""
    if row.accepted_at is None:
        raise ValueError(f"fulfilment {row.pk} is accepted without its moment")
    return StatementLine(
        statement=statement,
        fulfilment=row,
        accepted_on=row.accepted_at.astimezone(ROME).date(),
        title=agreed.title,
        service_type=agreed.service_type,
        delivery=agreed.delivery,
        last_four=row.last_four,
        amount=row.amount,
        vat_rate=agreed.vat_rate,
        is_single_purpose=agreed.is_single_purpose,
    )


def agreed_of(rows: Sequence[Fulfilment]) -> dict[uuid.UUID, Agreed]:
    """Service and VAT as agreed, from the issuer's orders; from the offer where an order is not on record."""
    keys = [row.pk for row in rows]
    said = Order.objects.filter(fulfilment_id__in=keys).values_list("fulfilment_id", "snapshot")
    found = {key: agreed_in(snapshot) for key, snapshot in said.iterator()}
    missing = [key for key in keys if key not in found]
    for row in Fulfilment.objects.filter(pk__in=missing).select_related("offer"):
        offer = row.offer
        found[row.pk] = Agreed(offer.title, offer.service_type, offer.delivery, offer.vat_rate, offer.is_single_purpose)
    return found


def agreed_in(snapshot: Mapping[str, Any]) -> Agreed:
    """What a snapshot says."""
    return Agreed(
        snapshot["title"],
        snapshot["service_type"],
        snapshot["delivery"],
        Decimal(snapshot["vat_rate"]),
        snapshot["is_single_purpose"],
    )


def issuers_due(month: datetime.date) -> list[uuid.UUID]:
    """Organizations, whatever their state, of which something is to be stated for a month or is under way."""
    begun = MonthClosing.objects.filter(OUTBOX.due()).values_list("issuer_id", flat=True)
    changed = more_to_pay().order_by().values_list("fulfilment__issuer_id", flat=True)
    return sorted({*unlisted(month).order_by().values_list("issuer_id", flat=True).distinct(), *begun, *changed})


@failures.retrier(KIND)
def try_again(closing_id: uuid.UUID) -> None:
    """Queue a closing that had been given up."""
    OUTBOX.requeue(closing_id)
