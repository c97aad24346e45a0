"""A category's rule in words, as HR reads it."""

from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.category_rules import Rule


def said(rule: Rule) -> str:
    """Who belongs, in one line; empty for an empty rule."""
    parts = [
        named(_("Level"), rule.levels),
        named(_("Site"), rule.sites),
        hours(rule.hours_from, rule.hours_to),
        years(rule.years_from, rule.years_to),
    ]
    return " · ".join(part for part in parts if part)


def named(label: str, values: tuple[str, ...]) -> str:
    """Of a list, any."""
    return f"{label}: {', '.join(values)}" if values else ""


def hours(first: Decimal | None, last: Decimal | None) -> str:
    """Contract hours between two ends."""
    words = {"first": shown(first), "last": shown(last)}
    if first is not None and last is not None:
        return _("from %(first)s to %(last)s hours a week") % words
    if first is not None:
        return _("at least %(first)s hours a week") % words
    return _("at most %(last)s hours a week") % words if last is not None else ""


def shown(number: Decimal | None) -> str:
    """Hours as people write them: no decimals that say nothing."""
    return "" if number is None else str(formats.number_format(Decimal(f"{number.normalize():f}"), use_l10n=True))


def years(first: int | None, last: int | None) -> str:
    """Completed years between two ends."""
    words: dict[str, Any] = {"first": first, "last": last}
    if first is not None and last is not None:
        return _("from %(first)s to %(last)s completed years of service") % words
    if first is not None:
        return (
            ngettext(
                "at least %(first)s completed year of service", "at least %(first)s completed years of service", first
            )
            % words
        )
    if last is None:
        return ""
    return (
        ngettext("at most %(last)s completed year of service", "at most %(last)s completed years of service", last)
        % words
    )
