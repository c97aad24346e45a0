"""The provider's half of a request for a quote: written when it is asked, widened when it is accepted, erased.

All of it works inside the provider's schema: `with enter(provider.organization, ...)`.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from providers.enquiries import sealing
from providers.enquiries.models import Enquiry, Line, Photo
from providers.models import Fulfilment
from providers.quoting.models import Dispute, Quote
from welfare.clock import day_in_rome, now, today

KEPT_FOR = datetime.timedelta(days=30)
AT_ONCE = 500


class Urgency(models.TextChoices):
    """How soon it is needed."""

    TODAY = "today", _("Today, it cannot wait")
    WEEK = "week", _("Within a week")
    MONTH = "month", _("Within a month")
    EASY = "easy", _("There is no hurry")


@dataclass(frozen=True)
class Need:
    """What may be read before a quote is accepted: nothing that says who it is."""

    what: str = ""
    town: str = ""
    when: str = ""
    urgency: str = ""
    # Years completed of who benefits, where the service is for a person; else empty.
    age: str = ""


@dataclass(frozen=True)
class Contact:
    """What comes with the acceptance."""

    name: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""


@dataclass(frozen=True)
class Answer:
    """What a provider said in words: what the price includes, or why it declined."""

    included: str = ""
    reason: str = ""


def add_enquiry(key: uuid.UUID, offer_id: uuid.UUID, need: Need, photos: Sequence[bytes]) -> list[str]:
    """Write what a provider is asked; gives the names of the files it made, for who has to take them away again."""
    enquiry = Enquiry.objects.create(pk=key, offer_id=offer_id, sealed=sealing.seal(asdict(need)))
    return add_photos(enquiry, photos)


def add_photos(enquiry: Enquiry, photos: Sequence[bytes], *, of_dispute: bool = False) -> list[str]:
    """Keep pictures beside an enquiry; the names of the files."""
    names = [sealing.keep_picture(content) for content in photos]
    rows = enumerate(names, start=1)
    Photo.objects.bulk_create(
        Photo(enquiry=enquiry, number=number, stored_name=name, of_dispute=of_dispute) for number, name in rows
    )
    return names


def disclose(key: uuid.UUID, contact: Contact) -> None:
    """Give the provider whose quote was accepted what it needs to come."""
    Enquiry.objects.filter(pk=key, erased_at__isnull=True).update(sealed_contact=sealing.seal(asdict(contact)))


def keep_answer(key: uuid.UUID, answer: Answer) -> None:
    """Keep what the provider answered."""
    Enquiry.objects.filter(pk=key, erased_at__isnull=True).update(sealed_answer=sealing.seal(asdict(answer)))


def kept_answer(key: uuid.UUID) -> Answer:
    """What this provider answered to an enquiry; nothing where there is none."""
    enquiry = Enquiry.objects.filter(pk=key).first()
    return answer_of(enquiry) if enquiry else Answer()


def add_line(key: uuid.UUID, line_id: uuid.UUID, side: str, text: str, *, of_dispute: bool = False) -> None:
    """Keep a message of the conversation; nothing where the enquiry is erased."""
    if Enquiry.objects.filter(pk=key, erased_at__isnull=True).exists():
        sealed = sealing.seal({"text": text})
        Line.objects.create(pk=line_id, enquiry_id=key, side=side, sealed=sealed, of_dispute=of_dispute)


def need_of(enquiry: Enquiry) -> Need:
    """What is needed; empty once erased."""
    return Need(**sealing.opened(enquiry.sealed))


def contact_of(enquiry: Enquiry) -> Contact:
    """Who it is; empty before the quote is accepted, and once erased."""
    return Contact(**sealing.opened(enquiry.sealed_contact))


def answer_of(enquiry: Enquiry) -> Answer:
    """What this provider answered."""
    return Answer(**sealing.opened(enquiry.sealed_answer))


def ends_of(keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, datetime.date]:
    """Of these quotes, those that have come to an end, and the day: nothing is open, nobody disputes.

    What a provider came for has ended when its voucher was accepted, cancelled or expired; a dispute closed later
    moves the end. Three queries.
    """
    quotes = Quote.objects.filter(pk__in=keys).exclude(state__in=[Quote.State.ASKED, Quote.State.QUOTED])
    found = {quote.pk: quote for quote in quotes}
    open_vouchers = Fulfilment.objects.filter(
        pk__in=[quote.fulfilment_id for quote in found.values() if quote.fulfilment_id], state=Fulfilment.State.ISSUED
    )
    standing = set(open_vouchers.values_list("pk", flat=True))
    ends = {
        pk: today() if quote.fulfilment_id else day_in_rome(quote.moved_at)
        for pk, quote in found.items()
        if quote.fulfilment_id not in standing
    }
    for dispute in Dispute.objects.filter(quote__in=list(ends), state=Dispute.State.OPEN):
        ends.pop(dispute.quote_id, None)
    return ends


def note_ends() -> int:
    """Let the 30 days of enquiries begin that have come to an end; returns how many."""
    pending = list(Enquiry.objects.filter(erase_after__isnull=True).values_list("pk", flat=True))
    noted = 0
    for start in range(0, len(pending), AT_ONCE):
        for key, day in ends_of(pending[start : start + AT_ONCE]).items():
            noted += Enquiry.objects.filter(pk=key, erase_after__isnull=True).update(erase_after=day + KEPT_FOR)
    return noted


def hold(key: uuid.UUID) -> None:
    """Keep an enquiry as long as a dispute about it is open."""
    Enquiry.objects.filter(pk=key, erased_at__isnull=True).update(erase_after=None)


def erase_due(on: datetime.date) -> int:
    """Erase needs, contacts, answers, messages and pictures whose 30 days are over; returns how many enquiries."""
    due = list(Enquiry.objects.filter(erased_at__isnull=True, erase_after__lte=on).values_list("pk", flat=True))
    with transaction.atomic():
        photos = Photo.objects.filter(enquiry__in=due)
        sealing.remove_pictures(photos.values_list("stored_name", flat=True))
        photos.delete()
        Line.objects.filter(enquiry__in=due).delete()
        empty = {"sealed": b"", "sealed_contact": b"", "sealed_answer": b"", "erased_at": now()}
        return Enquiry.objects.filter(pk__in=due).update(**empty)
