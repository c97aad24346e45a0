"""The year of the demo as a list of wishes, drawn from the same dice every time. Nothing is written here."""

import calendar
import datetime
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.demo import seasons
from catalog.demo.calendar import DAY, month_starts
from catalog.demo.cast_wishes import PASTS, Past
from catalog.demo.catalogue import BY_TITLE, SERVICES
from catalog.demo.people import SEED, Dice, Kin, Person
from catalog.demo.services import Service
from catalog.demo.wishes import CANCELLED, USED, Means, Wish, age_fits
from members.models import Kinship

# How far ahead people book, and how many of the next slots they choose among.
AHEAD, CHOICES = datetime.timedelta(days=120), 3
USED_OF_HUNDRED, CANCELLED_OF_HUNDRED = 82, 8


@dataclass(frozen=True)
class Crowd:
    """A slot that many want: which one from today on (-1: the one that runs), and the places it keeps free."""

    title: str
    slot: int
    free: int


CROWDS = (
    Crowd("Laboratori del pomeriggio", -1, 7),
    Crowd("Campo avventura in Appennino", 0, 0),
    Crowd("Estate al Mulino", 0, 2),
    Crowd("Inverno al Mulino", 0, 5),
)


def tell(people: Sequence[Person], today: datetime.date) -> list[Wish]:
    """All that was ordered since the demo remembers, in the order of days."""
    means, dice = Means(today), random.Random(SEED)  # noqa: S311 - a demo that is the same every time
    extras = [person for person in people if person.account is None and person.came_in]
    told = [means.take(wish) for wish in of_the_cast(people, means)]
    for crowd in CROWDS:
        told += fill_slot(crowd, extras, means, dice)
    for slug in seasons.PACE:
        here = [person for person in extras if person.slug == slug]
        for month in month_starts(today):
            told += tell_month(slug, month, here, means, dice)
    return sorted(told, key=lambda wish: wish.sorting)


def of_the_cast(people: Sequence[Person], means: Means) -> Iterator[Wish]:
    """The orders of those who can sign in, whose stories are written by hand."""
    by_name = {(person.slug, person.given_name): person for person in people if person.account}
    for past in PASTS:
        yield wish_of(past, by_name[past.slug, past.given_name], means)


def wish_of(past: Past, person: Person, means: Means) -> Wish:
    """One order of the cast on its day."""
    day, service = means.today - past.days_ago * DAY, BY_TITLE[past.title]
    kin = next((one for one in person.family if one.given_name == past.kin), None)
    slot = next((first for first in means.slots(service) if first > day), None) if service.run else None
    return Wish(day, person, service, kin, slot, past.outcome, day + 4 * DAY if past.outcome else None)


def fill_slot(crowd: Crowd, people: Sequence[Person], means: Means, dice: Dice) -> Iterator[Wish]:
    """Children of many families booked into one slot, until only its free places are left."""
    service = BY_TITLE[crowd.title]
    starts = means.slots(service)
    coming = sum(first <= means.today for first in starts)
    if coming + crowd.slot >= len(starts) or service.run is None:
        return
    slot = starts[coming + crowd.slot]
    means.kept.add((service.title, slot))
    for person, kin in dice.sample(pairs := children_of(people), len(pairs)):
        if means.taken[service.title, slot] >= service.run.capacity - crowd.free:
            return
        day = min(means.today, slot) - dice.randint(1, 40) * DAY
        if can_have(means, person, service, kin, day, slot):
            yield means.take(Wish(day, person, service, kin, slot))


def children_of(people: Sequence[Person]) -> list[tuple[Person, Kin]]:
    """Every child with the parent who would book."""
    return [(person, kin) for person in people for kin in person.family if kin.kinship == Kinship.CHILD]


def tell_month(slug: str, month: datetime.date, people: Sequence[Person], means: Means, dice: Dice) -> Iterator[Wish]:
    """One month of an employer's people: as many orders as the season has, up to yesterday."""
    length = calendar.monthrange(month.year, month.month)[1]
    days = min(length, (means.today - month).days)
    wanted = (seasons.orders_in(slug, month.month) * days + length // 2) // length
    # Who finds nothing, or has no credit left, makes room for somebody else; not for ever.
    for _ in range(3 * wanted):
        wish = choose(dice.choice(people), month + dice.randrange(days) * DAY, means, dice)
        if wish is not None:
            wanted -= 1
            yield means.take(wish)
        if wanted == 0:
            return


def choose(person: Person, day: datetime.date, means: Means, dice: Dice) -> Wish | None:
    """What somebody orders on a day, or nothing where nothing suits or no credit is left."""
    found = list(possible(person, day, means))
    if not found or not person.is_there(day):
        return None
    weights = [seasons.pull_of(service.type, day.month) for service, _, _ in found]
    if not any(weights):
        return None
    service, kin, slot = dice.choices(found, weights)[0]
    return ended(Wish(day, person, service, kin, slot), means.today, dice)


def possible(
    person: Person, day: datetime.date, means: Means
) -> Iterator[tuple[Service, Kin | None, datetime.date | None]]:
    """Every service with everybody of the family whom it suits, and the next slot with a place."""
    for service in SERVICES:
        slots: list[datetime.date | None] = [*next_slots(service, day, means)] if service.run else [None]
        for kin in (None, *person.family):
            slot = next((first for first in slots if can_have(means, person, service, kin, day, first)), None)
            if slot is not None or (service.run is None and can_have(means, person, service, kin, day, None)):
                yield service, kin, slot


def next_slots(service: Service, day: datetime.date, means: Means) -> list[datetime.date]:
    """The next slots of a service after a day, those that are kept for a crowd left out."""
    coming = [first for first in means.slots(service) if day < first <= day + AHEAD]
    return [first for first in coming[:CHOICES] if (service.title, first) not in means.kept]


def can_have(
    means: Means, person: Person, service: Service, kin: Kin | None, day: datetime.date, slot: datetime.date | None
) -> bool:
    """Whether credit, law, age and places all say yes."""
    born = kin.birth_date if kin else person.birth_date
    return (
        person.is_there(day)
        and means.has_credit(person, day, service.price)
        and age_fits(service, born, slot or day)
        and (slot is None or means.has_place(service, slot))
        and means.may_have(person, service, kin, day)
    )


def ended(wish: Wish, today: datetime.date, dice: Dice) -> Wish:
    """The wish with what became of it; what has not happened by yesterday is still to happen."""
    roll = dice.randrange(100)
    if roll < USED_OF_HUNDRED:
        outcome, day = USED, wish.slot or wish.day + dice.randint(2, 45) * DAY
    elif roll < USED_OF_HUNDRED + CANCELLED_OF_HUNDRED:
        outcome, day = CANCELLED, wish.day + dice.randint(1, 4) * DAY
    else:
        return wish
    too_late = outcome == CANCELLED and wish.slot and day > wish.slot - wish.service.cancellation_days * DAY
    if day >= today or too_late:
        return wish
    return Wish(wish.day, wish.person, wish.service, wish.kin, wish.slot, outcome, day)
