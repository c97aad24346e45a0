"""The terms of a plan as a regulation freezes them, and the same in words."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.plans.models import Basis, Budget, BudgetAmount, Plan, ProRata, Residual, Source
from catalog.shelf import areas
from welfare.money import format_euro
from welfare.templatetags.kit import day

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """One budget's rules in words: its name, and pairs of what and how."""

    name: str
    lines: list[tuple[str, str]]


def frozen(plan: Plan) -> dict[str, Any]:
    """A plan's dates and budgets as JSON holds them; two queries."""
    budgets = plan.budgets.prefetch_related("amounts__category").order_by("source", "pk")
    return {
        "starts_on": str(plan.starts_on),
        "ends_on": str(plan.ends_on),
        "budgets": [frozen_budget(budget) for budget in budgets],
    }


def frozen_budget(budget: Budget) -> dict[str, Any]:
    """One budget; amounts and days as text, nothing as null."""
    amounts = sorted(map(frozen_amount, budget.amounts.all()))
    return {
        "source": budget.source,
        "basis": budget.basis,
        "name": budget.name,
        "unit": budget.unit,
        "amounts": amounts,
        "full_time_hours": text(budget.full_time_hours),
        "per_child": text(budget.per_child),
        "most_children": text(budget.most_children),
        "pro_rata": budget.pro_rata,
        "opens": sorted(budget.opens),
        "opens_on": text(budget.opens_on),
        "expires_on": str(budget.expires_on),
        "residual": budget.residual,
        "carried_until": text(budget.carried_until),
        "refund_days": budget.refund_days,
        "leaver_days": budget.leaver_days,
    }


def frozen_amount(row: BudgetAmount) -> tuple[str, str]:
    """Who (empty: everybody) and how much."""
    return row.category.name if row.category else "", str(row.amount)


def text(value: object) -> str:
    """A value as text; empty for none."""
    return "" if value is None else str(value)


def digest_of(words: str, terms: Facts) -> str:
    """What tells two versions apart: SHA-256 over the text and the terms."""
    body = json.dumps([words, terms], sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def rules(terms: Facts) -> list[Rule]:
    """The budgets of frozen terms in the reader's language."""
    return [Rule(facts["name"], lines_of(facts)) for facts in terms["budgets"]]


def lines_of(facts: Facts) -> list[tuple[str, str]]:
    """One budget in words; lines that say nothing are left out."""
    lines = [
        (_("Where it comes from"), source_of(facts)),
        (_("Who gets how much"), amounts_of(facts)),
        (_("Part-time"), part_time(facts)),
        (_("Children"), children(facts)),
        (_("Who joins or leaves within the year"), in_part(facts)),
        (_("What it pays for"), opened(facts)),
        (_("To be used"), window(facts)),
        (_("What is left over"), left_over(facts)),
        (_("Refunds that come after"), late_refunds(facts)),
        (_("Who leaves"), leavers(facts)),
    ]
    return [line for line in lines if line[1]]


def source_of(facts: Facts) -> str:
    """The source, and the act where it is another."""
    source, basis = str(Source(facts["source"]).label), facts["basis"]
    return f"{source}, {Basis(basis).label}" if basis not in ("", facts["source"]) else source


def money(amount: str, unit: str) -> str:
    """An amount in the budget's unit."""
    return format_euro(Decimal(amount)) if unit == "EUR" else f"{amount} {unit}"


def amounts_of(facts: Facts) -> str:
    """Each category with its amount."""
    rows = [(who or str(_("Everybody")), money(amount, facts["unit"])) for who, amount in facts["amounts"]]
    return "; ".join(f"{who}: {amount}" for who, amount in rows)


def part_time(facts: Facts) -> str:
    """How hours count."""
    if not facts["full_time_hours"]:
        return ""
    hours = facts["full_time_hours"].removesuffix(".00")
    return _("In proportion to the hours; full time is %(hours)s a week") % {"hours": hours}


def children(facts: Facts) -> str:
    """What a declared child adds."""
    if not facts["per_child"]:
        return ""
    words = _("%(amount)s more for each dependent child") % {"amount": money(facts["per_child"], facts["unit"])}
    if not facts["most_children"]:
        return words
    most = int(facts["most_children"])
    limit = ngettext("for one at most", "for %(most)s at most", most) % {"most": most}
    return f"{words}, {limit}"


def in_part(facts: Facts) -> str:
    """What who is not there all year is due."""
    return str(ProRata(facts["pro_rata"]).label)


def opened(facts: Facts) -> str:
    """The areas it pays for."""
    if not facts["opens"]:
        return _("All services that the plan opens")
    return ", ".join(str(area.label) for area in areas.in_order(facts["opens"]))


def window(facts: Facts) -> str:
    """From when until when."""
    last = day(date_of(facts["expires_on"]))
    if not facts["opens_on"]:
        return _("by %(last)s") % {"last": last}
    return _("from %(first)s to %(last)s") % {"first": day(date_of(facts["opens_on"])), "last": last}


def left_over(facts: Facts) -> str:
    """What becomes of the rest."""
    words = str(Residual(facts["residual"]).label)
    return f"{words}: {day(date_of(facts['carried_until']))}" if facts["carried_until"] else words


def late_refunds(facts: Facts) -> str:
    """How long a refund that comes after the expiry can be used."""
    if not facts["refund_days"]:
        return ""
    days = facts["refund_days"]
    return ngettext("usable for one more day", "usable for %(days)s more days", days) % {"days": days}


def leavers(facts: Facts) -> str:
    """How long who leaves may go on using it."""
    days = facts["leaver_days"]
    if days is None:
        return _("They use it until it expires")
    if not days:
        return _("They use it until their last day of work")
    return ngettext("They use it for one more day", "They use it for %(days)s more days", days) % {"days": days}


def date_of(written: str) -> datetime.date:
    """A frozen day."""
    return datetime.date.fromisoformat(written)
