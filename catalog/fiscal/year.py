"""The verdict on a tax year: everything an employee received, against the caps of the whole year."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.fiscal import limits
from catalog.fiscal.gates import is_under_review
from catalog.fiscal.loading import rule_book
from catalog.fiscal.placement import Place, Placed, Setting, place_all
from catalog.fiscal.reasons import ReasonCode
from catalog.fiscal.rules import Category
from catalog.fiscal.shares import Share, shares_of
from catalog.fiscal.switches import CAUTIOUS, Switches
from catalog.fiscal.verdict import Decision, Reason, Verdict
from catalog.fiscal.year_facts import CASH_OUT, Benefit, YearFacts
from welfare.money import ZERO, format_euro, rounded


@dataclass(frozen=True, slots=True)
class Line:
    """One benefit and its part in the verdict of the year."""

    benefit: Benefit
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class YearVerdict:
    """The verdict of the whole year, and a line for each benefit that belongs to it, in the order given.

    The lines add up to the whole to the cent. The order of benefits changes no figure of the
    whole; it decides which line bears an excess, the last to come.
    """

    whole: Verdict
    lines: tuple[Line, ...]


def assess_year(facts: YearFacts, benefits: Sequence[Benefit], switches: Switches = CAUTIOUS) -> YearVerdict:
    """Say what the law of a tax year exempts of these benefits, and why.

    Those of another tax year are left out. Raises YearWithoutRules for a year without law,
    UnknownCode for a code the data does not name, WrongFact for meals without count or days.
    """
    setting = setting_of(facts, switches)
    ours = benefits_of_year(setting, benefits)
    placed = place_all(setting, ours)
    verdicts = _line_verdicts(setting, placed)
    return YearVerdict(
        _whole(setting, placed, verdicts),
        tuple(Line(benefit, verdict) for benefit, verdict in zip(ours, verdicts, strict=True)),
    )


def setting_of(facts: YearFacts, switches: Switches) -> Setting:
    """Return what is the same for every benefit; YearWithoutRules where no law is on record."""
    book = rule_book()
    book.require_year(facts.year)
    return Setting(facts, book, switches)


def benefits_of_year(setting: Setting, benefits: Sequence[Benefit]) -> list[Benefit]:
    """Return those that count in the tax year assessed."""
    last_day = setting.book.last_day_of_year_before
    return [each for each in benefits if each.belongs_to(setting.facts.year, last_day)]


def _line_verdicts(setting: Setting, placed: Sequence[Placed]) -> list[Verdict]:
    """The verdict of each benefit; substitute tax is rounded on the running base, so that lines add up."""
    pool, open_cap = limits.pool_limit(setting, placed), limits.open_conversion_cap(setting)
    verdicts, base, converted = [], ZERO, ZERO
    for share in shares_of(setting, placed):
        converted += share.placed.amount if share.placed.converted else ZERO
        is_open = share.placed.converted and open_cap is not None and converted > open_cap
        reasons = _reasons(setting, share, pool, converted if is_open else None)
        tax = ZERO
        if share.substitute_base:
            tax = _tax(setting, base + share.substitute_base) - _tax(setting, base)
            base += share.substitute_base
        verdicts.append(_line(share, reasons, tax))
    return verdicts


def _tax(setting: Setting, base: Decimal) -> Decimal:
    return rounded(base * setting.book.premium[setting.facts.year].substitute_rate)


def _line(share: Share, reasons: tuple[Reason, ...], tax: Decimal) -> Verdict:
    asked = ZERO if share.placed.benefit.category == CASH_OUT else share.refused
    return Verdict(
        decision=_decision_of_line(share, reasons),
        reasons=reasons,
        exempt=share.exempt,
        taxable_ordinary=share.taxable,
        taxable_if_paid_anyway=asked,
        substitute_tax_base=share.substitute_base,
        substitute_tax=tax,
    )


def _decision_of_line(share: Share, reasons: tuple[Reason, ...]) -> Decision:
    if share.placed.place == Place.REFUSED:
        return Decision.REFUSED
    if any(is_under_review((reason,)) for reason in reasons):
        return Decision.NEEDS_REVIEW
    return _by_amounts(share.exempt, share.taxable, share.substitute_base)


def _by_amounts(exempt: Decimal, taxable: Decimal, substitute_base: Decimal) -> Decision:
    """The first that fits of what is paid."""
    if taxable:
        return Decision.PARTIALLY_TAXABLE if exempt or substitute_base else Decision.TAXABLE
    return Decision.EXEMPT_FROM_ORDINARY if substitute_base else Decision.EXEMPT


def _reasons(setting: Setting, share: Share, pool: limits.Limit, open_total: Decimal | None) -> tuple[Reason, ...]:
    """Why a benefit comes out as it does; an exempt one rests on the law of its category."""
    found = list(share.placed.reasons)
    if share.placed.is_paid:
        found += _reasons_of_caps(setting, share, pool)
    if open_total is not None:
        found.append(_open_point(setting, open_total))
    if not found:
        found.append(_exempt_reason(setting, share.placed.category))
    return tuple(found)


def _reasons_of_caps(setting: Setting, share: Share, pool: limits.Limit) -> list[Reason]:
    """What the caps took away."""
    placed, found = share.placed, []
    if placed.place == Place.POOL and pool.is_crossed:
        words = {"total": format_euro(pool.used), "cap": format_euro(pool.cap)}
        found.append(setting.reason(ReasonCode.POOL_OVER_LIMIT, pool.law_ref, **words))
    elif placed.place == Place.PREMIUM:
        found += _reasons_of_premium(setting, share)
    elif placed.category is not None and share.exempt + share.over_cap < placed.amount:
        found += _reasons_of_category(setting, placed, placed.category)
    if share.over_cap:
        found.append(_over_premium_cap(setting, setting.book.premium[setting.facts.year].conversion_cap))
    return found


def _reasons_of_category(setting: Setting, placed: Placed, category: Category) -> list[Reason]:
    cap = category.years[setting.facts.year].cap
    codes = {Place.CAPPED: ReasonCode.OVER_LIMIT, Place.DAILY: ReasonCode.MEALS_OVER_LIMIT}
    if cap is None or placed.place not in codes:
        return []
    return [setting.case(placed.benefit).reason(codes[placed.place], cap=format_euro(cap))]


def _reasons_of_premium(setting: Setting, share: Share) -> list[Reason]:
    year, found = setting.book.premium[setting.facts.year], []
    if share.substitute_base:
        percent = f"{(year.substitute_rate * 100).normalize():f}"
        found.append(setting.reason(ReasonCode.SUBSTITUTE_TAX, year.law_ref, rate=percent))
    if share.taxable:
        found.append(_over_premium_cap(setting, year.cash_cap))
    return found


def _over_premium_cap(setting: Setting, cap: Decimal) -> Reason:
    law = setting.book.premium[setting.facts.year].law_ref
    return setting.reason(ReasonCode.PREMIUM_OVER_LIMIT, law, cap=format_euro(cap))


def _open_point(setting: Setting, total: Decimal) -> Reason:
    year = setting.book.premium[setting.facts.year]
    words = {"total": format_euro(total), "cap": format_euro(year.base_cap)}
    return setting.reason(ReasonCode.CONVERSION_OVER_BASE, year.law_ref, **words)


def _exempt_reason(setting: Setting, category: Category | None) -> Reason:
    law = setting.book.law_refs.general if category is None else category.law_ref
    return setting.reason(ReasonCode.EXEMPT, law)


def _whole(setting: Setting, placed: Sequence[Placed], verdicts: Sequence[Verdict]) -> Verdict:
    """Sum the lines; substitute tax is rounded once, on the base of the year."""
    exempt = sum((each.exempt for each in verdicts), ZERO)
    taxable = sum((each.taxable_ordinary for each in verdicts), ZERO)
    base = sum((each.substitute_tax_base for each in verdicts), ZERO)
    nothing = (setting.reason(ReasonCode.NOTHING_IN_YEAR, setting.book.law_refs.general),)
    return Verdict(
        decision=_decision_of_year(placed, verdicts) or _by_amounts(exempt, taxable, base),
        reasons=tuple(dict.fromkeys(reason for each in verdicts for reason in each.reasons)) or nothing,
        exempt=exempt,
        taxable_ordinary=taxable,
        taxable_if_paid_anyway=sum((each.taxable_if_paid_anyway for each in verdicts), ZERO),
        substitute_tax_base=base,
        substitute_tax=_tax(setting, base),
    )


def _decision_of_year(placed: Sequence[Placed], verdicts: Sequence[Verdict]) -> Decision | None:
    """The decisions that come before the amounts."""
    if any(each.decision == Decision.NEEDS_REVIEW for each in verdicts):
        return Decision.NEEDS_REVIEW
    if placed and all(each.place == Place.REFUSED for each in placed):
        return Decision.REFUSED
    return None
