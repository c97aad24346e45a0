"""Certificates of relatives who are not self-sufficient: sent by the member, seen by the network's welfare office.

The document is health data: sealed on disk, opened by the office alone, never by the employer. One that the office
has seen makes care exempt before 75 years of age (TUIR art. 51 c. 2 f-ter).
"""

import datetime
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from members.models import Certificate, Member, Relative
from tenants import isolation, reviews
from tenants.audit.trail import record
from tenants.isolation import Actor
from tenants.messages import outbox
from welfare import clock, files, keys
from welfare.errors import PlainError

KIND = PURPOSE = "certificate"
State = Certificate.State
STANDING = (State.SENT, State.SEEN)
# The tax office may ask until the end of the fifth year after the return, filed the year after (DPR 600/1973 art. 43).
YEARS_KEPT = 6
# What is recorded, and told to the member, of a decision.
SEEN, DECLINED = "certificate_seen", "certificate_declined"


class CannotSend(PlainError):
    """A certificate that cannot be sent now; the sentence says what to do."""


@dataclass(frozen=True)
class Paper:
    """What a certificate says of itself, and the document: checked by the form."""

    issued_by: str
    issued_on: datetime.date
    valid_until: datetime.date | None
    content: bytes
    extension: str


def is_certified(relative: Relative, year: int) -> bool:
    """Whether the office has seen a certificate of this relative that holds in a tax year.

    In the present year it must hold today, in another one on 31 December. What `reading` found is used; without
    it, one query.
    """
    known = vars(relative).get(attribute(year))
    return bool(known) if known is not None else holding(year).filter(relative=relative.pk).exists()


def certified(relatives: Iterable[Relative], year: int) -> set[uuid.UUID]:
    """The keys of those of them who are certified in a year; one query."""
    found = holding(year).filter(relative__in=[relative.pk for relative in relatives])
    return set(found.values_list("relative", flat=True))


def reading(relatives: QuerySet[Relative], year: int) -> QuerySet[Relative]:
    """Relatives that know, without a further query, whether they are certified in a year."""
    return relatives.annotate(**{attribute(year): Exists(holding(year).filter(relative=OuterRef("pk")))})


def attribute(year: int) -> str:
    """What `reading` calls its answer on a relative."""
    return f"is_certified_in_{year}"


def holding(year: int) -> QuerySet[Certificate]:
    """The certificates that the office has seen and that hold in a year."""
    today = clock.today()
    day = today if year == today.year else datetime.date(year, 12, 31)
    in_time = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    return Certificate.objects.filter(in_time, state=State.SEEN, issued_on__lte=day)


@transaction.atomic
def send(relative: Relative, paper: Paper, *, actor: Actor) -> Certificate:
    """Keep a certificate sealed and ask the office to look at it; the same document again is the first one.

    Raises CannotSend while another one waits.
    """
    # Of two forms at once the second waits, then finds what the first wrote.
    Relative.objects.select_for_update(no_key=True).get(pk=relative.pk)
    sha256 = hashlib.sha256(paper.content).hexdigest()
    standing = list(relative.certificates.filter(state__in=STANDING))
    for certificate in standing:
        if certificate.sha256 == sha256:
            return certificate
    if any(certificate.state == State.SENT for certificate in standing):
        raise CannotSend(_("The welfare office is looking at one already: withdraw that one to send another."))
    certificate = kept(relative, paper, sha256)
    reviews.ask(certificate.pk, KIND)
    note(actor, "certificate_sent", certificate)
    return certificate


def kept(relative: Relative, paper: Paper, sha256: str) -> Certificate:
    """Write the sealed document and its row: both, or neither."""
    owner = isolation.current().key
    stored_name = files.write(owner, keys.seal_bytes(PURPOSE, owner, paper.content), "sealed")
    try:
        return Certificate.objects.create(
            relative=relative, issued_by=paper.issued_by, issued_on=paper.issued_on, valid_until=paper.valid_until,
            stored_name=stored_name, extension=paper.extension, sha256=sha256, sent_at=clock.now(),
        )  # fmt: skip
    except BaseException:
        files.remove(owner, stored_name)
        raise


def document_of(certificate: Certificate) -> bytes:
    """The document, opened. Raises FileNotFoundError once it is erased."""
    owner = isolation.current().key
    if not certificate.stored_name:
        raise FileNotFoundError(certificate.pk)
    return keys.unseal_bytes(PURPOSE, owner, files.read(owner, certificate.stored_name))


@transaction.atomic
def decide(certificate: Certificate, *, is_accepted: bool, reason: str = "", actor: Actor) -> bool:
    """What the office found; the member is told. False when the certificate waits no more.

    One that is not accepted is told with the reason, and its document is erased.
    """
    if not reviews.close(certificate.pk):
        return False
    state = State.SEEN if is_accepted else State.DECLINED
    if not move(certificate, State.SENT, state, reason="" if is_accepted else reason):
        return False
    note(actor, SEEN if is_accepted else DECLINED, certificate)
    if not is_accepted:
        erase(certificate)
    outbox.queue(certificate.relative.member.user, SEEN if is_accepted else DECLINED, reference=certificate.pk)
    return True


@transaction.atomic
def withdraw(certificate: Certificate, *, actor: Actor) -> bool:
    """Let a certificate count no more; False when it did not any more.

    One that nobody has seen is erased at once; one that was seen is kept, sealed, as long as tax may be asked for.
    """
    if reviews.close(certificate.pk) and move(certificate, State.SENT, State.WITHDRAWN):
        erase(certificate)
    elif not move(certificate, State.SEEN, State.WITHDRAWN):
        return False
    note(actor, "certificate_withdrawn", certificate)
    return True


def move(certificate: Certificate, before: str, after: str, reason: str = "") -> bool:
    """Move a certificate from one state to another; False when it was not there any more."""
    row = Certificate.objects.filter(pk=certificate.pk, state=before)
    return bool(row.update(state=after, decided_on=clock.today(), reason=reason))


def erase(certificate: Certificate) -> None:
    """Erase the document once the transaction is through; the row stays, without it."""
    if certificate.stored_name:
        remove = partial(files.remove, isolation.current().key, certificate.stored_name)
        Certificate.objects.filter(pk=certificate.pk).update(stored_name="")
        transaction.on_commit(remove)


def erase_due() -> int:
    """Erase the documents that the tax office can ask for no more, in the organization in force; returns how many."""
    last = datetime.date(clock.today().year - YEARS_KEPT, 1, 1)
    over = Q(state=State.SEEN, valid_until__lt=last) | Q(state=State.WITHDRAWN, decided_on__lt=last)
    due = list(Certificate.objects.filter(over).exclude(stored_name=""))
    for certificate in due:
        erase(certificate)
    return len(due)


def withdraw_waiting(relative: Relative, *, actor: Actor) -> None:
    """Withdraw what the office has not looked at, of a relative who leaves the family."""
    for certificate in relative.certificates.filter(state=State.SENT):
        withdraw(certificate, actor=actor)


def forget(relative: Relative) -> None:
    """Delete the certificates of a relative whom nobody used, with their documents."""
    for certificate in relative.certificates.exclude(stored_name=""):
        erase(certificate)
    relative.certificates.all().delete()


def note(actor: Actor, action: str, certificate: Certificate) -> None:
    """Write the act to the trail of the member whose family it is."""
    person: Member = certificate.relative.member
    record(actor, action, person_id=person.user_id, subject=str(certificate.pk))
