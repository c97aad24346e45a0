"""What a fund says of the lines of a list: confirmed, so that it is owed, or refused, so that the credit goes back.

Called in the fund's own organization. Lock order: fulfilment, order, accounts.
"""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.enrolments import telling
from catalog.enrolments.enrolling import end
from catalog.enrolments.models import Covered, Ending, Enrolment, FundLine
from catalog.enrolments.pension import stop as stop_monthly
from catalog.enrolments.queries import STANDING
from catalog.orders import accept, ending
from catalog.orders.models import Order
from providers.models import Provider
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from tenants.models import Organization
from welfare.clock import now, today

LISTED, CONFIRMED, REJECTED = FundLine.State.LISTED, FundLine.State.CONFIRMED, FundLine.State.REJECTED


# A person waits for the answer: what is left is confirmed with another press.
SECONDS_AT_ONCE = 3


@dataclass
class Outcome:
    """How many lines were confirmed by this call, how many could not be, how many are left for the next."""

    confirmed: int = 0
    over: int = 0
    left: int = 0


class AlreadyDecided(Exception):
    """The line was confirmed, refused or is over: `line` says which."""

    def __init__(self, line: FundLine) -> None:
        super().__init__(line.state)
        self.line = line


def confirm(issuer: Organization, provider: Provider, lines: Sequence[FundLine], actor: Actor) -> Outcome:
    """Confirm lines, one transaction each, as many as the time allows; what is confirmed stays so. Safe to repeat."""
    found, stop = Outcome(), time.monotonic() + SECONDS_AT_ONCE
    for line in [one for one in lines if one.state == LISTED]:
        if time.monotonic() > stop:
            found.left += 1
            continue
        try:
            found.confirmed += confirm_one(issuer, line, actor)
        except accept.Over:
            found.over += 1
    return found


def confirm_one(issuer: Organization, line: FundLine, actor: Actor) -> bool:
    """Confirm one line: what was held for its order becomes owed. Raises accept.Refused.

    The line follows in a transaction of its own: if that is lost, confirming again finds the order accepted.
    """
    if line.order is not None:
        accept.confirm(line.order.fulfilment_id, actor=actor)
    with isolation.enter(issuer, reason="a fund confirms"), transaction.atomic():
        if not decide(line, CONFIRMED):
            return False
        record(actor, "fund.confirmed", person_id=line.member.user_id, subject=str(line.pk))
    return True


def decide(line: FundLine, state: str, reason: str = "") -> bool:
    """Move a line out of `listed`, once."""
    listed = FundLine.objects.filter(pk=line.pk, state=LISTED)
    return bool(listed.update(state=state, reason=reason, decided_at=now()))


def reject(issuer: Organization, provider: Provider, line: FundLine, reason: str, actor: Actor) -> None:
    """Refuse a line with a reason that the person reads; the credit of an order goes back to its lots.

    Credit of a closed budget waits for the person to mend what was wrong, and comes in a later list. Raises
    AlreadyDecided.
    """
    with isolation.enter(issuer, reason="a fund refuses"), transaction.atomic(durable=True):
        if line.order is not None:
            end_order(line, reason)
        if not decide(line, REJECTED, reason):
            line.refresh_from_db()
            raise AlreadyDecided(line)
        is_back = line.order is not None
        telling.tell_rejected(line.member.user, line.pk, provider.name, reason, line.amount, is_back=is_back)
        record(actor, "fund.rejected", person_id=line.member.user_id, subject=str(line.pk))


def end_order(line: FundLine, reason: str) -> None:
    """End the order of a refused line and what stood on it. Raises AlreadyDecided."""
    if line.order is None:
        raise ValueError("a line without order")
    fulfilment, order = ending.lock(line.order.fulfilment_id)
    if order.state != Order.State.PLACED:
        raise AlreadyDecided(line)
    order.snapshot["called_off"] = {"reason": reason}
    ending.end(fulfilment, order, Order.State.CANCELLED, isolation.SYSTEM)
    end_cover(order)


def end_cover(order: Order) -> None:
    """End the enrolment, the cover of a relative or the monthly contribution that the order paid."""
    for enrolment in Enrolment.objects.filter(order=order):
        end(enrolment, Ending.REFUSED)
    Covered.objects.filter(order=order, until=None).update(until=today())
    if hasattr(order, "payment"):
        stop_monthly(order.payment.contribution, actor=isolation.SYSTEM, why=Ending.REFUSED)


def state_words(line: FundLine) -> str:
    """Where a line stands, as the fund reads it."""
    if line.state == LISTED and line.order is not None and line.order.state not in STANDING:
        return _("Over: not confirmed in time")
    return str(line.get_state_display())


def can_decide(line: FundLine) -> bool:
    """Whether the fund may still confirm or refuse a line."""
    return line.state == LISTED and (line.order is None or line.order.state in STANDING)


def line_ids(texts: Sequence[str]) -> set[uuid.UUID]:
    """The ids in a form; what is no id is left out."""
    found = set()
    for text in texts:
        try:
            found.add(uuid.UUID(text))
        except ValueError:
            continue
    return found
