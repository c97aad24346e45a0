"""Several weeks and several children as one thing: what is asked for, read at once, checked line by line, paid in turn.

Nothing is locked or written here: the page's preview and the order itself rest on the same answers.
"""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.http import Http404

from catalog.fiscal import Verdict
from catalog.orders import conditions, law
from catalog.orders.credit import Part
from catalog.orders.kept import kept_by_slot_and_person
from catalog.orders.paying import paid_by
from catalog.orders.pricing import with_discounts
from catalog.orders.purchase import UNREAD, Choice, Opening, Purchase, needs_slot, opening_of, purchase_from, slot_of
from catalog.orders.queries import relatives_of
from catalog.orders.refusals import LinesRefused, NotEnoughCredit, OverLimit, Problem, Refusal, SlotNeeded, SoldOut
from catalog.orders.writing import Line
from members.ledger.queries import Lot
from members.models import Member, Relative
from providers.models import Offer, Slot
from providers.reserves import with_own
from tenants import isolation
from welfare.money import ZERO

# More than any summer has weeks for any family; a form with more was not made by the page.
MOST_LINES = 60
Key = tuple[uuid.UUID, uuid.UUID | None]


@dataclass(frozen=True)
class GroupChoice:
    """What a person ticked: slots with who comes (None: the member), and the answers for each; nothing is trusted."""

    offer_id: uuid.UUID
    lines: tuple[Key, ...]
    answers: Mapping[uuid.UUID | None, Mapping[str, str]] = field(default_factory=dict)

    def choice(self, line: Key) -> Choice:
        """One line as the order of one week asks for it."""
        slot_id, relative_id = line
        return Choice(self.offer_id, slot_id, relative_id, self.answers.get(relative_id, {}))

    def without(self, lines: Sequence[Key]) -> "GroupChoice":
        """The same with some lines left out."""
        return replace(self, lines=tuple(line for line in self.lines if line not in lines))


def purchases_of(member: Member, choice: GroupChoice, opening: Opening | None = None) -> list[Purchase]:
    """Read what was ticked, by person and then by date, at what it costs in the end; five queries at most.

    Raises Http404 for what is not there or is somebody else's, a line named twice or too many of them; SlotNeeded for
    none.
    """
    opening = opening or opening_of(choice.offer_id)
    if not opening.is_listed or len(set(choice.lines)) != len(choice.lines) or len(choice.lines) > MOST_LINES:
        raise Http404
    if not choice.lines:
        raise SlotNeeded
    offer, slots = offer_and_slots(choice)
    family = family_of(member, choice)
    kept = kept_by_slot_and_person(member, slots)
    purchases = []
    for line in sorted(choice.lines, key=lambda line: in_turn(line, slots, family)):
        slot_id, relative_id = line
        found = purchase_from(
            member, choice.choice(line), opening, offer=offer, slot=slots[slot_id], relative=family[relative_id]
        )
        purchases.append(replace(found, kept=kept.get(line)))
    return with_discounts(same_year(purchases))


def in_turn(
    line: Key, slots: Mapping[uuid.UUID, Slot], family: Mapping[uuid.UUID | None, Relative | None]
) -> tuple[tuple[str, str], datetime.date, str]:
    """The place of a line: by who comes, the eldest first and the member ahead, then by date."""
    slot, relative = slots[line[0]], family[line[1]]
    who = (relative.birth_date.isoformat(), str(relative.pk)) if relative else ("", "")
    return (who, slot.starts_on, str(slot.pk))


def same_year(purchases: Sequence[Purchase]) -> list[Purchase]:
    """The same with one reading of the member's tax year for all."""
    return [replace(each, year=purchases[0].year) for each in purchases]


def offer_and_slots(choice: GroupChoice) -> tuple[Offer, dict[uuid.UUID, Slot]]:
    """The slots that were ticked, each of this offer, with what is kept for the organization; one query."""
    wanted = {slot_id for slot_id, _ in choice.lines}
    slots = with_own(Slot.objects.select_related("offer__provider__organization"), isolation.current())
    found = slots.defer(*UNREAD).filter(pk__in=wanted, offer_id=choice.offer_id).in_bulk()
    if len(found) != len(wanted):
        raise Http404
    offer = next(iter(found.values())).offer
    if not needs_slot(offer):
        raise Http404
    return offer, found


