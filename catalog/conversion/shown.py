"""A premium as its person sees it: what is left in hand, what can be spent, and what may still be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.conversion.models import Choice, Premium, Result, Window
from catalog.conversion.reckoning import Facts, Outcome, Terms, has_right, most_convertible, outcome, pension_less
from welfare.clock import today
from welfare.money import ZERO, format_euro

PRESETS = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Row:
    """A line of the comparison: all in money beside what is chosen; `detail` is the rate or the law."""

    label: str | Promise
    money: str
    chosen: str
    detail: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Preset:
    """A part that one click chooses; None as amount: over what may be converted."""

    percent: int
    is_possible: bool
    is_active: bool


@dataclass(frozen=True)
class Comparison:
    """All in money, beside so much in welfare."""

    terms: Terms
    facts: Facts
    converted: Decimal

    @cached_property
    def money(self) -> Outcome:
        """All of it in money."""
        return outcome(self.terms, self.facts, ZERO)

    @cached_property
    def chosen(self) -> Outcome:
        """So much of it in welfare."""
        return outcome(self.terms, self.facts, self.converted)

    @property
    def gain(self) -> Decimal | None:
        """How much more the choice is worth than all in money."""
        if self.chosen.worth is None or self.money.worth is None:
            return None
        return self.chosen.worth - self.money.worth

    @property
    def pension_less(self) -> Decimal:
        """What is missing in the pension account."""
        return pension_less(self.terms, self.converted)

    @property
    def percent(self) -> Decimal:
        """The part that becomes welfare, of a hundred, to a tenth."""
        return (100 * self.converted / self.facts.premium).quantize(Decimal("0.1"))

    @property
    def rows(self) -> list[Row]:
        """The lines, from the premium to what one has."""
        law, one, other = self.terms.premium_year, self.money, self.chosen
        found = [
            line(_("Premium"), one.cash, other.cash + other.converted),
            line(_("In money, before deductions"), one.cash, other.cash),
            minus(_("Contributions for your pension"), one.contributions, other.contributions, rate(self.terms.rate)),
        ]
        if one.substitute_base or other.substitute_base:
            words = rate(law.substitute_rate)
            found.append(minus(_("Tax in place of IRPEF"), one.substitute_tax, other.substitute_tax, words))
        if one.ordinary_base or other.ordinary_base:
            found.append(minus(_("IRPEF, estimated"), one.ordinary_tax, other.ordinary_tax))
        found += [
            line(_("Money in hand"), one.net, other.net, is_total=True),
            line(_("Welfare to spend"), one.converted, other.converted, is_total=True),
        ]
        return found


def line(label: str | Promise, one: Decimal | None, other: Decimal | None, *, is_total: bool = False) -> Row:
    """A line of amounts."""
    return Row(label, spelled(one), spelled(other), is_total=is_total)


def minus(label: str | Promise, one: Decimal | None, other: Decimal | None, detail: str = "") -> Row:
    """A line of what goes off."""
    return Row(label, off(one), off(other), detail)


def spelled(amount: Decimal | None) -> str:
    """An amount, or a dash where it is not known."""
    return "–" if amount is None else format_euro(amount)


def off(amount: Decimal | None) -> str:
    """An amount that goes off."""
    return spelled(amount) if not amount else f"−{format_euro(amount)}"


def rate(value: Decimal) -> str:
    """A rate in percent, in the reader's writing."""
    text = f"{(value * 100).normalize():f}"
    return f"{text.replace('.', ',') if get_language() == 'it' else text}%"


@dataclass(frozen=True)
class ShownPremium:
    """A premium with what is known of its person today, what they chose, what may be done."""

    premium: Premium
    facts: Facts
    choices: Sequence[Choice]

    @property
    def window(self) -> Window:
        """The window it is in."""
        return self.premium.window

    @property
    def terms(self) -> Terms:
        """What holds for everybody's premium."""
        return self.window.terms

    @property
    def last(self) -> Choice | None:
        """The choice that counts."""
        return self.choices[0] if self.choices else None

    @property
    def result(self) -> Result | None:
        """What came of it, once the window has closed."""
        found: Result | None = getattr(self.premium, "result", None)
        return found

    @property
    def state(self) -> str:
        """`open`, `coming`, or `over` for what is closed or past its last day."""
        if self.window.state == Window.State.OPEN and self.window.opens_on > today():
            return "coming"
        is_open = self.window.state == Window.State.OPEN and self.window.closes_on >= today()
        return "open" if is_open else "over"

    @property
    def has_right(self) -> bool:
        """Whether the income of the year before allows it."""
        return has_right(self.terms, self.facts)

    @property
    def most(self) -> Decimal:
        """The most that may become welfare."""
        return most_convertible(self.terms, self.facts)

    @property
    def year_before(self) -> int:
        """The year whose income counts."""
        return self.window.year - 1

    @property
    def converted(self) -> Decimal:
        """What is chosen now: nothing until one chooses."""
        return min(self.last.converted, self.most) if self.last else ZERO

    def comparison(self, converted: Decimal) -> Comparison:
        """All in money beside so much in welfare."""
        return Comparison(self.terms, self.facts, converted)

    def presets(self, converted: Decimal) -> list[Preset]:
        """The parts of one click."""
        premium = self.facts.premium
        return [Preset(part, premium * part / 100 <= self.most, converted * 100 == premium * part) for part in PRESETS]
