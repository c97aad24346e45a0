"""The member card: made, replaced, and the codes it shows.

The code on a phone is a TOTP (RFC 6238) of eight figures that changes each minute; the one on paper is an HOTP
(RFC 4226) of the same secret whose counter is its last day. Minutes since 1970 and days since year 1 never meet, so
neither passes for the other (docs/decisions/0029).
"""

import datetime
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import pyotp
from django.db import IntegrityError, transaction
from stdnum import luhn

from catalog.cards.models import MemberCard
from members.models import Member
from providers.agreements.models import CardSeries
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.models import Organization
from welfare import keys
from welfare.clock import now, today

PURPOSE = "member-card"
DIGITS, STEP = 8, 60
# How many codes a page holds: it goes on without a network for so many minutes.
AHEAD = 10
PAPER_LASTS = datetime.timedelta(days=180)
# A paper card is printed anew, with a new code, when the old one has less than this to go.
PAPER_RENEWED = datetime.timedelta(days=30)
TRIES = 20


class NoCard(Exception):
    """Who has left has no card."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code, and in how many seconds it begins and ends; of the one in force it has begun already."""

    text: str
    begins_in: int
    ends_in: int


def is_holder(member: Member, on: datetime.date) -> bool:
    """Whether a member's card is good on a day: of whoever works here, whose account is open."""
    return member.user.is_active and (member.left_on is None or member.left_on >= on)


@transaction.atomic
def make(member: Member, *, actor: Actor) -> MemberCard:
    """The member's card, made if there is none. Raises NoCard for who has left."""
    # Two forms at once: the second waits, and finds the card of the first.
    locked = Member.objects.select_related("user").select_for_update(no_key=True, of=("self",)).get(pk=member.pk)
    if not is_holder(locked, today()):
        raise NoCard
    found = MemberCard.objects.filter(member=locked).first()
    if found is not None:
        return found
    card = MemberCard.objects.create(member=locked, **fresh())
    trail.record(actor, "card.made", person_id=locked.user_id)
    return card


@transaction.atomic
def replace(card: MemberCard, *, actor: Actor) -> None:
    """Give a card another number and secret: every copy of it, on a phone or on paper, is dead at once."""
    MemberCard.objects.filter(pk=card.pk).update(paper_until=None, made_at=now(), **fresh())
    trail.record(actor, "card.replaced", person_id=card.member.user_id)


@transaction.atomic
def print_paper(card: MemberCard, *, actor: Actor) -> datetime.date:
    """The last day of the card's printed code; one that is near its end gets a new day, and so a new code."""
    renewed = today() + PAPER_LASTS
    locked = MemberCard.objects.select_for_update(no_key=True, of=("self",)).get(pk=card.pk)
    until = locked.paper_until
    if until is None or until < today() + PAPER_RENEWED:
        MemberCard.objects.filter(pk=card.pk).update(paper_until=renewed)
        until = renewed
    card.paper_until = until
    trail.record(actor, "card.printed", person_id=card.member.user_id)
    return until


def fresh() -> dict[str, object]:
    """A number that nobody has here, and a new secret, sealed."""
    organization = isolation.current()
    series = series_of(organization)
    secret = keys.seal(PURPOSE, organization.key, pyotp.random_base32())
    for _try in range(TRIES):
        number = numbered(series.prefix, secrets.randbelow(10**7))
        if not MemberCard.objects.filter(number=number).exists():
            return {"number": number, "secret": secret}
    raise RuntimeError("no card number is free")


def numbered(prefix: str, figure: int) -> str:
    """A card's number: the organization's series, a figure by chance, and one figure that checks them."""
    bare = f"{prefix}{figure:07}"
    return bare + luhn.calc_check_digit(bare)


def series_of(organization: Organization) -> CardSeries:
    """The series of an organization's numbers, chosen by chance once."""
    found = CardSeries.objects.filter(organization=organization).first()
    for _try in range(TRIES):
        if found is not None:
            return found
        try:
            with transaction.atomic():
                return CardSeries.objects.create(organization=organization, prefix=f"{secrets.randbelow(9000) + 1000}")
        except IntegrityError:
            found = CardSeries.objects.filter(organization=organization).first()
    raise RuntimeError("no series of cards is free")


def secret_of(card: MemberCard) -> str:
    """A card's secret. Raises cryptography.fernet.InvalidToken for one of another organization."""
    return keys.unseal(PURPOSE, isolation.current().key, bytes(card.secret))


def codes_ahead(card: MemberCard, moment: datetime.datetime, count: int = AHEAD) -> list[Code]:
    """The code of a moment and those that follow it, a minute each."""
    codes = pyotp.TOTP(secret_of(card), digits=DIGITS, interval=STEP)
    second = int(moment.timestamp())
    started = second - second % STEP
    begins = [started + STEP * index for index in range(count)]
    return [Code(codes.at(each), max(0, each - second), each + STEP - second) for each in begins]


def paper_code(secret: str, until: datetime.date) -> str:
    """The code that is printed on paper and is good until a day."""
    return pyotp.HOTP(secret, digits=DIGITS).at(until.toordinal())


def is_one_of(typed: str, codes: Sequence[str]) -> bool:
    """Whether a code is one of these, in the same time whatever it is like."""
    fits = False
    for code in codes:
        fits |= hmac.compare_digest(typed.encode(), code.encode())
    return fits


def codes_in_force(card: MemberCard, moment: datetime.datetime) -> list[str]:
    """What is taken of a card at a moment: this minute's code, the last one's (it is being typed), the printed one."""
    secret = secret_of(card)
    codes = pyotp.TOTP(secret, digits=DIGITS, interval=STEP)
    second = int(moment.timestamp())
    taken = [codes.at(second), codes.at(second - STEP)]
    until = card.paper_until
    return [*taken, paper_code(secret, until)] if until is not None and card.is_paper_good(today()) else taken
