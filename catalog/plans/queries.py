"""Reading plans, budgets and grants."""

from uuid import UUID

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.shortcuts import get_object_or_404

from catalog.plans.models import Budget, Grant, Plan
from members.ledger.models import Leg, Reason
from members.models import Category, Member
from welfare.clock import today


def plans() -> QuerySet[Plan, Plan]:
    """All plans with their budgets, newest year first."""
    return Plan.objects.prefetch_related("budgets").order_by("-year", "-starts_on", "name", "pk")


def plan_for(pk: UUID) -> Plan:
    """A plan with its budgets, or 404."""
    return get_object_or_404(Plan.objects.prefetch_related("budgets"), pk=pk)


def budget_for(pk: UUID) -> Budget:
    """A budget with its plan, or 404."""
    return get_object_or_404(Budget.objects.select_related("plan"), pk=pk)


def grant_for(pk: UUID) -> Grant:
    """A grant with its budget, plan and category, or 404."""
    return get_object_or_404(Grant.objects.select_related("budget__plan", "category"), pk=pk)


def regulations() -> list[Plan]:
    """The open plans that have begun and have a text for their people, newest year first."""
    begun = Plan.objects.filter(state=Plan.State.OPEN, starts_on__lte=today())
    return list(begun.exclude(regulation="").order_by("-year", "name"))


def people_of(category: Category | None) -> QuerySet[Member, Member]:
    """Who a grant to a category (None: everybody) speaks of: people in service today."""
    day = today()
    in_service = Q(left_on__isnull=True) | Q(left_on__gte=day)
    begun = Q(hired_on__isnull=True) | Q(hired_on__lte=day)
    people = Member.objects.filter(in_service, begun)
    return people if category is None else people.filter(category=category)


def members_without(grant: Grant) -> QuerySet[Member, Member]:
    """People that a grant speaks of and who have not had it: hired, or moved there, since."""
    received = Leg.objects.filter(
        entry__reference=str(grant.pk),
        entry__reason=Reason.GRANT,
        account__owner=OuterRef("uuid"),
    )
    return people_of(grant.category).filter(~Exists(received))


def grants_of(plan: Plan) -> list[Grant]:
    """A plan's grants, newest first, each with `missing`: people it speaks of who have not had it."""
    return with_missing(Grant.objects.filter(budget__plan=plan))


def running_grants() -> list[Grant]:
    """The grants of open plans that have begun, of budgets that have not expired, with `missing` and `newly_hired`."""
    day = today()
    running = Q(budget__plan__state=Plan.State.OPEN, budget__plan__starts_on__lte=day, budget__expires_on__gte=day)
    return with_missing(Grant.objects.filter(running).select_related("budget__plan"))


def with_missing(grants: QuerySet[Grant, Grant]) -> list[Grant]:
    """Grants, newest first, with `missing`: how many people they speak of have not had them; `newly_hired`: how many
    of these were hired since.
    """
    received = Leg.objects.filter(
        entry__reference=Cast(OuterRef(OuterRef("pk")), CharField()),
        entry__reason=Reason.GRANT,
        account__owner=OuterRef("uuid"),
    )
    spoken_of = people_of(None).filter(Q(category=OuterRef("category")) | Q(Exists(everybody())))
    without = spoken_of.filter(~Exists(received)).order_by()
    since = without.filter(hired_on__gt=OuterRef("granted_on"))
    counted = {
        name: Coalesce(Subquery(people.values(n=Func(F("pk"), function="COUNT"))), 0)
        for name, people in (("missing", without), ("newly_hired", since))
    }
    grants = grants.select_related("category", "budget", "granted_by")
    return list(grants.annotate(**counted).order_by("-granted_on", "-pk"))


def everybody() -> QuerySet[Grant, Grant]:
    """The grant of an outer query, if it speaks of no category."""
    return Grant.objects.filter(pk=OuterRef(OuterRef("pk")), category__isnull=True)
