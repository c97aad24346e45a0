"""One person's amount of a grant put right: a reverse entry and a new one, in one transaction, told to the person."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from catalog.plans import due, grants, moving
from catalog.plans.due import Share
from catalog.plans.grant_run import entry_key
from catalog.plans.grants import CannotGrant
from catalog.plans.models import Grant, GrantCorrection, GrantLine
from catalog.plans.persons import persons_of
from catalog.plans.refunds import is_past
from members.ledger import accounts, locks
from members.ledger.errors import Overdrawn
from members.ledger.models import Account, AccountKind, Entry, Leg, Reason
from members.ledger.posting import Draft, Line, post_many
from members.models import Member
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from welfare.clock import now, today
from welfare.money import ZERO


class CannotCorrect(CannotGrant):
    """A correction that is refused; the sentence says why and what to do. Nothing was written."""


class NotEnoughLeft(CannotCorrect):
    """More would be taken back than the person has left of it."""


def correct(
    line: GrantLine, amount: Decimal, *, before: Decimal, reason: str, key: UUID, actor: Actor
) -> GrantCorrection:
    """Make `amount` what a person has of a grant, where it was `before`; 0 takes it back. Told to the person.

    The same key gives the first correction. Nothing that was spent is taken back, not even in part: raises
    NotEnoughLeft. Raises CannotCorrect when it was corrected meanwhile or its credit has expired, NotOpen.
    """
    with transaction.atomic():
        if amount > before:
            # Before the line: what is confirmed meanwhile counts against the person's cap, too.
            grants.hold(line.grant.budget_id)
        locked = hold(line.pk)
        made = GrantCorrection.objects.filter(pk=key, line=locked).first()
        if made is not None:
            return made
        check(locked, amount, before)
        bring_back(locked, actor=actor)
        correction = write(locked, amount, reason=reason, key=key, actor=actor)
        move_on(locked, actor=actor)
        outbox.queue(locked.member.user, "grant_corrected", reference=correction.pk)
    line.corrected = amount
    return correction


def hold(pk: int) -> GrantLine:
    """A line with its grant, budget and person, kept from other corrections until the transaction ends."""
    lines = GrantLine.objects.select_related("grant__budget__plan", "grant__taken_from", "member__user")
    return lines.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def check(line: GrantLine, amount: Decimal, before: Decimal) -> None:
    """Refuse what cannot be corrected, or not to that amount."""
    given = line.grant
    if given.state != Grant.State.DONE or given.taken_from is not None:
        raise CannotCorrect(_("This grant cannot be corrected from here."))
    if line.holds != before:
        raise CannotCorrect(_("Somebody has corrected it meanwhile: look at the amount again."))
    if amount == before:
        raise CannotCorrect(_("That is the amount it has already: write the right one."))
    if given.budget.expires_on < today():
        raise CannotCorrect(_("The last day of this credit has passed: nothing of it can be corrected any more."))
    if amount > before:
        grants.check_open(given.budget)
        refuse_over_cap(line, amount - before)


def refuse_over_cap(line: GrantLine, more: Decimal) -> None:
    """Refuse fringe benefits over the person's own limit of the year."""
    budget = line.grant.budget
    people = persons_of(budget.plan, Member.objects.filter(pk=line.member_id))
    if due.over_cap(budget, [Share(line.member_id, more)], people):
        words = _("The person would have more fringe benefits in %(year)s than the limit of art. 51 c. 3 allows.")
        raise CannotCorrect(words % {"year": budget.plan.year})


def bring_back(line: GrantLine, *, actor: Actor) -> None:
    """Move to a leaver's lot what was moved from it for their last day: it is corrected where it was granted."""
    if line.member.left_on is None:
        return
    locks.lock_all_wallets([line.member.uuid])
    for entry in moving.moves_from(lot_of(line, standing_legs(line))):
        if is_past(moving.ends_of(entry)[1], today()):
            raise CannotCorrect(_("The last day of this credit has passed: nothing of it can be corrected any more."))
        moving.move_back(entry, actor=actor)


def move_on(line: GrantLine, *, actor: Actor) -> None:
    """Move what a leaver has after a correction to the lot with their last day, at once."""
    if line.member.left_on is not None:
        budget, member = line.grant.budget, line.member
        lot = lot_of(line, standing_legs(line))
        moving.move([lot], {budget.pk: budget}, {member.uuid: member}, actor=actor)


def write(line: GrantLine, amount: Decimal, *, reason: str, key: UUID, actor: Actor) -> GrantCorrection:
    """Post a correction and keep it with its line; the caller holds the line. Raises NotEnoughLeft."""
    before = line.holds
    correction = GrantCorrection(
        pk=key, line=line, before=before, amount=amount, reason=reason,
        corrected_at=now(), corrected_by_id=actor.user_id,
    )  # fmt: skip
    try:
        post_many(drafts_of(line, correction), actor=actor)
    except Overdrawn as error:
        raise NotEnoughLeft(_("Not enough of it is left: what was used or has ended cannot be taken back.")) from error
    correction.save(force_insert=True)
    GrantLine.objects.filter(pk=line.pk).update(corrected=amount)
    Grant.objects.filter(pk=line.grant_id).update(total=F("total") + amount - before)
    line.corrected = amount
    details = {"before": str(before), "amount": str(amount)}
    person = line.member.user_id
    trail.record(actor, "grant.corrected", person_id=person, subject=str(line.grant_id), details=details)
    return correction


def drafts_of(line: GrantLine, correction: GrantCorrection) -> list[Draft]:
    """The entry that takes back what stands, if anything does, and the one that grants the right amount, if any."""
    given, key, reference = line.grant, f"correction:{correction.pk}", str(line.grant_id)
    legs = standing_legs(line)
    drafts = []
    if legs:
        back = [Line(leg.account, debit=leg.credit, credit=leg.debit) for leg in legs]
        drafts.append(Draft(f"{key}:reverse", Reason.CORRECTION, back, reference, reverses=legs[0].entry))
    if correction.amount > ZERO:
        source = accounts.granted(given.budget_id, given.budget.unit)
        new = [Line(source, debit=correction.amount), Line(lot_of(line, legs), credit=correction.amount)]
        drafts.append(Draft(key, Reason.GRANT, new, reference))
    return drafts


def standing_legs(line: GrantLine) -> list[Leg]:
    """The legs of the entry by which a person has what the line holds; none when all was taken back."""
    keys = [f"correction:{pk}" for pk in line.corrections.values_list("pk", flat=True)]
    entries = Entry.objects.filter(key__in=[entry_key(line.grant, line.member.uuid), *keys], reversed_by__isnull=True)
    return list(Leg.objects.filter(entry__in=entries).select_related("account", "entry").order_by("pk"))


def lot_in(legs: Sequence[Leg]) -> Account | None:
    """The wallet among some legs."""
    return next((leg.account for leg in legs if leg.account.kind == AccountKind.WALLET), None)


def lot_of(line: GrantLine, legs: Sequence[Leg]) -> Account:
    """The wallet by which a person has what a line holds, or would have it when all was taken back."""
    budget = line.grant.budget
    return lot_in(legs) or accounts.wallet(line.member.uuid, budget.pk, budget.expires_on, budget.unit)


@prepares("grant_corrected", even_closed=True)
def correction_words(message: Message) -> dict[str, Any]:
    """The correction that a mail speaks of."""
    corrections = GrantCorrection.objects.select_related("line__grant__budget")
    correction = corrections.get(pk=str(message.reference))
    return {"correction": correction, "budget": correction.line.grant.budget}
