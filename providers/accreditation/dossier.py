"""A provider's dossier: papers with a last day, sent by the provider, checked by the network's welfare office.

Files lie sealed in the folder of the provider's own organization. What is refused or withdrawn is erased at once.
"""

import datetime
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from providers.accreditation import requirements
from providers.accreditation.models import DocumentKind, DossierDocument
from providers.accreditation.requirements import Requirement
from providers.models import Offer, Provider
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.models import Organization
from welfare import files, keys
from welfare.clock import now, today

PURPOSE = "dossier"
State = DossierDocument.State
# From so many days before its end a paper is shown as expiring; the first reminder goes out then.
SOON = 60
# A paper that a newer one has replaced is kept so long after its end, for whoever asks what held on a day; some
# name people of the staff (GDPR art. 5 c. 1 e).
KEPT_FOR = datetime.timedelta(days=180)


@dataclass(frozen=True)
class Paper:
    """A paper as it was uploaded, checked by the form."""

    kind: str
    issued_on: datetime.date | None
    expires_on: datetime.date | None
    content: bytes
    extension: str


@dataclass(frozen=True)
class Line:
    """One kind of paper of a dossier: what holds, what waits, what was refused last."""

    kind: DocumentKind
    requirement: Requirement | None
    holds: DossierDocument | None
    waits: DossierDocument | None
    refused: DossierDocument | None

    @property
    def is_missing(self) -> bool:
        """Whether it is needed and nothing was ever accepted."""
        return self.requirement is not None and self.holds is None

    @property
    def has_expired(self) -> bool:
        """Whether the newest accepted paper holds no more."""
        return self.holds is not None and self.holds.expires_on is not None and self.holds.expires_on < today()

    @property
    def expires_soon(self) -> bool:
        """Whether it ends within the days of the first reminder."""
        if self.holds is None or self.holds.expires_on is None or self.has_expired:
            return False
        return (self.holds.expires_on - today()).days <= SOON


def areas_of(provider: Provider) -> set[str]:
    """The areas of what a provider lists."""
    offers = Offer.objects.filter(provider=provider).exclude(state=Offer.State.ARCHIVED)
    return set(offers.values_list("area", flat=True).distinct())


def lines_of(provider: Provider) -> list[Line]:
    """The dossier: what is needed first, then what was sent besides; two queries."""
    needed = {
        requirement.kind: requirement for requirement in requirements.required_of(provider.form, areas_of(provider))
    }
    documents = list(DossierDocument.objects.filter(provider=provider).order_by("-sent_at", "pk"))
    sent = {DocumentKind(document.kind) for document in documents if document.state != State.WITHDRAWN}
    kinds = [*needed, *(kind for kind in DocumentKind if kind in sent and kind not in needed)]
    return [line_of(kind, needed.get(kind), [each for each in documents if each.kind == kind]) for kind in kinds]


def line_of(kind: DocumentKind, requirement: Requirement | None, documents: Sequence[DossierDocument]) -> Line:
    """One line of a dossier; `documents` of one kind, the newest ahead."""
    latest = {state: next((each for each in documents if each.state == state), None) for state in State}
    holds = holding(document for document in documents if document.state == State.ACCEPTED)
    refused = latest[State.REFUSED]
    if refused and any(each.sent_at > refused.sent_at and each.state != State.WITHDRAWN for each in documents):
        refused = None
    return Line(kind, requirement, holds, latest[State.SENT], refused)


def holding(accepted: Iterable[DossierDocument]) -> DossierDocument | None:
    """Of accepted papers of one kind, the one that holds longest."""
    return max(accepted, key=lambda each: each.expires_on or datetime.date.max, default=None)


def expired_kinds(provider: Provider) -> list[DocumentKind]:
    """The papers that are needed, were once in order, and hold no more."""
    return [line.kind for line in lines_of(provider) if line.requirement and line.has_expired]


