"""Grants as HR's pages show them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.plans.amounts import granted_year
from catalog.plans.grant_forms import GrantForm
from catalog.plans.models import Budget, Grant, GrantLine, ProRata
from catalog.plans.queries import with_missing
from welfare.money import format_amount
from welfare.templatetags.kit import day

State = Grant.State


def form_context(budget: Budget, form: GrantForm) -> dict[str, Any]:
    """The page on which HR says to whom and how much; with the budget's rule, where it has one."""
    amounts = list(budget.amounts.select_related("category").order_by("category__name"))
    rows = [(row.category.name if row.category else _("Everybody else"), row.amount) for row in amounts]
    if len(rows) == 1 and amounts[0].category is None:
        rows = [(_("Everybody"), rows[0][1])]
    return {"budget": budget, "form": form, "rule": rows, "conditions": conditions_of(budget)}


def conditions_of(budget: Budget) -> list[str]:
    """What else a budget's rule looks at, a sentence each."""
    found = []
    if budget.full_time_hours is not None:
        hours = {"hours": f"{budget.full_time_hours:g}"}
        found.append(_("In proportion for who works fewer than %(hours)s hours a week.") % hours)
    if budget.per_child:
        found.append(
            _("%(amount)s more for each dependent child declared.")
            % {"amount": format_amount(budget.per_child, budget.unit)}
        )
    if budget.pro_rata != ProRata.NONE:
        first, last = granted_year(budget.plan)
        found.append(
            _("%(how)s, from %(first)s to %(last)s, for who joins or leaves within the year.")
            % {"how": budget.get_pro_rata_display(), "first": day(first, "short"), "last": day(last, "short")}
        )
    return found


def run_context(given: Grant, lines: Sequence[GrantLine]) -> dict[str, Any]:
    """One grant, in whatever state it is, with some of its lines."""
    figures, rows = given.figures, [(line, reckoning_of(line, given.budget.unit)) for line in lines]
    return progress_of(given) | {
        "whom": whom(given),
        "is_open": given.state == State.PREVIEWED,
        "categories": [
            (name or _("No category"), n, Decimal(total)) for name, n, total in figures.get("categories", [])
        ],
        "left_out": left_out(figures.get("left_out", {})),
        "changes": changes(figures.get("changes", {})) if given.state == State.PREVIEWED else "",
        "lines": rows,
        "has_reasons": any(why for _, why in rows),
        "may_correct": given.state == State.DONE and given.taken_from_id is None,
    }


def is_waiting(given: Grant) -> bool:
    """Whether it is still to be posted, or being posted."""
    return given.state in (State.QUEUED, State.STARTED)


def progress_of(given: Grant) -> dict[str, Any]:
    """What the fragment shows of a grant that is under way."""
    label = _("%(done)s of %(all)s people have their credit") % {"done": given.rows_done, "all": given.rows_total}
    return {"grant": given, "is_waiting": is_waiting(given), "label": label}


def whom(given: Grant) -> str:
    """The people it speaks of."""
    if given.member is not None:
        return str(given.member)
    return given.category.name if given.category else _("Everybody")


def left_out(counts: dict[str, int]) -> list[str]:
    """How many people are due nothing, and why, a sentence each."""
    words = {
        "had": ngettext("%(n)s person has had it already.", "%(n)s people have had it already.", counts.get("had", 0)),
        "not_spoken_of": ngettext(
            "%(n)s person is in no category that the rule names.",
            "%(n)s people are in no category that the rule names.",
            counts.get("not_spoken_of", 0),
        ),
        "coming": ngettext(
            "%(n)s person has not begun to work yet: grant it when they have.",
            "%(n)s people have not begun to work yet: grant it when they have.",
            counts.get("coming", 0),
        ),
        "left": ngettext(
            "%(n)s person has left.", "%(n)s people have left.", counts.get("left", 0)
        ),
    }  # fmt: skip
    return [words[why] % {"n": counts[why]} for why in words if counts.get(why)]


def changes(counts: dict[str, int]) -> str:
    """What has changed since the figures were shown the first time."""
    words = {
        "joined": ngettext("%(n)s person more", "%(n)s people more", counts.get("joined", 0)),
        "gone": ngettext("%(n)s person less", "%(n)s people less", counts.get("gone", 0)),
        "other": ngettext(
            "%(n)s person with another amount", "%(n)s people with another amount", counts.get("other", 0)
        ),
    }
    return ", ".join(words[kind] % {"n": counts[kind]} for kind in words if counts.get(kind))


def reckoning_of(line: GrantLine, unit: str) -> str:
    """Why a person is due that much of a unit, from the facts that were kept with the line."""
    facts: dict[str, str] = line.reckoning
    words = []
    if "hours" in facts:
        words.append(_("%(hours)s of %(full_time)s hours") % facts)
    if "children" in facts:
        children = ngettext("%(n)s child", "%(n)s children", int(facts["children"])) % {"n": facts["children"]}
        words.append(children)
    if "by" in facts:
        is_months = facts["by"] == ProRata.MONTHS
        words.append((_("%(part)s of %(whole)s months") if is_months else _("%(part)s of %(whole)s days")) % facts)
    if "had" in facts:
        words.append(_("%(amount)s had before") % {"amount": format_amount(Decimal(facts["had"]), unit)})
    return " · ".join(words)


def rest_context(given: Grant) -> dict[str, Any]:
    """The page that asks whether to reckon what is due to those who have not had a grant."""
    [head] = with_missing(Grant.objects.filter(pk=given.follows_id or given.pk))
    back = reverse("plans:plan", args=[given.budget.plan_id])
    unit = given.budget.unit
    amount = _("By the rule of the source") if given.amount is None else format_amount(given.amount, unit)
    pro_rata = given.budget.pro_rata != ProRata.NONE
    return {
        "title": _("Grant it to those who have not had it?"),
        "text": _("Who was hired since is due their part of the year, by date.") if pro_rata else "",
        "facts": [
            (_("Source"), given.budget.name),
            (_("To whom"), whom(given)),
            (_("People without it"), head.missing),  # type: ignore[attr-defined]
            (_("How much"), amount),
        ],
        "submit": _("See what it comes to"),
        "back_url": back,
        "back_label": given.budget.plan.name,
    }


def columns() -> list[str]:
    """The header of the file of a grant."""
    return [_("Number"), _("Surname and name"), _("Category"), _("Amount"), _("Amount now"), _("Why")]


def row_of(line: GrantLine, unit: str) -> list[object]:
    """One person in the file of a grant of a unit."""
    member = line.member
    why, amounts = reckoning_of(line, unit), [format_amount(each, unit) for each in (line.amount, line.holds)]
    name = f"{member.user.family_name} {member.user.given_name}"
    return [member.number, name, member.category or "", *amounts, why]
