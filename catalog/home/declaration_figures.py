"""What declarations change, with the figures of the year: the fiscal rules as the members' room shows them."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from catalog.fiscal import rule_book
from members.declaration_words import Figure
from welfare.money import format_euro


def figure(kind: str, year: int) -> Figure | None:
    """The sentence for a kind of declaration (a value of `Declaration.Kind`) in a year; None without rules."""
    told = TOLD.get(kind)
    return told(year) if told else None


def with_children(year: int) -> Figure | None:
    """The higher cap that dependent children give."""
    rules = rule_book().pool.years.get(year)
    if rules is None or rules.cap is None or rules.cap_with_children is None:
        return None
    words = {"year": year, "cap": format_euro(rules.cap), "higher": format_euro(rules.cap_with_children)}
    sentence = _("In %(year)s the limit of fringe benefits free of tax goes from %(cap)s to %(higher)s.")
    return Figure(sentence % words, rules.law_ref or "")


def other_employers(year: int) -> Figure | None:
    """The cap that is one over all employers of a year."""
    rules = rule_book().pool.years.get(year)
    if rules is None or rules.cap is None:
        return None
    words = {"year": year, "cap": format_euro(rules.cap)}
    sentence = _("In %(year)s the limit free of tax is %(cap)s over all your employers together.")
    return Figure(sentence % words, rules.law_ref or "")


def income_before(year: int) -> Figure | None:
    """The income up to which a premium has its own tax, or none when it becomes welfare."""
    rules = rule_book().premium.get(year)
    if rules is None:
        return None
    words = {"year": year, "before": year - 1, "limit": format_euro(rules.income_limit)}
    sentence = _("A premium paid in %(year)s is favoured if your pay of %(before)s was not over %(limit)s.")
    return Figure(sentence % words, rules.law_ref)


TOLD: Mapping[str, Callable[[int], Figure | None]] = {
    "dependent_children": with_children,
    "other_employers_fringe": other_employers,
    "prior_year_income": income_before,
}
