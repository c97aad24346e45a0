"""The network's welfare office and certificates: it enters an organization for one document, and leaves a record.

Nobody decides on the own family: who the officer is, is compared across organizations by e-mail, tax code, and name
with birth date.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import Http404

from members import certificates
from members.certificates import KIND, State
from members.models import Certificate, Member, Relative
from tenants import isolation, reviews
from tenants.audit.trail import record
from tenants.identity.models import User, sort_name
from tenants.isolation import Actor
from tenants.models import Review
from welfare.clock import age_on, today
from welfare.errors import PlainError

REASON = "look at a certificate"


class OwnFamily(PlainError):
    """The certificate is of the officer's own family: a colleague decides."""

    status = 403


@dataclass(frozen=True)
class Officer:
    """Who works in the office: the actor of the trail, and what tells that a family is the own one."""

    actor: Actor
    marks: frozenset[str]


@dataclass(frozen=True)
class Shown:
    """What the office sees: the certificate, and of the relative no more than this."""

    certificate: Certificate
    name: str
    kinship: str
    age: int


def officer(user: User, actor: Actor) -> Officer:
    """The signed-in officer, with the own family as the network's people know it."""
    member = Member.objects.filter(user=user).first()
    marks = {mark for mark in (email_mark(user),) if mark}
    if member is not None:
        marks |= family_marks(member, user)
    return Officer(actor, frozenset(marks))


def family_marks(member: Member, user: User) -> set[str]:
    """What tells a family: of the member and of every relative, those of former times, too."""
    names = sort_name(user.family_name, user.given_name)
    marks = {email_mark(user), member.tax_code, person_mark(names, member.birth_date)}
    for relative in Relative.objects.filter(member=member):
        relative_names = sort_name(relative.family_name, relative.given_name)
        marks |= {relative.tax_code, person_mark(relative_names, relative.birth_date)}
    return marks - {""}


def email_mark(user: User) -> str:
    """An account's address, whatever its case."""
    return (user.email or "").casefold()


def person_mark(names: str, born: object) -> str:
    """Names and birth date; nothing without the date: names alone are many people's."""
    return f"{names} {born}" if born else ""


@contextmanager
def opened(review: Review, by: Officer) -> Iterator[Certificate]:
    """A certificate that waits, inside its organization. Raises Http404, or OwnFamily."""
    # As the system: who looks at it is written below, where the member reads it (docs/decisions/0009).
    with isolation.enter(review.organization, reason=REASON):
        waiting = Certificate.objects.select_related("relative__member__user")
        certificate = waiting.filter(pk=review.pk, state=State.SENT).first()
        if certificate is None:
            raise Http404
        member = certificate.relative.member
        if by.marks & family_marks(member, member.user):
            raise OwnFamily
        yield certificate


def look_at(review: Review, by: Officer) -> Shown:
    """What the office sees of a certificate; that it looked is written where the member reads it."""
    with opened(review, by) as certificate:
        relative = certificate.relative
        note_reading(certificate, by)
        return Shown(
            certificate,
            relative.full_name,
            relative.get_kinship_display(),
            age_on(relative.birth_date, today()),
        )


def note_reading(certificate: Certificate, by: Officer) -> None:
    """Write that the office opened a certificate."""
    person = certificate.relative.member.user_id
    record(by.actor, "certificate_read", person_id=person, subject=str(certificate.pk))


def decide(review: Review, by: Officer, *, is_accepted: bool, reason: str) -> bool:
    """Write what the office found; False when somebody was quicker."""
    with opened(review, by) as certificate:
        return certificates.decide(certificate, is_accepted=is_accepted, reason=reason, actor=by.actor)


def count_waiting() -> int:
    """How many certificates wait for the office."""
    return reviews.waiting(KIND).count()
