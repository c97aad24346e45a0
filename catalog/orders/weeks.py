"""What there is to choose from before a group: each of the family with their weeks, and why not the others."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.orders.conditions import age_fits
from catalog.orders.kept import has_place
from catalog.orders.people import Person, person, purchases_for
from catalog.orders.purchase import Choice, Purchase, full_price, needs_slot, not_there, opening_of, purchase_of
from catalog.orders.queries import open_slots
from catalog.orders.refusals import Refusal, TooYoung
from catalog.orders.shown import places_left, slot_dates
from members.models import Member, Relative
from providers.models import Slot
from providers.waiting import has_line
from welfare.money import format_euro
from welfare.templatetags.kit import day


@dataclass(frozen=True)
class Unavailable:
    """A week that somebody cannot have: why, and where to wait for a place."""

    dates: str
    reason: str
    wait_url: str = ""


@dataclass(frozen=True)
class PersonWeeks:
    """One of the family: the weeks to tick as value and label, and the others."""

    person: Person
    weeks: Sequence[tuple[str, str]]
    others: Sequence[Unavailable]


@dataclass(frozen=True)
class Weeks:
    """An offer on this shelf with its dates to come, for the member's family."""

    purchase: Purchase
    slots: Sequence[Slot]
    people: Sequence[PersonWeeks]
    unable: Sequence[Person]
    # Hours and place of all weeks, where they do not differ.
    shared: str = ""

    def purchase_for(self, relative: Relative | None) -> Purchase:
        """The same purchase for one of the family."""
        return replace(self.purchase, relative=relative)

    @property
    def is_full(self) -> bool:
        """Whether nobody can have any date."""
        return not any(each.weeks for each in self.people)


def weeks_for(member: Member, offer_id: uuid.UUID) -> Weeks:
    """Gather the possibilities; raises Http404 for an offer that is not on this shelf, or has no dates."""
    opening = opening_of(offer_id)
    purchase = purchase_of(member, Choice(offer_id), opening)
    if not needs_slot(purchase.offer):
        not_there()
    slots = open_slots(member, offer_id)
    found = [(each, person(each, slots or [None])) for each in purchases_for(purchase)]
    prices = {slot.pk: full_price(opening, slot) for slot in slots}
    shared = shared_facts(slots)
    labels = {slot.pk: f"{label(slot, shared)} · {format_euro(prices[slot.pk] or purchase.price)}" for slot in slots}
    able = [weeks_of(each, who, slots, labels) for each, who in found if who.obstacle is None]
    unable = [who for _each, who in found if who.obstacle is not None]
    return Weeks(purchase, slots, able, unable, " · ".join(shared))


def shared_facts(slots: Sequence[Slot]) -> list[str]:
    """Hours and place, where they are the same in all weeks: said once."""
    found = [{slot.hours for slot in slots}, {slot.place for slot in slots}]
    return [next(iter(values)) for values in found if len(values) == 1 and values != {""}]


def label(slot: Slot, shared: Sequence[str]) -> str:
    """A week in one line, without what all have in common."""
    own = [part for part in (slot.hours, slot.place) if part and part not in shared]
    return " · ".join([slot_dates(slot), *own, places_left(slot)])


def weeks_of(purchase: Purchase, who: Person, slots: Sequence[Slot], labels: dict[uuid.UUID, str]) -> PersonWeeks:
    """What one of them can have."""
    weeks, others = [], []
    for slot in slots:
        reason = reason_against(replace(purchase, slot=slot))
        if reason or not has_place(slot):
            others.append(unavailable(purchase, slot, reason))
        else:
            weeks.append((str(slot.pk), labels[slot.pk]))
    return PersonWeeks(who, weeks, others)


def unavailable(purchase: Purchase, slot: Slot, reason: str) -> Unavailable:
    """A week that is not to be had, by somebody or by anybody."""
    if reason or not has_line(slot):
        return Unavailable(slot_dates(slot), reason or _("All places are taken"))
    url = f"{reverse('orders:wait', args=[purchase.offer.pk])}?turno={slot.pk}"
    return Unavailable(slot_dates(slot), _("All places are taken"), url)


def reason_against(purchase: Purchase) -> str:
    """What the offer's ages say of one person on one date, with the birthday that changes it; empty for nothing."""
    try:
        age_fits(purchase)
    except TooYoung as refusal:
        return f"{refusal.heading}. {birthday_words(purchase)}".strip()
    except Refusal as refusal:
        return refusal.heading
    return ""


def birthday_words(purchase: Purchase) -> str:
    """When who is too young will be old enough: "Turns 3 on 4 July 2027"."""
    least, relative = purchase.offer.age_min, purchase.relative
    born = relative.birth_date if relative else purchase.member.birth_date
    if least is None or born is None:
        return ""
    return _("Turns %(age)d on %(day)s.") % {"age": least, "day": day(birthday(born, least))}


def birthday(born: datetime.date, age: int) -> datetime.date:
    """The day on which an age is reached; 29 February counts on 1 March where there is none."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return datetime.date(born.year + age, 3, 1)
