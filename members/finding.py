"""Finding people among thousands: the question that HR asks the list, and the people who answer it.

Every situation here is one that a line of HR's home leads to: whoever is put in order leaves the list.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import pgettext_lazy

from members.ledger.models import Account, AccountKind, Reason
from members.models import Category, Member
from members.queries import employed_on, folded
from tenants.identity import invitations
from tenants.identity.models import Invitation, User
from welfare.clock import today

MOST_SITES = 200
NO_CATEGORY = "nessuna"


class Situation(TextChoices):
    """Who is looked for; each value is a word of the address."""

    NEVER_CAME = "mai-entrati", pgettext_lazy("people", "Never came in")
    TO_INVITE = "da-invitare", pgettext_lazy("people", "Not invited yet")
    NO_LETTER = "senza-lettera", pgettext_lazy("people", "Without e-mail and without letter")
    NOT_OPENED = "invito-non-aperto", pgettext_lazy("people", "Invitation not opened")
    NO_CREDIT = "senza-credito", pgettext_lazy("people", "Without credit")
    LEAVING = "in-uscita", pgettext_lazy("people", "About to leave")
    LEFT = "usciti", pgettext_lazy("people", "Left")


@dataclass(frozen=True)
class Asked:
    """A question to the list of people; empty text asks nothing."""

    search: str = ""
    category: str = ""
    site: str = ""
    situation: str = ""

    @property
    def narrowing(self) -> bool:
        """Whether anything but words was asked."""
        return bool(self.category or self.site or self.situation)

    def kept(self) -> dict[str, str]:
        """The question as the values of an address."""
        return {"q": self.search, "categoria": self.category, "sede": self.site, "stato": self.situation}


def asked_in(query: Mapping[str, Any]) -> Asked:
    """The question that an address holds; what makes no sense asks nothing."""
    category, situation = str(query.get("categoria", "")), str(query.get("stato", ""))
    is_category = category == NO_CATEGORY or (category.isascii() and category.isdigit() and len(category) < 10)
    return Asked(
        search=" ".join(str(query.get("q", "")).replace("\0", " ").split())[:80],
        category=category if is_category else "",
        site=str(query.get("sede", "")).replace("\0", "")[:80],
        situation=situation if situation in Situation.values else "",
    )


def found(asked: Asked) -> QuerySet[Member]:
    """The people who answer a question, with account and category; those in force unless leavers are asked for."""
    people = in_situation(asked.situation)
    if asked.category == NO_CATEGORY:
        people = people.filter(category__isnull=True)
    elif asked.category:
        people = people.filter(category=int(asked.category))
    if asked.site:
        people = people.filter(site=asked.site)
    for word in folded(asked.search).split():
        people = people.filter(holding(word))
    return people.select_related("user", "category")


def holding(word: str) -> Q:
    """People with a word in their names, or whose number or tax code begins with it."""
    return Q(sort_name__contains=word) | Q(number__istartswith=word) | Q(tax_code__startswith=word.upper())


def in_situation(situation: str) -> QuerySet[Member]:
    """The people who are in one situation today; everybody in force for none."""
    day = today()
    if situation == Situation.LEFT:
        return Member.objects.exclude(employed_on(day))
    if situation == Situation.LEAVING:
        return leaving(day, datetime.date.max)
    people = Member.objects.filter(employed_on(day))
    if situation == Situation.NO_CREDIT:
        return people.exclude(Exists(granted_lots(day)))
    accounts = ACCOUNTS.get(situation)
    return people.filter(user__in=accounts()) if accounts else people


def leaving(first: datetime.date, last: datetime.date) -> QuerySet[Member]:
    """People whose last day is between two days, both included."""
    return Member.objects.filter(left_on__gte=first, left_on__lte=last)


def granted_lots(day: datetime.date) -> QuerySet[Account]:
    """The lots of the member of the outer query that were granted and have not expired.

    A lot that holds refunds alone does not count: that somebody has one would tell that they ordered.
    """
    lots = Account.objects.filter(kind=AccountKind.WALLET, owner=OuterRef("uuid"), legs__entry__reason=Reason.GRANT)
    return lots.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=day))


def never_came() -> QuerySet[User]:
    """Open accounts that never signed in."""
    return User.objects.filter(is_active=True, last_login__isnull=True)


def to_invite() -> QuerySet[User]:
    """Accounts with an e-mail that were never invited and have no way in."""
    return invitations.never_invited(User.objects.filter(email__isnull=False))


def without_letter() -> QuerySet[User]:
    """Accounts without e-mail for which no letter was printed."""
    return invitations.never_invited(User.objects.filter(email__isnull=True))


def not_opened() -> QuerySet[User]:
    """Accounts whose invitation went out and was not opened."""
    waiting = Invitation.objects.filter(user=OuterRef("pk"), state=Invitation.State.SENT)
    return never_came().filter(Exists(waiting))


ACCOUNTS: dict[str, Callable[[], QuerySet[User]]] = {
    Situation.NEVER_CAME: never_came,
    Situation.TO_INVITE: to_invite,
    Situation.NO_LETTER: without_letter,
    Situation.NOT_OPENED: not_opened,
}


def sites() -> list[str]:
    """The sites of the people in force, by name; at most 200."""
    named = Member.objects.filter(employed_on(today())).exclude(site="").order_by("site")
    return list(named.values_list("site", flat=True).distinct()[:MOST_SITES])


def levels() -> list[str]:
    """The levels of the people in force, by name; at most 200."""
    named = Member.objects.filter(employed_on(today())).exclude(level="").order_by("level")
    return list(named.values_list("level", flat=True).distinct()[:MOST_SITES])


def categories() -> list[tuple[str, str]]:
    """The categories as a choice."""
    return [(str(pk), name) for pk, name in Category.objects.order_by("name").values_list("pk", "name")]
