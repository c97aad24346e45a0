"""What the console shows, read from the registry alone: it never looks into an organization."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, TextChoices
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from tenants.audit.models import Record
from tenants.known_migrations import known
from tenants.models import FailedTask, Kind, Organization, Provisioning, Status
from welfare.clock import now
from welfare.paging import Page, page_by_key
from welfare.sorting import sort_key

BY_NAME = ("sort_name", "pk")
NEWEST = ("-failed_at", "pk")


@dataclass(frozen=True)
class AskedOfWorks:
    """A question to the list of given-up work; empty text asks nothing."""

    search: str = ""
    kind: str = ""
    is_resolved: bool = False

    def kept(self) -> dict[str, str]:
        """The question as the values of an address."""
        return {"q": self.search, "tipo": self.kind, "stato": RESOLVED if self.is_resolved else ""}


RESOLVED = "chiusi"
# How long the first person of an organization may take before the network asks.
PATIENCE = datetime.timedelta(days=7)


class Trouble(TextChoices):
    """What an organization may need, looked for like a state; a word of the address."""

    STOPPED = "ferma", _("Opening stopped")
    SILENT = "nessuno", _("Nobody has come in")
    BEHIND = "indietro", _("Behind on updates")


def in_trouble(trouble: str) -> Q:
    """Organizations with one kind of trouble: read from the registry alone."""
    if trouble == Trouble.STOPPED:
        return Q(provisioning__step=Provisioning.Step.FAILED)
    if trouble == Trouble.SILENT:
        since = Q(provisioning__step=Provisioning.Step.DONE, opened_at__lt=now() - PATIENCE)
        return since & Q(status=Status.ACTIVE, provisioning__entered_at__isnull=True)
    return Q(status=Status.ACTIVE, migrations_applied__lt=len(known()))


def is_silent(organization: Organization) -> bool:
    """Whether an organization is open and nobody has come in yet, however long it has been."""
    row = provisioning_of(organization)
    return organization.is_active and row is not None and row.step == Provisioning.Step.DONE and row.entered_at is None


def waiting() -> dict[str, int]:
    """How many organizations need an act of the network, by what it is; one query."""
    opening = Q(provisioning__isnull=False) & ~Q(
        provisioning__step__in=[Provisioning.Step.DONE, Provisioning.Step.FAILED]
    )
    wanted = {trouble.name.lower(): in_trouble(trouble) for trouble in Trouble}
    wanted |= {"opening": opening, "suspended": Q(status=Status.SUSPENDED)}
    counts: dict[str, int] = Organization.objects.aggregate(
        **{name: Count("pk", filter=asked) for name, asked in wanted.items()}
    )
    return counts


def count_by_kind() -> list[tuple[str, int]]:
    """How many organizations of each kind are active, by the kind's label."""
    active = Organization.objects.filter(status=Status.ACTIVE)
    counts = dict(active.values_list("kind").annotate(Count("pk")).order_by())
    return [(str(kind.label), counts.get(kind.value, 0)) for kind in Kind]


def organizations(search: str, status: str, cursor: str) -> Page[Organization]:
    """One page of organizations by name; `search` looks in names and hosts, whatever case and accents."""
    found = Organization.objects.all()
    for word in sort_key(search).split():
        found = found.filter(Q(sort_name__contains=word) | Q(slug__contains=word))
    if status in Status.values:
        found = found.filter(status=status)
    elif status in Trouble.values:
        found = found.filter(in_trouble(status))
    return page_by_key(found, BY_NAME, cursor)


def get_organization(pk: uuid.UUID) -> Organization:
    """An organization with its opening, if any; raises Http404."""
    found: Organization | None = Organization.objects.select_related("provisioning").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def provisioning_of(organization: Organization) -> Provisioning | None:
    """How its opening stands; None for one that was not opened through the console."""
    return getattr(organization, "provisioning", None)


def history(organization: Organization) -> QuerySet[Record]:
    """What operators did to an organization, newest first: from the network's own trail."""
    acts = Record.objects.filter(subject=organization.key, action__startswith="organization.")
    return acts.order_by("-at", "-pk")[:20]


def open_failures() -> QuerySet[FailedTask]:
    """Work that was given up and not tried again."""
    return FailedTask.objects.filter(resolved_at__isnull=True)


def get_failure(pk: uuid.UUID) -> FailedTask:
    """Given-up work, tried again or not; raises Http404."""
    found = FailedTask.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def failures(asked: AskedOfWorks) -> QuerySet[FailedTask]:
    """Given-up work that answers a question: open, or dealt with."""
    found = FailedTask.objects.filter(resolved_at__isnull=not asked.is_resolved).select_related("organization")
    if asked.kind:
        found = found.filter(kind=asked.kind)
    for word in sort_key(asked.search).split():
        found = found.filter(Q(organization__sort_name__contains=word) | Q(organization__slug__contains=word))
    return found


def open_kinds() -> dict[str, int]:
    """How much given-up work of each kind waits."""
    return dict(open_failures().values_list("kind").annotate(Count("pk")).order_by("kind"))
