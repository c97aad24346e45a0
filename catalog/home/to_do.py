"""What waits for HR: lines that lead to the page where the act is done, and go away when it is done.

Each function here gives the lines of one subject; a new one is a function more in SUBJECTS.
"""

import calendar
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.closing.run import closable
from catalog.conversion.closing import to_grant
from catalog.plans.expiring import Expiring
from catalog.plans.models import Grant, Plan
from catalog.plans.queries import running_grants
from catalog.regulations.queries import unapproved
from catalog.shelf import looks
from members import finding
from members.finding import Situation
from members.models import Member
from members.people_import.work import to_check
from members.queries import employed_on
from providers.accreditation import charter, presenting
from tenants import isolation
from welfare.access import roles
from welfare.clock import today
from welfare.money import format_euro
from welfare.templatetags.kit import day

# More grants than these with people who have not had them are one line.
MOST_GRANTS = 3
HR_ONLY = roles("hr")
# From this month on the plan of the year to come should be there.
NEXT_PLAN_FROM = 11


@dataclass(frozen=True)
class ToDo:
    """Something that waits for HR: how many (None: one thing), of what, and where it is done."""

    label: str
    url: str
    count: int | None = None
    detail: str = ""


def to_do(budgets: Iterable[Expiring], user: Any) -> list[ToDo]:
    """Everything that waits for `user`, what touches people's credit first; `budgets` are those that have not expired.

    What leads to a page that they may not open is left out.
    """
    subjects = [subject for subject in SUBJECTS if subject not in OF_HR_ONLY or HR_ONLY.allows(user)]
    return [*(line for subject in subjects for line in subject()), *expiring(budgets)]


def people_list(situation: str = "", **asked: str) -> str:
    """The address of the people that a line speaks of."""
    return f"{reverse('people:list')}?{urlencode({'stato': situation, **asked} if situation else asked)}"


def without_credit() -> Iterator[ToDo]:
    """People whom a running grant speaks of and who have not had it."""
    waiting: list[Any] = [grant for grant in running_grants() if grant.missing]  # type: ignore[attr-defined]
    for grant in waiting[:MOST_GRANTS]:
        yield ToDo(words_of(grant), reverse("plans:grant_rest", args=[grant.pk]), grant.missing, detail_of(grant))
    others = waiting[MOST_GRANTS:]
    if others:
        label = ngettext("other grant that somebody has not had", "other grants that somebody has not had", len(others))
        yield ToDo(label, reverse("plans:plan", args=[others[0].budget.plan_id]), len(others))


def words_of(grant: Any) -> str:
    """Who waits: new hires, when all of them are."""
    if grant.missing == grant.newly_hired:
        return ngettext("new hire without credit", "new hires without credit", grant.missing)
    return ngettext("person without credit", "people without credit", grant.missing)


def detail_of(grant: Grant) -> str:
    """What they have not had: the source, the category, how much."""
    whom = grant.category.name if grant.category else _("Everybody")
    how_much = _("by its rule") if grant.is_by_rule else format_euro(grant.amount)
    return f"{grant.budget.name} · {whom} · {how_much}"


def import_to_check() -> Iterator[ToDo]:
    """Rows of the newest import of people that have errors."""
    run = to_check()
    if run is not None:
        label = ngettext("row to check in the last import", "rows to check in the last import", run.errors)  # type: ignore[attr-defined]
        yield ToDo(label, reverse("people_import:run", args=[run.pk]), run.errors, run.file_name)  # type: ignore[attr-defined]


def leavers() -> Iterator[ToDo]:
    """People whose last day is in what is left of the month."""
    first = today()
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    count = finding.leaving(first, last).count()
    if count:
        label = ngettext("leaves by the end of the month", "leave by the end of the month", count)
        yield ToDo(label, people_list(Situation.LEAVING), count, _("Until when their credit can be used."))


def invitations() -> Iterator[ToDo]:
    """People who have not been reached: not invited, without letter, with an invitation that lies there."""
    counts = Member.objects.filter(employed_on(today())).aggregate(
        to_invite=Count("pk", filter=Q(user__in=finding.to_invite())),
        no_letter=Count("pk", filter=Q(user__in=finding.without_letter())),
        not_opened=Count("pk", filter=Q(user__in=finding.not_opened())),
        no_category=Count("pk", filter=Q(category__isnull=True)),
    )
    n = counts["to_invite"]
    if n:
        yield ToDo(ngettext("person to invite", "people to invite", n), people_list(Situation.TO_INVITE), n)
    n = counts["no_letter"]
    if n:
        label = ngettext("person without e-mail and without letter", "people without e-mail and without letter", n)
        yield ToDo(label, people_list(Situation.NO_LETTER), n, _("Print their letters with the code."))
    n = counts["not_opened"]
    if n:
        label = ngettext("invitation not opened", "invitations not opened", n)
        yield ToDo(label, people_list(Situation.NOT_OPENED), n, _("Send another one, or print a letter."))
    n = counts["no_category"]
    if n:
        label = ngettext("person in no category", "people in no category", n)
        url = people_list(categoria=finding.NO_CATEGORY)
        yield ToDo(label, url, n, _("Credit granted by category does not reach them."))


