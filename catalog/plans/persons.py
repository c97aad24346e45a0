"""People as the rules of amounts look at them: who is in service in a plan's granted year."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from catalog.plans.amounts import Person, granted_year
from catalog.plans.models import Plan
from members.declarations import standings
from members.models import Member

TRAITS = ("pk", "uuid", "category_id", "hired_on", "left_on", "contract_hours")


@dataclass(frozen=True, slots=True)
class PlanPerson:
    """A member as a plan's rules look at them, with the keys under which credit is granted."""

    pk: int
    uuid: UUID
    person: Person

    @property
    def hired_on(self) -> datetime.date | None:
        """The first day at work, where it is known."""
        return self.person.hired_on

    @property
    def left_on(self) -> datetime.date | None:
        """The last day at work, of who has left or is going to."""
        return self.person.left_on


def persons_of(plan: Plan, among: QuerySet[Member, Member] | None = None) -> list[PlanPerson]:
    """Who is in service on at least one day of a plan's granted year, by pk; two queries for any number of people.

    Children are those in the declaration that stands for the plan's year, with their tax codes (L. 207/2024
    art. 1 c. 390). `among` narrows whom it looks at.
    """
    members = in_service(plan, Member.objects.all() if among is None else among)
    declared = standings(members, plan.year)
    return [
        PlanPerson(pk, uuid, Person(category, hired, left, hours, len(declared[uuid].children)))
        for pk, uuid, category, hired, left, hours in members.order_by("pk").values_list(*TRAITS)
        # Who was added between the two queries is not here yet.
        if uuid in declared
    ]


def in_service(plan: Plan, members: QuerySet[Member, Member]) -> QuerySet[Member, Member]:
    """Those of some members who are in service on at least one day of a plan's granted year."""
    first, last = granted_year(plan)
    begun = Q(hired_on__isnull=True) | Q(hired_on__lte=last)
    still_here = Q(left_on__isnull=True) | Q(left_on__gte=first)
    return members.filter(begun, still_here)
