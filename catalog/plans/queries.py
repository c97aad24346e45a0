"""Reading plans, budgets and grants."""

from uuid import UUID

from django.db.models import Case, DateTimeField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from catalog.plans.due import CONFIRMED
from catalog.plans.models import Budget, BudgetAmount, Grant, GrantCorrection, GrantLine, Plan
from members.models import Category, Member
from welfare.clock import today

# The grants that others may follow: confirmed, of everybody or a category, by the rule or of a flat amount.
HEADS = Q(state__in=CONFIRMED, follows__isnull=True, member__isnull=True) & (
    Q(is_by_rule=True) | Q(amount__isnull=False)
)


def plan_for(pk: UUID) -> Plan:
    """A plan with its budgets, or 404."""
    return get_object_or_404(Plan.objects.prefetch_related("budgets"), pk=pk)


def budget_for(pk: UUID) -> Budget:
    """A budget with its plan, or 404."""
    return get_object_or_404(Budget.objects.select_related("plan"), pk=pk)


def grant_for(pk: UUID) -> Grant:
    """A grant with its budget, plan, category and person, or 404."""
    return get_object_or_404(Grant.objects.select_related("budget__plan", "category", "member__user"), pk=pk)


def lines_of(grant: Grant) -> QuerySet[GrantLine, GrantLine]:
    """The lines of a grant with their people, and their `name` to sort by."""
    lines = GrantLine.objects.filter(grant=grant).select_related("member__user", "member__category")
    return lines.annotate(name=F("member__sort_name"))


def line_for(pk: int) -> GrantLine:
    """One person's line of a grant that was posted, or 404."""
    lines = GrantLine.objects.select_related("grant__budget__plan", "member__user")
    return get_object_or_404(lines, pk=pk, grant__state=Grant.State.DONE)


def corrections_of(line: GrantLine) -> list[GrantCorrection]:
    """What was put right in a line, the oldest first: each begins where another ended."""
    return list(line.corrections.order_by("corrected_at", "pk"))


def regulations() -> list[Plan]:
    """The open plans that have begun and have a text for their people, newest year first."""
    begun = Plan.objects.filter(state=Plan.State.OPEN, is_base=False, starts_on__lte=today())
    return list(begun.exclude(regulation="").order_by("-year", "name"))


def people_of(category: Category | None) -> QuerySet[Member, Member]:
    """Who a grant to a category (None: everybody) speaks of: people in service today."""
    day = today()
    in_service = Q(left_on__isnull=True) | Q(left_on__gte=day)
    begun = Q(hired_on__isnull=True) | Q(hired_on__lte=day)
    people = Member.objects.filter(in_service, begun)
    return people if category is None else people.filter(category=category)


def grants_of(plan: Plan) -> list[Grant]:
    """A plan's grants that were not given up, newest first, each with `missing`: people it speaks of who have not
    had it.
    """
    return with_missing(Grant.objects.filter(budget__plan=plan).exclude(state=Grant.State.DROPPED))


def running_grants() -> list[Grant]:
    """The grants of open plans that have begun, of budgets that have not expired, with `missing` and `newly_hired`."""
    day = today()
    running = Q(budget__plan__state=Plan.State.OPEN, budget__plan__starts_on__lte=day, budget__expires_on__gte=day)
    return with_missing(Grant.objects.filter(running, HEADS).select_related("budget__plan"))


def with_missing(grants: QuerySet[Grant, Grant]) -> list[Grant]:
    """Grants, newest first, with `missing`: how many people they speak of have not had them; `newly_hired`: how many
    of these were hired since. A grant that follows another, or is one person's, leaves nobody out.
    """
    counted = {}
    for name, since in (("missing", Q()), ("newly_hired", Q(hired_on__gt=OuterRef("granted_on")))):
        ruled, flat = (number_of(people.filter(since)) for people in (waiting_by_rule(), waiting_for_flat()))
        counted[name] = Case(When(HEADS & Q(is_by_rule=True), then=ruled), When(HEADS, then=flat), default=0)
    grants = grants.select_related("category", "budget", "granted_by", "member__user")
    return list(grants.annotate(**counted).order_by("-granted_on", "-pk"))


def number_of(people: QuerySet[Member, Member]) -> Coalesce:
    """How many people a subquery finds."""
    return Coalesce(Subquery(people.order_by().values(n=Func(F("pk"), function="COUNT"))), 0)


def waiting_by_rule() -> QuerySet[Member, Member]:
    """Of an outer grant by rule: people in service in its year of whom the rule speaks, who have had nothing by it."""
    amounts = BudgetAmount.objects.filter(budget=OuterRef(OuterRef("budget")))
    had = GrantLine.objects.filter(member=OuterRef("pk"), grant__state__in=CONFIRMED, grant__is_by_rule=True)
    return in_its_year().filter(
        Exists(amounts.filter(Q(category__isnull=True) | Q(category=OuterRef("category")))),
        ~Exists(had.filter(grant__budget=OuterRef(OuterRef("budget")))),
    )


def waiting_for_flat() -> QuerySet[Member, Member]:
    """Of an outer grant of a flat amount: people in service in its year that it speaks of, who have not had it."""
    everybody = Grant.objects.filter(pk=OuterRef(OuterRef("pk")), category__isnull=True)
    had = GrantLine.objects.filter(member=OuterRef("pk"), grant__state__in=CONFIRMED)
    family = Q(grant=OuterRef(OuterRef("pk"))) | Q(grant__follows=OuterRef(OuterRef("pk")))
    return in_its_year().filter(Q(category=OuterRef("category")) | Q(Exists(everybody)), ~Exists(had.filter(family)))


def in_its_year() -> QuerySet[Member, Member]:
    """People in service today who are so in the year of the plan of an outer grant, too (`amounts.granted_year`)."""
    plan = "budget__plan__"
    a_year_on = Func(
        OuterRef(plan + "starts_on"), template="(%(expressions)s + interval '1 year')", output_field=DateTimeField()
    )
    begun = Q(hired_on__isnull=True) | Q(hired_on__lt=a_year_on, hired_on__lte=OuterRef(plan + "ends_on"))
    still_here = Q(left_on__isnull=True) | Q(left_on__gte=OuterRef(plan + "starts_on"))
    return people_of(None).filter(begun, still_here)
