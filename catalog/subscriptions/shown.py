"""A subscription in the words of pages, and how long the credit lasts in a sentence."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.orders import refusals
from catalog.orders.models import Order
from catalog.subscriptions.cover import Cover, Gap, rule_of
from catalog.subscriptions.models import Month, Subscription
from catalog.subscriptions.rule import StopRule, months_after
from welfare.clock import today
from welfare.money import ZERO, format_euro
from welfare.templatetags.kit import day
from welfare.templatetags.kit import month as month_name

State = Subscription.State
PILLS = {State.ACTIVE: "", State.STOPPING: "neutral", State.PAUSED: "warn", State.ENDED: "neutral"}
STANDING = (Order.State.PLACED, Order.State.ACCEPTED)


@dataclass(frozen=True)
class ShownSubscription:
    """A subscription beside what was agreed, and the months paid so far."""

    subscription: Subscription
    paid: Sequence[Month] = ()

    @property
    def title(self) -> str:
        """The offer's title of that day."""
        return str(self.subscription.snapshot["title"])

    @property
    def provider(self) -> dict[str, Any]:
        """Who gives it, and how to reach them."""
        return dict(self.subscription.snapshot["provider"])

    @property
    def pill(self) -> str:
        """The colour of its state."""
        return PILLS[State(self.subscription.state)]

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return str(self.subscription.get_state_display())

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.subscription.state == State.ENDED

    @property
    def next_price(self) -> Decimal:
        """What the next month costs."""
        return self.subscription.price_for(self.subscription.next_period)

    @property
    def next_draw(self) -> datetime.date | None:
        """The day of the next month; None where none is to come."""
        found = self.subscription
        none_left = found.last_period is not None and found.next_period > found.last_period
        return None if self.is_over or none_left else found.next_draw

    @property
    def total(self) -> Decimal:
        """What the months that stand have cost so far."""
        return sum((each.order.price for each in self.standing if each.order), ZERO)

    @property
    def standing(self) -> list[Month]:
        """The months that were paid and not called off."""
        return [each for each in self.paid if each.order and each.order.state in STANDING]

    @property
    def line(self) -> str:
        """For whom, how much, what comes next, the months so far, in one line."""
        parts = [self.subscription.beneficiary_name, price_a_month(self.next_price), self.coming, self.so_far]
        return " · ".join(part for part in parts if part)

    @property
    def coming(self) -> str:
        """When the next month is due, or which is the last."""
        found = self.subscription
        if self.next_draw is not None:
            return _("next on %(day)s") % {"day": day(self.next_draw)}
        if found.last_period is not None and not self.is_over:
            return _("last month: %(month)s") % {"month": month_name(found.last_period)}
        return ""

    @property
    def so_far(self) -> str:
        """How many months have been paid, and how much in all."""
        n = len(self.standing)
        words = {"n": n, "amount": format_euro(self.total)}
        if not n:
            return ""
        return ngettext("%(n)s month, %(amount)s", "%(n)s months, %(amount)s", n) % words


def price_a_month(price: Decimal) -> str:
    """ "120,00 € a month"."""
    return _("%(price)s a month") % {"price": format_euro(price)}


@dataclass(frozen=True)
class ShownCover:
    """How long the credit lasts: the title is the answer, the text the figures; `gap_words` what will be missing."""

    kind: str
    title: str
    text: str
    gap_words: str = ""


def shown_cover(cover: Cover) -> ShownCover:
    """The answer with its figures: "It lasts until March 2027: 4 months, 480,00 €"."""
    n = len(cover.periods)
    words = {"n": n, "amount": format_euro(cover.total)}
    figures = ngettext("%(n)s month, %(amount)s in all.", "%(n)s months, %(amount)s in all.", n) % words
    if cover.last is None:
        return ShownCover("warn", _("Your credit does not cover the next month"), "", gap_words(cover.gap))
    until = {"month": month_name(cover.last)}
    if cover.gap is None:
        return ShownCover("success", _("Your credit lasts at least until %(month)s") % until, figures)
    return ShownCover("info", _("Your credit lasts until %(month)s") % until, figures, gap_words(cover.gap))


def gap_words(gap: Gap | None) -> str:
    """What will be missing, and from when."""
    if gap is None:
        return ""
    words = {"month": month_name(gap.period), "day": day(gap.day), "price": format_euro(gap.price)}
    if gap.missing is not None and gap.available is not None:
        figures = words | {"missing": format_euro(gap.missing), "available": format_euro(gap.available)}
        return (
            _("For %(month)s, on %(day)s, it takes %(price)s: there will be %(available)s, %(missing)s too little.")
            % figures
        )
    return _("For %(month)s, on %(day)s, credit will not do: %(why)s") % (words | {"why": why_not(gap.refusal)})


def why_not(refusal: refusals.Refusal) -> str:
    """A refusal as the end of a sentence."""
    if isinstance(refusal, refusals.OverLimit):
        fits = format_euro(refusal.crossing.fits)
        cap = format_euro(refusal.crossing.limit.cap)
        return _("it would cross the year's limit of %(cap)s; %(fits)s still fits.") % {"cap": cap, "fits": fits}
    return f"{refusal.heading}."


def rule_sentences(rule: StopRule, next_period: datetime.date) -> list[str]:
    """The stop rule in words, with the first month that can still be spared for an example."""
    example = months_after(rule.last_with_notice(next_period, today()))
    sentences = [
        _("On day %(day)s of each month the credit for that month is set aside for the provider.")
        % {"day": rule.draw_day},
        _("You stop with one button. For %(month)s, for example, say so by %(day)s.")
        % {"month": month_name(example), "day": day(rule.stop_by(example))},
    ]
    if rule.minimum_months > 1:
        sentences.append(_("Once begun, it lasts at least %(n)s months.") % {"n": rule.minimum_months})
    return sentences


def rule_shown(subscription: Subscription) -> list[str]:
    """The rule of one that runs, with the next month for an example."""
    return rule_sentences(rule_of(subscription), subscription.next_period)
