"""Levels, enrolments and contributions in the words of pages."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalog.enrolments import enrolling, queries, reckoning, refusals
from catalog.enrolments.models import Contribution, Covered, Enrolment
from catalog.enrolments.proposal import Proposal
from catalog.enrolments.renewing import STAGES, is_agreed
from providers.models import FundLevel
from welfare.clock import today
from welfare.money import format_euro
from welfare.templatetags.kit import day

Facts = list[tuple[str, ...]]


@dataclass(frozen=True)
class ShownLevel:
    """A level as a person reads it before choosing."""

    level: FundLevel
    facts: Facts

    @property
    def paragraphs(self) -> list[str]:
        """What it covers, a paragraph each."""
        return [line for line in self.level.covers.splitlines() if line.strip()]


def shown_level(level: FundLevel) -> ShownLevel:
    """Price, start, ages, waiting months."""
    first = reckoning.first_day(level.start_rule, today())
    facts = [
        (_("For you, a year"), format_euro(level.fee)),
        (_("For each of your family"), family_words(level)),
        (_("Begins"), day(first)),
        (_("If you enrol today"), format_euro(reckoning.cost_of(level, 0, first).person)),
        (_("Ages"), ages_words(level)),
        (_("Before the fund pays"), waiting_words(level.waiting_months)),
    ]
    return ShownLevel(level, [fact for fact in facts if fact[1]])


def family_words(level: FundLevel) -> str:
    """What a relative costs."""
    if level.relative_fee is None:
        return _("not covered")
    return format_euro(level.relative_fee) if level.relative_fee else _("covered with you, at no cost")


def ages_words(level: FundLevel) -> str:
    """The ages of a level; empty for any."""
    if level.age_min is not None and level.age_max is not None:
        return _("%(youngest)d-%(oldest)d years") % {"youngest": level.age_min, "oldest": level.age_max}
    if level.age_min is not None:
        return _("from %(youngest)d years") % {"youngest": level.age_min}
    return _("up to %(oldest)d years") % {"oldest": level.age_max} if level.age_max is not None else ""


def waiting_words(months: int) -> str:
    """How long one waits until the fund pays."""
    if not months:
        return _("no waiting")
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}


def facts_of_cover(found: Proposal, *, is_renewed: bool) -> Facts:
    """What is about to be confirmed."""
    cost = found.cost
    facts: Facts = [
        (_("Level"), found.level.name),
        (_("Cover"), _("from %(first)s to %(last)s") % {"first": day(found.starts_on), "last": day(found.ends_on)}),
        (_("The fund pays from"), day(found.paid_out_from)),
        (_("For you"), format_euro(cost.person)),
    ]
    facts += [(one.full_name, format_euro(cost.relative)) for one in found.relatives]
    facts += [(_("In all"), format_euro(cost.total), part_of_year(found))]
    renewal = _("by itself, up to %(price)s a year") % {"price": format_euro(found.yearly)}
    return [*facts, (_("Next year"), renewal if is_renewed else _("you are asked"))]


def part_of_year(found: Proposal) -> str:
    """Where one pays the months that are left: how many."""
    months = reckoning.MONTHS + 1 - found.starts_on.month
    if not found.level.is_prorated or months == reckoning.MONTHS:
        return _("for the whole year")
    return ngettext("for %(n)d month of the year", "for %(n)d months of the year", months) % {"n": months}


@dataclass(frozen=True)
class ShownEnrolment:
    """An enrolment beside its words."""

    enrolment: Enrolment

    @property
    def agreed(self) -> dict[str, str]:
        """What was agreed."""
        return dict(self.enrolment.agreed)

    @property
    def is_active(self) -> bool:
        """Whether the cover stands."""
        return self.enrolment.state == Enrolment.State.ACTIVE and self.enrolment.order.state in queries.STANDING

    @property
    def state(self) -> str:
        """Where it stands."""
        if self.is_active:
            waits = self.enrolment.order.state == "placed"
            return _("To be confirmed by the fund") if waits else pgettext("of a cover", "Active")
        return str(self.enrolment.get_ending_display() or pgettext("of a cover", "Over"))

    @property
    def pill(self) -> str:
        """The colour of its state."""
        return "" if self.is_active else "neutral"

    @property
    def paid_out_from(self) -> datetime.date:
        """From which day the fund pays."""
        return datetime.date.fromisoformat(self.agreed["paid_out_from"])

    @property
    def people(self) -> Sequence[Covered]:
        """Who was ever covered, and stands."""
        return [one for one in self.enrolment.covered.all() if queries.is_paid(one)]

    @property
    def total(self) -> Decimal:
        """What was paid in all."""
        added = [Decimal(one.order.price) for one in self.people if one.order]
        return sum(added, Decimal(self.enrolment.order.price))

    @property
    def detail(self) -> str:
        """Level and days in one line."""
        words = {"level": self.agreed["level"], "last": day(self.enrolment.ends_on)}
        return _("%(level)s, until %(last)s") % words

    @property
    def renewal(self) -> "Renewal":
        """What comes after its last day."""
        return renewal_of(self.enrolment)


@dataclass(frozen=True)
class Renewal:
    """What becomes of an enrolment after its last day; `price` None: its level is withdrawn."""

    price: Decimal | None
    is_agreed: bool
    # Whether it is time to be asked.
    is_near: bool


def renewal_of(enrolment: Enrolment) -> Renewal:
    """At the fund's prices of today, for who is covered."""
    is_near = (enrolment.ends_on - today()).days <= max(STAGES)
    try:
        price = enrolling.next_price(enrolment)
    except refusals.LevelGone:
        return Renewal(None, is_agreed=False, is_near=is_near)
    return Renewal(price, is_agreed(enrolment, price), is_near)


def contribution_state(contribution: Contribution) -> str:
    """Where a decision stands."""
    if contribution.rhythm == Contribution.Rhythm.ONCE:
        return _("Paid once")
    if contribution.stopped_on:
        return _("Stopped on %(day)s") % {"day": day(contribution.stopped_on)}
    return _("Every month")