@transaction.atomic
def send(provider: Provider, paper: Paper, *, actor: Actor) -> DossierDocument:
    """Keep a paper sealed and ask the office to look at it; the same file again is the first one.

    One of the same kind that nobody has looked at is replaced.
    """
    # Of two forms at once the second waits, then finds what the first wrote.
    Provider.objects.select_for_update(no_key=True, of=("self",)).get(pk=provider.pk)
    sha256 = hashlib.sha256(paper.content).hexdigest()
    own = DossierDocument.objects.filter(provider=provider, kind=paper.kind)
    same = own.filter(state=State.SENT, sha256=sha256, expires_on=paper.expires_on).first()
    if same is not None:
        return same
    if paper.kind != DocumentKind.OTHER:
        for waiting in own.filter(state=State.SENT):
            move(waiting, State.WITHDRAWN)
    document = kept(provider, paper, sha256, isolation.current())
    trail.record(actor, "dossier.sent", subject=str(document.pk), details={"kind": paper.kind})
    return document


def kept(provider: Provider, paper: Paper, sha256: str, keeper: Organization, **fields: object) -> DossierDocument:
    """Write the sealed file and its row: both, or neither."""
    stored_name = files.write(keeper.key, keys.seal_bytes(PURPOSE, keeper.key, paper.content), "sealed")
    try:
        return DossierDocument.objects.create(
            provider=provider, kind=paper.kind, issued_on=paper.issued_on, expires_on=paper.expires_on, keeper=keeper,
            stored_name=stored_name, extension=paper.extension, sha256=sha256, **fields,
        )  # fmt: skip
    except BaseException:
        files.remove(keeper.key, stored_name)
        raise


def content_of(document: DossierDocument) -> bytes:
    """The file, opened. Raises FileNotFoundError once it is erased."""
    if not document.stored_name:
        raise FileNotFoundError(document.pk)
    keeper = str(document.keeper_id)
    return keys.unseal_bytes(PURPOSE, keeper, files.read(keeper, document.stored_name))


def move(document: DossierDocument, state: DossierDocument.State, **fields: object) -> bool:
    """Take a paper that waits to where it goes, once; what is not accepted is erased."""
    waiting = DossierDocument.objects.filter(pk=document.pk, state=State.SENT)
    if not waiting.update(state=state, decided_at=now(), **fields):
        return False
    if state != State.ACCEPTED:
        erase(document)
    return True


def erase(document: DossierDocument) -> None:
    """Erase the file once the transaction is through; the row stays."""
    if document.stored_name:
        DossierDocument.objects.filter(pk=document.pk).update(stored_name="")
        transaction.on_commit(partial(files.remove, str(document.keeper_id), document.stored_name))


@transaction.atomic
def erase_replaced(provider: Provider) -> int:
    """Erase the files of accepted papers that ended long ago and that a newer one replaces; returns how many."""
    old = DossierDocument.objects.filter(
        Exists(newer_ones()), provider=provider, state=State.ACCEPTED, expires_on__lt=today() - KEPT_FOR
    ).exclude(stored_name="")
    found = list(old)
    for document in found:
        erase(document)
    return len(found)


def newer_ones() -> QuerySet[DossierDocument]:
    """Accepted papers of the same kind and provider that hold longer than the one of the outer query."""
    return DossierDocument.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gt=OuterRef("expires_on")),
        provider=OuterRef("provider"), kind=OuterRef("kind"), state=State.ACCEPTED,
    )  # fmt: skip


@transaction.atomic
def withdraw(document: DossierDocument, *, actor: Actor) -> bool:
    """The provider takes back a paper that nobody has looked at; False when somebody has."""
    if not move(document, State.WITHDRAWN):
        return False
    trail.record(actor, "dossier.withdrawn", subject=str(document.pk), details={"kind": document.kind})
    return True


def get_document_for(provider: Provider, key: uuid.UUID) -> DossierDocument:
    """A paper of the provider's own dossier; 404 for another's."""
    document = DossierDocument.objects.filter(provider=provider, pk=key).first()
    if document is None:
        raise Http404
    return document


def waiting() -> QuerySet[DossierDocument]:
    """What waits for the office, of any provider; sort it by (`sent_at`, `pk`)."""
    return DossierDocument.objects.filter(state=State.SENT).select_related("provider__organization")


def ending() -> QuerySet[DossierDocument]:
    """Accepted papers that end within the days of the first reminder, or have ended, and that no newer one replaces.

    Sort it by (`expires_on`, `pk`).
    """
    last = today() + datetime.timedelta(days=SOON)
    ended = DossierDocument.objects.filter(~Exists(newer_ones()), state=State.ACCEPTED, expires_on__lte=last)
    return ended.select_related("provider__organization")
