"""What a person must know of their subscriptions, for their home: a month without credit, a pause, a higher price."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.subscriptions.ahead import covers_of, running_of
from catalog.subscriptions.models import Subscription
from catalog.subscriptions.shortfall import near
from catalog.subscriptions.shown import ShownSubscription, gap_words
from members.models import Member
from welfare.money import format_euro
from welfare.templatetags.kit import day
from welfare.templatetags.kit import month as month_name

State = Subscription.State


@dataclass(frozen=True)
class News:
    """One notice that leads to its subscription."""

    subscription: Subscription
    title: str
    text: str


def news_of(member: Member) -> list[News]:
    """What waits for the person's eye; one query, more only where credit is about to end."""
    asks = Q(new_price__isnull=False, new_price_agreed_at__isnull=True)
    found = list(running_of(member).filter(asks | Q(state=State.PAUSED) | Q(warned_for__isnull=False)))
    covers = covers_of(member) if any(each.warned_for for each in found) else {}
    news = []
    for each in found:
        cover = covers.get(each.pk)
        if each.state == State.PAUSED:
            news.append(paused(each))
        elif each.warned_for and cover and near(cover):
            news.append(short(each, gap_words(cover.gap)))
        if each.new_price is not None and each.new_price_agreed_at is None:
            news.append(dearer(each))
    return news


def paused(found: Subscription) -> News:
    """The last month could not be paid."""
    title = _("“%(title)s” is paused: your credit did not cover the last month") % title_of(found)
    return News(found, title, _("We try again on %(day)s.") % {"day": day(found.next_draw)})


def short(found: Subscription, text: str) -> News:
    """A month ahead will not be covered."""
    return News(found, _("Your credit is about to end for “%(title)s”") % title_of(found), text)


def dearer(found: Subscription) -> News:
    """A higher price waits for the person's word."""
    words = title_of(found) | {
        "month": month_name(found.new_price_from) if found.new_price_from else "",
        "price": format_euro(found.new_price) if found.new_price else "",
    }
    title = _("“%(title)s” costs %(price)s a month from %(month)s") % words
    return News(found, title, _("Agree, or stop before then."))


def title_of(found: Subscription) -> dict[str, str]:
    """What the sentences name."""
    return {"title": ShownSubscription(found).title}
