"""Choosing how much of a premium becomes welfare: once or again, until the window closes; the last choice counts."""

import datetime
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from catalog.conversion import queries, telling
from catalog.conversion.models import Choice, Premium, Window
from catalog.conversion.reckoning import Facts, has_right, most_convertible
from members.declarations import standing_of
from members.models import Member
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import now, today
from welfare.errors import PlainError
from welfare.money import ZERO, format_euro
from welfare.templatetags.kit import day


class CannotChoose(PlainError):
    """A choice that cannot be; the sentence says why and what to do."""


class TooLate(CannotChoose):
    """Nobody may choose today: the window has not opened, or has closed."""


class NoRight(CannotChoose):
    """The income of the year before is over the limit, or nobody has said what it was."""


class OverCap(CannotChoose):
    """More than may be converted; `most` is what fits."""

    def __init__(self, message: object, most: Decimal) -> None:
        super().__init__(message)
        self.most = most


@transaction.atomic
def choose(premium: Premium, converted: Decimal, *, actor: Actor) -> Choice:
    """Convert so much of a premium, in EUR; 0.00 is all of it in money. Raises CannotChoose, and writes nothing.

    The same choice again is that choice: no second receipt.
    """
    # Of two choices of one person at once the second waits; a declaration signed meanwhile waits, too.
    member = (
        Member.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=premium.member_id)
    )
    locked = Premium.objects.select_for_update(no_key=True, of=("self",)).select_related("window__budget__plan")
    premium = locked.get(pk=premium.pk)
    check_in_service(member)
    facts = known_facts(premium, member)
    check_amount(premium.window, facts, converted)
    last = premium.choices.select_related("window").order_by("-number").first()
    number = taken_number(premium.window)
    if last is not None and is_same(last, facts, converted):
        return given_back(last)
    choice = Choice.objects.create(
        premium=premium, window=premium.window, number=number, made_at=now(), converted=converted, **kept(facts)
    )
    telling.tell_chosen(choice, member)
    trail.record(actor, "premium_chosen", person_id=member.user_id, subject=str(choice.pk))
    return choice


def taken_number(window: Window) -> int:
    """The number of a new receipt, with the window's row: who closes it waits, or was first. Raises TooLate."""
    day_now = today()
    still = Window.objects.filter(pk=window.pk, state=Window.State.OPEN, opens_on__lte=day_now, closes_on__gte=day_now)
    if not still.update(last_number=F("last_number") + 1):
        raise TooLate(when_closed(window, day_now))
    return int(Window.objects.values_list("last_number", flat=True).get(pk=window.pk))


def given_back(last: Choice) -> Choice:
    """The choice that stands; the number that was taken for another goes back, its row is ours until the end."""
    Window.objects.filter(pk=last.window_id).update(last_number=F("last_number") - 1)
    return last


def when_closed(window: Window, day_now: datetime.date) -> object:
    """Why nobody may choose: not yet, or since when not any more."""
    if window.state != Window.State.CLOSED and window.opens_on > day_now:
        return _("You can choose from %(day)s on.") % {"day": day(window.opens_on)}
    return _("The last day to choose was %(day)s: what you had chosen by then counts.") % {"day": day(window.closes_on)}


def check_in_service(member: Member) -> None:
    """Who has left is paid in money. Raises CannotChoose."""
    if member.left_on is not None and member.left_on < today():
        raise CannotChoose(
            _("Your employment ended on %(day)s: the premium is paid to you in money.") % {"day": day(member.left_on)}
        )


def known_facts(premium: Premium, member: Member) -> Facts:
    """What is known today of a premium's person; three queries."""
    window = premium.window
    used = queries.used_of_caps(window, member).get(member.pk, queries.NOTHING)
    return queries.facts_of(premium, standing_of(member, window.year), used)


def check_amount(window: Window, facts: Facts, converted: Decimal) -> None:
    """Raise CannotChoose for what may not be converted; nothing converted is always right."""
    if not ZERO <= converted <= facts.premium:
        raise CannotChoose(
            _("Choose an amount from 0 to %(premium)s, your premium.") % {"premium": format_euro(facts.premium)}
        )
    if converted and not has_right(window.terms, facts):
        raise NoRight(why_no_right(window, facts))
    most = most_convertible(window.terms, facts)
    if converted > most:
        raise OverCap(
            _("At most %(most)s can become welfare: choose that, or less.") % {"most": format_euro(most)}, most
        )


def why_no_right(window: Window, facts: Facts) -> object:
    """Whose income keeps them from converting, and what to do."""
    limit = format_euro(window.terms.premium_year.income_limit)
    words = {"year": window.year - 1, "limit": limit}
    if facts.income is None:
        return _("Say first what you earned in %(year)s: who earned over %(limit)s may not convert.") % words
    return (
        _("You earned over %(limit)s in %(year)s, so the premium stays in money by law. If that is wrong, sign again.")
        % words
    )


def is_same(last: Choice, facts: Facts, converted: Decimal) -> bool:
    """Whether a choice is the one that stands already."""
    return last.converted == converted and last.facts == facts


def kept(facts: Facts) -> Mapping[str, Decimal | None]:
    """The facts as a choice keeps them."""
    return {
        "amount": facts.premium,
        "income": facts.income,
        "converted_before": facts.converted_before,
        "cash_base_before": facts.cash_base_before,
    }
