"""A member organization presents an applicant: asked in the registry, answered on its own host."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from providers.accreditation import charter, reminding
from providers.accreditation.models import Presentation
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from tenants.models import Organization, Status
from welfare.clock import now
from welfare.errors import PlainError

ASKED = "presentation_asked"
# What a search shows: names are found, never listed.
FEWEST_LETTERS, MOST_FOUND = 3, 8
# Of one application: each organization that is asked gets mails with what somebody unknown has typed.
MOST_ASKED = 5
State = Presentation.State


class AskedEnough(PlainError):
    """The application has been put before as many organizations as it may."""


def find(name: str) -> list[Organization]:
    """Member organizations whose name holds what was typed, at most eight; none for fewer than three letters."""
    words = name.replace("\0", " ").split()
    if len("".join(words)) < FEWEST_LETTERS:
        return []
    found = members()
    for word in words:
        found = found.filter(Q(name__unaccent__icontains=word))
    return list(found.order_by("sort_name", "pk")[:MOST_FOUND])


def members() -> QuerySet[Organization]:
    """Who may present somebody: the active organizations of the network."""
    found: QuerySet[Organization] = Organization.objects.filter(kind__in=charter.SIGNING, status=Status.ACTIVE)
    return found


def of_application(key: uuid.UUID) -> Presentation | None:
    """Who was asked to present an application, with the answer."""
    standing = Presentation.objects.filter(application=key).exclude(state=State.WITHDRAWN)
    return standing.select_related("asked_of").first()


@transaction.atomic
def ask(application: uuid.UUID, whom: Organization, *, name: str, town: str, about: str) -> Presentation:
    """Ask an organization, in its own schema by mail, whether it presents an applicant of the organization in force.

    Whoever was asked before and has not confirmed is asked no more; the same one is mailed once. Raises AskedEnough.
    """
    standing = of_application(application)
    if standing is not None and (standing.asked_of_id == whom.pk or standing.state == State.CONFIRMED):
        return standing
    before = set(Presentation.objects.filter(application=application).values_list("asked_of", flat=True))
    if len(before | {whom.pk}) > MOST_ASKED:
        raise AskedEnough(_("An application asks at most five organizations: wait for an answer, or call one of them."))
    withdraw(application)
    asked = Presentation.objects.create(
        application=application, receiver=isolation.current(), asked_of=whom, name=name, town=town, about=about
    )
    if whom.pk not in before:
        with isolation.enter(whom, reason="ask whether it presents an applicant"):
            reminding.tell(reminding.SIGNERS, ASKED, asked.pk)
    return asked


def withdraw(application: uuid.UUID) -> None:
    """Ask nobody any more."""
    standing = Presentation.objects.filter(application=application).exclude(state=State.WITHDRAWN)
    standing.update(state=State.WITHDRAWN)


def forget(application: uuid.UUID) -> None:
    """Delete what was asked for an application that is forgotten: a sole trader's name is a person's."""
    Presentation.objects.filter(application=application).delete()


def asked_of(organization: Organization) -> QuerySet[Presentation]:
    """What an organization is, or was, asked; sort it by (`-asked_at`, `pk`)."""
    return Presentation.objects.filter(asked_of=organization).exclude(state=State.WITHDRAWN)


def count_waiting(organization: Organization) -> int:
    """How many applicants wait for an organization's answer."""
    return asked_of(organization).filter(state=State.ASKED).count()


def get_asked(organization: Organization, key: uuid.UUID) -> Presentation:
    """One of them; 404 for another organization's."""
    found = asked_of(organization).select_related("receiver").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def answer(presentation: Presentation, *, is_confirmed: bool, actor: Actor) -> bool:
    """The organization in force says whether it presents an applicant, once; False when that was said before."""
    state = State.CONFIRMED if is_confirmed else State.DECLINED
    waiting = Presentation.objects.filter(pk=presentation.pk, asked_of=isolation.current(), state=State.ASKED)
    if not waiting.update(state=state, answered_at=now()):
        return False
    trail.record(actor, f"presentation.{state}", subject=str(presentation.pk))
    return True


@prepares(ASKED)
def of_presentation(message: Message) -> dict[str, Any]:
    """Who wants to be presented, to whom."""
    found = Presentation.objects.select_related("receiver").get(pk=str(message.reference))
    return {"company": found.name, "town": found.town, "receiver": found.receiver.name, "key": str(found.pk)}
