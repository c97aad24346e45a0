"""What the console shows, read from the registry alone: it never looks into an organization."""

import uuid
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import Http404

from tenants.audit.models import Record
from tenants.models import FailedTask, Kind, Organization, Provisioning, Status
from welfare.paging import Page, page_by_key
from welfare.sorting import sort_key

BY_NAME = ("sort_name", "pk")
NEWEST = ("-failed_at", "pk")


@dataclass(frozen=True)
class ToDo:
    """How many things wait for an operator."""

    failed_tasks: int
    stopped: int
    opening: int
    suspended: int

    @property
    def nothing(self) -> bool:
        """Whether all is well."""
        return not (self.failed_tasks or self.stopped or self.opening or self.suspended)


def to_do() -> ToDo:
    """What needs an act first."""
    openings = Provisioning.objects.exclude(step=Provisioning.Step.DONE)
    return ToDo(
        # A stopped opening is a failed task too: it is shown once, where it can be understood.
        failed_tasks=open_failures().exclude(kind="provisioning").count(),
        stopped=openings.filter(step=Provisioning.Step.FAILED).count(),
        opening=openings.exclude(step=Provisioning.Step.FAILED).count(),
        suspended=Organization.objects.filter(status=Status.SUSPENDED).count(),
    )


def count_by_kind() -> list[tuple[str, int]]:
    """How many organizations of each kind are active, by the kind's label."""
    active = Organization.objects.filter(status=Status.ACTIVE)
    counts = dict(active.values_list("kind").annotate(Count("pk")).order_by())
    return [(str(kind.label), counts.get(kind.value, 0)) for kind in Kind]


def organizations(search: str, status: str, cursor: str) -> Page[Organization]:
    """One page of organizations by name; `search` looks in names and hosts, whatever case and accents."""
    found = Organization.objects.all()
    if search:
        found = found.filter(sort_name__contains=sort_key(search)[:240]) | found.filter(slug__contains=search.lower())
    if status in Status.values:
        found = found.filter(status=status)
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


def failures_page(cursor: str) -> Page[FailedTask]:
    """One page of given-up work, newest first."""
    return page_by_key(open_failures().select_related("organization"), NEWEST, cursor)
