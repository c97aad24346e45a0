"""The papers of an application: sealed with the organization that decides, seen by its office alone."""

import hashlib
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from providers.accreditation import requirements
from providers.accreditation.dossier import Paper
from providers.accreditation.models import Call, DocumentKind
from providers.accreditation.requirements import Requirement
from providers.applications import lapsing
from providers.applications.applying import CannotApply, call_of, writable
from providers.applications.models import Application, Attachment
from providers.taxonomy import KINDS
from tenants import isolation
from welfare import files, keys

PURPOSE = "application-paper"
MOST_PAPERS = 20
State = Attachment.State


@dataclass(frozen=True)
class Asked:
    """One paper that an applicant is asked for, with what was sent; `requirement` when law or network ask for it."""

    kind: DocumentKind
    requirement: Requirement | None
    sent: list[Attachment]

    @property
    def is_missing(self) -> bool:
        """Whether nothing stands that was not refused."""
        return self.kind != DocumentKind.OTHER and all(each.state == State.REFUSED for each in self.sent)


def asked_for(application: Application) -> list[Asked]:
    """What is asked of an applicant: the call's own papers, or what the network needs; then what was sent besides."""
    call = call_of(application)
    needed = kinds_of(application, call)
    sent = list(application.attachments.order_by("added_at", "pk"))
    besides = [DocumentKind(each.kind) for each in sent if each.kind not in needed]
    kinds = [*needed, *dict.fromkeys(besides)]
    by_kind = {kind: [each for each in sent if each.kind == kind] for kind in kinds}
    return [Asked(kind, needed.get(kind), by_kind[kind]) for kind in kinds]


def kinds_of(application: Application, call: Call | None) -> dict[DocumentKind, Requirement | None]:
    """The kinds that are asked for, in their order."""
    if call is not None:
        return {DocumentKind(kind): requirements.BY_KIND.get(kind) for kind in call.documents}
    areas = {KINDS[kind].area for kind in application.kinds if kind in KINDS}
    return {requirement.kind: requirement for requirement in requirements.required_of(application.form, areas)}


@transaction.atomic
def attach(application: Application, paper: Paper) -> Attachment:
    """Keep a paper sealed; the same file again for the same paper is the first one, with the dates that it has now.

    One scan may hold several papers: it is kept for each. Raises CannotApply.
    """
    writable(application)
    sha256 = hashlib.sha256(paper.content).hexdigest()
    own = Attachment.objects.filter(application=application)
    same = own.filter(sha256=sha256, kind=paper.kind).first()
    if same is not None:
        dates = {"issued_on": paper.issued_on, "expires_on": paper.expires_on}
        own.filter(pk=same.pk, state=Attachment.State.WAITING).update(**dates)
        return same
    if own.count() >= MOST_PAPERS:
        raise CannotApply(_("An application holds at most 20 documents: take one away first."))
    owner = isolation.current().key
    stored_name = files.write(owner, keys.seal_bytes(PURPOSE, owner, paper.content), "sealed")
    try:
        return Attachment.objects.create(
            application=application, kind=paper.kind, issued_on=paper.issued_on, expires_on=paper.expires_on,
            stored_name=stored_name, extension=paper.extension, sha256=sha256,
        )  # fmt: skip
    except BaseException:
        files.remove(owner, stored_name)
        raise


@transaction.atomic
def take_away(application: Application, key: uuid.UUID) -> None:
    """Take back a paper that the office has not accepted; it is erased. Raises CannotApply, Http404."""
    writable(application)
    attachment = get_attachment(application, key)
    if attachment.state == State.ACCEPTED:
        raise CannotApply(_("The office has accepted this document: it stays."))
    lapsing.erase(attachment)


def get_attachment(application: Application, key: uuid.UUID) -> Attachment:
    """One paper of an application; 404 for another's."""
    attachment = application.attachments.filter(pk=key).first()
    if attachment is None:
        raise Http404
    return attachment


def content_of(attachment: Attachment) -> bytes:
    """The file, opened. Raises FileNotFoundError once it is erased."""
    owner = isolation.current().key
    return keys.unseal_bytes(PURPOSE, owner, files.read(owner, attachment.stored_name))