def family_of(member: Member, choice: GroupChoice) -> dict[uuid.UUID | None, Relative | None]:
    """Who was ticked: the member's own open relatives, None for the member; one query."""
    people: dict[uuid.UUID | None, Relative | None] = {each.pk: each for each in relatives_of(member)}
    people[None] = None
    if not {who for _, who in choice.lines} <= people.keys():
        raise Http404
    return people


def key_of(purchase: Purchase) -> Key:
    """The line that a purchase is of."""
    return slot_of(purchase).pk, purchase.relative.pk if purchase.relative else None


def checked(purchases: Sequence[Purchase]) -> list[Verdict]:
    """The verdict on each line; LinesRefused with every line that cannot be, and why.

    Two children who ask for the last place of a week are refused both: who gives way is for their family to say.
    """
    conditions.check_offer(purchases[0])
    conditions.within_limits(purchases[0], len(purchases))
    verdicts, problems = [], []
    wanted = wanted_places(purchases)
    for purchase in purchases:
        try:
            verdicts.append(conditions.check(purchase))
            if purchase.kept is None and wanted[slot_of(purchase).pk] > slot_of(purchase).left:
                raise SoldOut
        except Refusal as refusal:
            problems.append(Problem(key_of(purchase), refusal))
    if problems:
        raise LinesRefused(problems)
    return verdicts


def wanted_places(purchases: Sequence[Purchase]) -> dict[uuid.UUID, int]:
    """How many places of each slot are to be taken, those that are kept already apart; in the order of their keys."""
    wanted: dict[uuid.UUID, int] = {}
    for slot_id in sorted(key_of(each)[0] for each in purchases if each.kept is None):
        wanted[slot_id] = wanted.get(slot_id, 0) + 1
    return wanted


def total_of(purchases: Sequence[Purchase]) -> Decimal:
    """What all of it costs."""
    return sum((each.price for each in purchases), ZERO)


def paid_in_turn(purchases: Sequence[Purchase], lots: Sequence[Lot]) -> list[list[Part]]:
    """Which lots pay each line; what a line takes of lots and of the year's caps is gone for the next.

    Raises what `paid_by` raises, told of the sum where the sum is at fault.
    """
    year, left, paid = purchases[0].year, list(lots), []
    year.asked.clear()
    try:
        for purchase in purchases:
            parts = list(paid_by(purchase, left))
            paid.append(parts)
            left = lighter(left, parts)
            year.asked.extend(law.benefit(purchase, part.amount, part.budget) for part in parts)
    except (OverLimit, NotEnoughCredit) as refusal:
        year.asked.clear()
        raise of_the_sum(purchases, lots, refusal) from refusal
    return paid


def lighter(lots: Sequence[Lot], parts: Sequence[Part]) -> list[Lot]:
    """The lots without what these parts take."""
    taken = {part.lot.account_id: part.amount for part in parts}
    return [replace(lot, balance=lot.balance - taken.get(lot.account_id, ZERO)) for lot in lots]


def of_the_sum(purchases: Sequence[Purchase], lots: Sequence[Lot], refusal: Refusal) -> Refusal:
    """The refusal with the figures of all lines together: what they cost, what would still fit, what is missing."""
    try:
        paid_by(replace(purchases[0], price=total_of(purchases), discounts=()), lots)
    except (OverLimit, NotEnoughCredit) as found:
        return found
    return refusal


def lines_of(purchases: Sequence[Purchase], lots: Sequence[Lot]) -> list[Line]:
    """Every line with its verdict and the lots that pay; raises the Refusal that stands against it."""
    verdicts = checked(purchases)
    paid = paid_in_turn(purchases, lots)
    return [Line(*each) for each in zip(purchases, verdicts, paid, strict=True)]
