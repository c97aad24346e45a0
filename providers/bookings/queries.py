"""Reading who comes, inside the provider's own schema; each reading by staff goes to the trail."""

import datetime
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from providers.bookings.models import Booking
from providers.bookings.services import Person, person_of
from providers.models import Fulfilment, Question
from providers.search import sort_key
from tenants.audit import trail
from tenants.isolation import Actor

STANDING = (Booking.State.EXPECTED, Booking.State.ACCEPTED)
WARNED = (Question.ALLERGIES, Question.MEDICINES)
# Said instead of leaving it empty. Only these whole words: anything longer is shown.
NONE_SAID = frozenset({"", "no", "none", "nessuna", "nessuno", "niente", "nulla"})
CONSENT = {"yes": pgettext_lazy("an answer", "yes"), "no": pgettext_lazy("an answer", "no")}
# Vouchers without dates; who comes to dates is always there, whole.
MOST_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Guest:
    """One person who comes, opened for the staff."""

    booking: Booking
    person: Person
    # Who of the same family comes to the same dates, booked together.
    companions: str = ""

    @property
    def name(self) -> str:
        """The name, empty once erased."""
        return self.person.name

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Every question answered, with the answer."""
        return [(label_of(code), spoken(text)) for code, text in self.person.answers.items() if text]

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """The answers that staff must have in mind before the person arrives."""
        answers = self.person.answers.items()
        return [(label_of(code), spoken(text)) for code, text in answers if is_warning(code, text)]

    @property
    def needs_care(self) -> bool:
        """Whether health is at stake: a mark that stands on every row is read on none."""
        return any(code in WARNED and is_warning(code, text) for code, text in self.person.answers.items())


def is_warning(code: str, text: str) -> bool:
    """An allergy or medicine that there is, or photos that must not be taken."""
    if code == Question.PHOTOS:
        return text == "no"
    return code in WARNED and text.strip(" .!-").casefold() not in NONE_SAID


def spoken(text: str) -> str:
    """A consent as a word of the reader's language; anything else as it was written."""
    return str(CONSENT.get(text, text))


def label_of(code: str) -> str:
    """The words of a question; the code itself for one that is asked no more."""
    return str(Question(code).label) if code in Question.values else code


def coming_on(day: datetime.date, *, actor: Actor, slots: Collection[uuid.UUID] | None = None) -> list[Guest]:
    """Who is expected on a day, by slot and then by name; in some slots alone where they are given."""
    bookings = standing().filter(starts_on__lte=day, ends_on__gte=day).order_by("slot_id")
    if slots is not None:
        bookings = bookings.filter(slot_id__in=list(slots))
    return opened(bookings, actor=actor, subject=f"day:{day.isoformat()}")


def guests_of_slot(slot_id: uuid.UUID, *, actor: Actor) -> list[Guest]:
    """Who comes to a slot, by name, each with who was booked together; also who cancelled, last. One query more."""
    return with_companions(
        slot_id, opened(Booking.objects.filter(slot_id=slot_id), actor=actor, subject=f"slot:{slot_id}")
    )


def with_companions(slot_id: uuid.UUID, guests: list[Guest]) -> list[Guest]:
    """The same, each naming those of its group who come too."""
    groups = dict(Fulfilment.objects.filter(slot_id=slot_id, group__isnull=False).values_list("pk", "group"))
    names: dict[uuid.UUID | None, list[Guest]] = {}
    for guest in guests:
        group = groups.get(guest.booking.fulfilment_id)
        if group is not None and guest.booking.state in STANDING:
            names.setdefault(group, []).append(guest)
    together = {each.booking.fulfilment_id: mine for mine in names.values() for each in mine}
    return [replace(guest, companions=others(guest, together)) for guest in guests]


def others(guest: Guest, together: dict[uuid.UUID, list[Guest]]) -> str:
    """The names of those who come with somebody."""
    mine = together.get(guest.booking.fulfilment_id, [])
    return ", ".join(each.name for each in mine if each is not guest and each.name)


def guests_of_offer(offer_id: uuid.UUID, *, actor: Actor) -> list[Guest]:
    """Who holds a voucher of an offer without slots, still to be used; of very many the latest `MOST_SHOWN`."""
    return opened(unused(offer_id).order_by("-pk")[:MOST_SHOWN], actor=actor, subject=f"offer:{offer_id}")


def guests_of_subscriptions(keys: Iterable[uuid.UUID], *, actor: Actor, subject: str) -> dict[uuid.UUID, Guest]:
    """Who has some services that are paid month by month, by the subscription's id; one query."""
    found = opened(Booking.objects.filter(fulfilment_id__in=list(keys)), actor=actor, subject=subject)
    return {guest.booking.fulfilment_id: guest for guest in found}


def unshown_of_offer(offer_id: uuid.UUID, shown: int) -> int:
    """How many hold such a voucher besides the `shown`; no query unless the list was cut."""
    return unused(offer_id).count() - shown if shown >= MOST_SHOWN else 0


def unused(offer_id: uuid.UUID) -> QuerySet[Booking]:
    """Bookings of an offer without slots whose voucher can still be used."""
    return Booking.objects.filter(offer_id=offer_id, slot_id__isnull=True, state=Booking.State.EXPECTED)


def unaccepted_after(day: datetime.date) -> int:
    """How many people came to slots that ended before `day` and whose voucher nobody has accepted."""
    return Booking.objects.filter(state=Booking.State.EXPECTED, ends_on__lt=day).count()


def standing() -> QuerySet[Booking]:
    """Bookings that hold."""
    return Booking.objects.filter(state__in=STANDING)


def opened(bookings: QuerySet[Booking], *, actor: Actor, subject: str) -> list[Guest]:
    """Open bookings for staff, every one, and write that they were read."""
    guests = [Guest(booking, person_of(booking)) for booking in bookings]
    if guests:
        trail.record(actor, "bookings_read", subject=subject, details={"people": len(guests)})
    return in_order(guests)


def in_order(guests: Iterable[Guest]) -> list[Guest]:
    """Those who come by name, then those who do not."""
    return sorted(guests, key=lambda guest: (guest.booking.state not in STANDING, sort_key(guest.name)))
