"""The charter of shared values: versions written by the network's office, signed online by each organization.

A version that is out is never changed; a new one asks everybody to sign again by a date. Who signed is in the trail
of the organization that signed.
"""

import datetime
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from providers.accreditation.models import Charter, CharterSignature
from tenants import isolation
from tenants.audit import trail
from tenants.audit.models import Record
from tenants.isolation import Actor
from tenants.models import Kind, Organization, Status
from welfare.clock import day_in_rome, now, today

# Who is in the network, and signs: not the network itself, nor the territories it works for.
SIGNING = (Kind.COMPANY, Kind.COOPERATIVE, Kind.SUPPLIER)
# Who enters after a version came out has as long, whatever its date.
NEWCOMERS = datetime.timedelta(days=30)
SIGNED = "charter.signed"


class OtherVersion(Exception):
    """What was on screen is not the version in force."""


@dataclass(frozen=True)
class Signed:
    """A signature as its own organization may read it: when, and which account."""

    at: datetime.datetime
    actor: str


def in_force() -> Charter | None:
    """The version that is to be signed; None before the first one."""
    return Charter.objects.filter(published_at__isnull=False).order_by("-version").first()


def draft() -> Charter | None:
    """The version that is being written."""
    return Charter.objects.filter(published_at__isnull=True).first()


def digest(charter: Charter) -> str:
    """What tells one text from another: SHA-256 of title and text."""
    return hashlib.sha256(f"{charter.title}\n{charter.text}".encode()).hexdigest()


@transaction.atomic
def write(title: str, text: str, *, actor: Actor) -> Charter:
    """Write the next version as a draft, or go on writing it; nobody sees it until it is out."""
    found = Charter.objects.select_for_update(no_key=True).filter(published_at__isnull=True).first()
    if found is None:
        last: int = Charter.objects.aggregate(last=Max("version"))["last"] or 0
        found = Charter(version=last + 1)
    elif (found.title, found.text) == (title, text):
        return found
    found.title, found.text = title, text
    found.save()
    trail.record(actor, "charter.written", subject=str(found.pk), details={"version": found.version})
    return found


@transaction.atomic
def publish(charter: Charter, sign_by: datetime.date, *, actor: Actor) -> bool:
    """Put a version in force, to be signed by a day; False when it is already."""
    drafts = Charter.objects.filter(pk=charter.pk, published_at__isnull=True)
    if not drafts.update(published_at=now(), sign_by=sign_by):
        return False
    trail.record(actor, "charter.published", subject=str(charter.pk), details={"version": charter.version})
    return True


@transaction.atomic
def sign(charter: Charter, *, person_id: int | None, actor: Actor) -> bool:
    """The organization in force signs the version in force; False when it had signed. Raises OtherVersion."""
    present = in_force()
    if present is None or present.pk != charter.pk:
        raise OtherVersion
    return written(present, isolation.current(), person_id=person_id, actor=actor)


def written(charter: Charter, organization: Organization, *, person_id: int | None, actor: Actor) -> bool:
    """Write a signature, and in the trail in force who gave it; False when there was one."""
    defaults = {"sha256": digest(charter)}
    _signature, is_new = CharterSignature.objects.get_or_create(
        charter=charter, organization=organization, defaults=defaults
    )
    if is_new:
        details = {"version": charter.version}
        trail.record(actor, SIGNED, person_id=person_id, subject=str(charter.pk), details=details)
    return is_new


def has_signed(charter: Charter, organization: Organization) -> bool:
    """Whether an organization has signed a version."""
    return CharterSignature.objects.filter(charter=charter, organization=organization).exists()


def to_sign(organization: Organization) -> Charter | None:
    """The version that an organization has still to sign; None when nothing waits."""
    charter = in_force() if organization.kind in SIGNING else None
    return None if charter is None or has_signed(charter, organization) else charter


def day_for(charter: Charter, organization: Organization) -> datetime.date:
    """The last day on which an organization may sign a version that is out."""
    assert charter.sign_by is not None  # noqa: S101  (tells the type checker: a constraint of the table)
    return max(charter.sign_by, day_in_rome(organization.opened_at) + NEWCOMERS)


def is_overdue(organization: Organization) -> bool:
    """Whether the day has passed without a signature."""
    charter = to_sign(organization)
    return charter is not None and day_for(charter, organization) < today()


def signers(charter: Charter) -> QuerySet[Organization]:
    """Every organization that signs, each with `has_signed`; sort it by (`sort_name`, `pk`)."""
    own = CharterSignature.objects.filter(charter=charter, organization=OuterRef("pk"))
    active = Organization.objects.filter(kind__in=SIGNING, status=Status.ACTIVE)
    signing: QuerySet[Organization] = active.annotate(has_signed=Exists(own))
    return signing


def counts(charter: Charter) -> dict[str, int]:
    """How many organizations have signed a version, and how many have not."""
    every = signers(charter)
    signed = every.filter(has_signed=True).count()
    return {"signed": signed, "unsigned": every.count() - signed}


def history() -> list[tuple[Charter, Signed | None]]:
    """The versions that are out, newest first, with who signed each in the organization in force."""
    charters = list(Charter.objects.filter(published_at__isnull=False).order_by("-version"))
    signatures = Record.objects.filter(action=SIGNED, subject__in=[str(each.pk) for each in charters]).order_by("-at")
    found = {record.subject: Signed(record.at, record.actor) for record in signatures}
    return [(each, found.get(str(each.pk))) for each in charters]