def bonuses() -> Iterator[ToDo]:
    """Windows that have closed and whose credit could not be granted."""
    for window in to_grant():
        label = _("The credit of converted bonuses has not been granted yet")
        yield ToDo(label, reverse("windows:window", args=[window.pk]), detail=window.agreement)


def expiring(budgets: Iterable[Expiring]) -> Iterator[ToDo]:
    """Budgets in their last three weeks."""
    for each in (budget for budget in budgets if budget.is_near):
        words = {"budget": each.budget.name, "day": day(each.budget.expires_on, "short")}
        label = _("“%(budget)s” expires on %(day)s") % words
        yield ToDo(label, reverse("plans:plan", args=[each.budget.plan_id]), detail=left_of(each))


def to_close() -> Iterator[ToDo]:
    """Budgets past their last day whose rest goes where HR has to confirm it."""
    for budget in closable():
        label = _("“%(budget)s” has expired: close it") % {"budget": budget.name}
        detail = _("What is left waits: %(policy)s") % {"policy": budget.get_residual_display()}
        yield ToDo(label, reverse("closing:budget", args=[budget.plan_id, budget.pk]), detail=detail)


def left_of(each: Expiring) -> str:
    """What was granted; and, when it may be told, what was left at the end of last month."""
    granted = format_euro(each.granted, whole=True)
    if each.left is None:
        return _("%(granted)s granted. What is left is not shown: few people have used it.") % {"granted": granted}
    left = {"granted": granted, "left": format_euro(each.left, whole=True), "day": day(each.as_of, "short")}
    return _("%(granted)s granted; %(left)s were left on %(day)s.") % left


def new_terms() -> Iterator[ToDo]:
    """Services on the shelf whose price or conditions have changed since HR looked."""
    n = looks.count()
    if n:
        label = ngettext("service to look at again", "services to look at again", n)
        yield ToDo(label, reverse("shelf_choice:looks"), n, _("Price or conditions have changed."))


def rules() -> Iterator[ToDo]:
    """Open plans whose rules are written and were never approved."""
    for plan in unapproved():
        label = _("The rules of “%(plan)s” are not approved yet") % {"plan": plan.name}
        detail = _("Once they are in force, people read them before they spend.")
        yield ToDo(label, reverse("regulations_hr:versions", args=[plan.pk]), detail=detail)


def charter_to_sign() -> Iterator[ToDo]:
    """The version of the charter that the organization has still to sign."""
    here = isolation.current()
    version = charter.to_sign(here)
    if version is not None:
        label = _("The charter of shared values is to be signed by %(day)s") % {
            "day": day(charter.day_for(version, here), "short")
        }
        yield ToDo(label, reverse("charter:charter"), detail=version.title)


def presentations() -> Iterator[ToDo]:
    """Applicants who asked this organization to present them."""
    n = presenting.count_waiting(isolation.current())
    if n:
        label = ngettext("applicant asks you to present them", "applicants ask you to present them", n)
        yield ToDo(label, reverse("charter:presentations"), n)


def next_plan() -> Iterator[ToDo]:
    """From November on: the plan of the year to come, if it is missing or still a draft."""
    now = today()
    if now.month < NEXT_PLAN_FROM:
        return
    year = now.year + 1
    plans = list(Plan.objects.filter(year=year, is_base=False).order_by("pk"))
    if not plans:
        yield ToDo(_("The plan of %(year)s is missing") % {"year": year}, reverse("plans:new"))
    elif all(plan.state == Plan.State.DRAFT for plan in plans):
        label = _("The plan of %(year)s is still a draft") % {"year": year}
        yield ToDo(label, reverse("plans:setup", args=[plans[0].pk]))


Subject = Callable[[], Iterable[ToDo]]
SUBJECTS: tuple[Subject, ...] = (
    without_credit, to_close, bonuses, new_terms, rules, import_to_check, leavers, invitations, next_plan,
    charter_to_sign, presentations,
)  # fmt: skip
# Those whose pages are not the welfare manager's.
OF_HR_ONLY: tuple[Subject, ...] = (import_to_check, bonuses, charter_to_sign, presentations)
