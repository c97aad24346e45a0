"""Reading regulations: what is in force, and who has still to read it."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from catalog.plans.models import Plan
from catalog.plans.queries import people_of, regulations
from catalog.regulations.models import Acknowledgement, Version
from members.models import Member
from welfare.clock import today

IN_FORCE = Version.State.IN_FORCE
# Never shown to the people of a plan: a proposal may still change.
SHOWN = (Version.State.IN_FORCE, Version.State.REPLACED)


def versions_of(plan: Plan) -> list[Version]:
    """A plan's versions, newest first, with their approvals and how many people have taken note (`readers`)."""
    rows = plan.regulation_versions.prefetch_related("approvals").annotate(readers=Count("acknowledgements"))
    return list(rows.order_by("-number"))


def version_for(pk: UUID) -> Version:
    """A version with its plan, for HR; 404 when absent."""
    return get_object_or_404(Version.objects.select_related("plan"), pk=pk)


def version_to_read(pk: UUID) -> Version:
    """A version that is or was in force, for its people; a proposal is as absent as none: 404."""
    return get_object_or_404(Version.objects.select_related("plan"), pk=pk, state__in=SHOWN)


def in_force() -> list[Version]:
    """The versions in force of open plans that have begun, newest year first."""
    begun = Version.objects.filter(
        state=IN_FORCE, plan__state=Plan.State.OPEN, plan__is_base=False, plan__starts_on__lte=today()
    ).select_related("plan")
    return list(begun.prefetch_related("approvals").order_by("-plan__year", "plan__name"))


def unapproved() -> list[Plan]:
    """Open plans that are not over, with a text of which no version was ever in force, the next to begin first."""
    approved = Version.objects.filter(plan=OuterRef("pk"), state__in=SHOWN)
    plans = Plan.objects.filter(~Exists(approved), state=Plan.State.OPEN, is_base=False, ends_on__gte=today())
    return list(plans.exclude(regulation="").order_by("starts_on", "pk"))


def unread(member: Member, plans: Collection[UUID] | None = None) -> list[Version]:
    """The versions in force, of these plans or of all open ones, that a member has not taken note of; one query."""
    mine = Acknowledgement.objects.filter(version=OuterRef("pk"), member=member)
    found = Version.objects.filter(~Exists(mine), state=IN_FORCE, plan__state=Plan.State.OPEN)
    found = found.filter(plan__is_base=False, plan__starts_on__lte=today())
    if plans is not None:
        found = found.filter(plan__in=plans)
    return list(found.select_related("plan").order_by("-plan__year", "plan__name"))


def acknowledgement_of(version: Version, member: Member) -> Acknowledgement | None:
    """When a member took note of a version, if they did."""
    return Acknowledgement.objects.filter(version=version, member=member).first()


def yet_to_read(version: Version) -> QuerySet[Member, Member]:
    """People in service who have not taken note of a version; sort them by `sort_name`."""
    theirs = Acknowledgement.objects.filter(version=version, member=OuterRef("pk"))
    return people_of(None).filter(~Exists(theirs))


def has_rules() -> bool:
    """Whether a plan in force has rules, approved or as a text; at most two queries."""
    return bool(in_force()) or bool(regulations())
