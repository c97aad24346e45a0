"""Reading enquiries, inside the provider's own schema; each reading by staff goes to the trail."""

import uuid
from dataclasses import dataclass

from django.http import Http404

from providers.enquiries import sealing, services
from providers.enquiries.models import Enquiry, Line, Photo
from providers.enquiries.services import Answer, Contact, Need
from tenants.audit.trail import record
from tenants.isolation import Actor


@dataclass(frozen=True)
class Said:
    """A message, opened."""

    line: Line
    text: str


@dataclass(frozen=True)
class Opened:
    """An enquiry, opened for the staff: the contact is empty until the quote is accepted."""

    enquiry: Enquiry
    need: Need
    contact: Contact
    answer: Answer
    lines: list[Said]
    photos: list[Photo]

    @property
    def is_erased(self) -> bool:
        """Whether its 30 days are over."""
        return self.enquiry.erased_at is not None

    @property
    def said(self) -> list[Said]:
        """The conversation about the work."""
        return [each for each in self.lines if not each.line.of_dispute]

    @property
    def disputed(self) -> list[Said]:
        """What was said since somebody was not content."""
        return [each for each in self.lines if each.line.of_dispute]

    @property
    def pictures(self) -> list[Photo]:
        """Of what is to be done."""
        return [photo for photo in self.photos if not photo.of_dispute]

    @property
    def disputed_pictures(self) -> list[Photo]:
        """Of what went wrong."""
        return [photo for photo in self.photos if photo.of_dispute]


def open_enquiry(key: uuid.UUID, *, actor: Actor) -> Opened:
    """One enquiry, and that it was read; three queries and the record. 404 where there is none."""
    enquiry = Enquiry.objects.filter(pk=key).first()
    if enquiry is None:
        raise Http404
    note(key, actor=actor)
    lines = [Said(line, sealing.opened(line.sealed).get("text", "")) for line in enquiry.lines.order_by("at", "pk")]
    return Opened(
        enquiry,
        services.need_of(enquiry),
        services.contact_of(enquiry),
        services.answer_of(enquiry),
        lines,
        list(enquiry.photos.order_by("of_dispute", "number")),
    )


def note(key: uuid.UUID, *, actor: Actor) -> None:
    """Write that staff read it."""
    record(actor, "enquiry_read", subject=str(key))
