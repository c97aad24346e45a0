"""Proposing a correction of an accepted amount; accepting one moves credit (catalog/settlement/correcting.py).

No person appears: reasons are codes. A correction never takes more from a person than they confirmed: less is
given back to them, more only takes back what an earlier correction gave.
"""

import datetime
import uuid
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from providers import fulfilments
from providers.models import Fulfilment, Provider
from providers.statements.models import Correction, Refusal, Side, Why
from providers.statements.telling import tell_managers
from welfare.clock import now, today
from welfare.money import ZERO
from welfare.money import amount as exact

DAYS_TO_ANSWER = 10
State = Correction.State


class CannotCorrect(ValueError):
    """The correction is not taken; `code` says why: absent, not_accepted, waiting, nothing, too_much, more, over."""

    def __init__(self, code: str, limit: Decimal = ZERO) -> None:
        super().__init__(code)
        self.code, self.limit = code, limit


def propose_correction(
    fulfilment_id: uuid.UUID, amount: Decimal, reason_code: str, *, side: str, correction_id: uuid.UUID | None = None
) -> Correction:
    """Propose that an accepted fulfilment is worth `amount` less (under zero) or, up to what was taken off, more.

    `side` is who proposes; the other side answers within ten days, and silence is consent. A provider is told by mail.
    With `correction_id` a repeat returns the first. Raises CannotCorrect. The caller records the act in its own trail.
    """
    wanted = exact(amount)
    with transaction.atomic():
        fulfilment = fulfilments.locking().filter(pk=fulfilment_id).first()
        key = correction_id or uuid.uuid4()
        before = Correction.objects.filter(pk=key, fulfilment_id=fulfilment_id).first()
        if before is not None:
            return before
        found = checked(fulfilment, wanted)
        row = Correction.objects.create(
            id=key,
            fulfilment_id=fulfilment_id,
            amount=wanted,
            reason=Why(reason_code),
            side=Side(side),
            proposed_at=now(),
            answer_by=today() + datetime.timedelta(days=DAYS_TO_ANSWER),
        )
        if row.side == Side.OFFICE:
            provider = Provider.objects.select_related("organization").get(pk=found.provider_id)
            tell_managers(provider, "correction_proposed", row.pk)
        return row


def checked(fulfilment: Fulfilment | None, wanted: Decimal) -> Fulfilment:
    """The fulfilment, held by the caller; raises CannotCorrect for what cannot be corrected so."""
    if fulfilment is None:
        raise CannotCorrect("absent")
    if fulfilment.state != Fulfilment.State.ACCEPTED:
        raise CannotCorrect("not_accepted")
    if wanted == ZERO:
        raise CannotCorrect("nothing")
    if fulfilment.corrections.filter(state=State.PROPOSED).exists():
        raise CannotCorrect("waiting")
    taken_off = -corrected(fulfilment.pk)
    if wanted > taken_off:
        raise CannotCorrect("more", taken_off)
    if -wanted > fulfilment.amount - taken_off:
        raise CannotCorrect("too_much", fulfilment.amount - taken_off)
    return fulfilment


def corrected(fulfilment_id: uuid.UUID) -> Decimal:
    """What accepted corrections have changed of a fulfilment: zero or less."""
    accepted = Correction.objects.filter(fulfilment_id=fulfilment_id, state=State.ACCEPTED)
    return accepted.aggregate(total=Sum("amount"))["total"] or ZERO


def refuse_correction(correction: Correction, refusal: str) -> bool:
    """The other side does not agree; False when it has been answered meanwhile."""
    waiting = Correction.objects.filter(pk=correction.pk, state=State.PROPOSED)
    return bool(waiting.update(state=State.REFUSED, refusal=Refusal(refusal), answered_at=now()))
