"""The console's way of opening an organization: asked for in a request, done by the provisioning worker.

Each step can be repeated: a worker may be killed anywhere and another one goes on. A lock that dies with
its process keeps two from working on the same organization.
"""

import json
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from tenants import failures, isolation, provisioning
from tenants.audit import trail
from tenants.identity import invitations
from tenants.identity.models import Role, User
from tenants.isolation import SYSTEM, Actor
from tenants.models import Kind, Organization, Provisioning
from tenants.sweep import MOST_ATTEMPTS, WAITS
from welfare import keys
from welfare.clock import now

log = logging.getLogger(__name__)
KIND = "provisioning"
PURPOSE = "first-person"
# First key of our advisory locks; the second is made of the organization's id.
LOCKS = 5_207
FIRST_ROLES = {
    Kind.NETWORK: (Role.OPERATOR, Role.OFFICE),
    Kind.COMPANY: (Role.HR,),
    Kind.COOPERATIVE: (Role.HR,),
    Kind.SUPPLIER: (Role.PROVIDER_MANAGER,),
    # The desk accompanies citizens; the welfare manager chooses what they see; the office accredits who supplies.
    Kind.TERRITORY: (Role.DESK, Role.WELFARE_MANAGER, Role.OFFICE),
}
Step = Provisioning.Step


@dataclass(frozen=True)
class FirstPerson:
    """Who is invited first; kept sealed in the registry until the invitation is written."""

    email: str
    given_name: str
    family_name: str

    def sealed(self, organization: Organization) -> bytes:
        """The person as only this organization's key can read them."""
        return keys.seal(PURPOSE, organization.key, json.dumps(asdict(self)))

    @classmethod
    def unsealed(cls, organization: Organization, sealed: bytes | memoryview) -> "FirstPerson":
        """What `sealed` made."""
        return cls(**json.loads(keys.unseal(PURPOSE, organization.key, bytes(sealed))))


def request_opening(person: FirstPerson, *, actor: Actor, **fields: Any) -> Organization:
    """Register an organization and queue its opening; `fields` are slug, kind, name and what else is known.

    The act is written to the trail of the organization in force (the network's). Whoever calls this
    sends the worker its hint; the sweep finds the row anyway. Raises ValidationError.
    """
    with transaction.atomic():
        organization = queue(person, **fields)
        trail.record(actor, "organization.requested", subject=organization.key)
    return organization


def queue(person: FirstPerson, **fields: Any) -> Organization:
    """Register an organization and queue its opening, outside of any trail. Raises ValidationError."""
    with transaction.atomic():
        organization = provisioning.register(**fields)
        Provisioning.objects.create(organization=organization, first_person=person.sealed(organization))
    return organization


def due() -> list[uuid.UUID]:
    """The openings that some worker should take up; one at work is among them and refuses a second hand."""
    open_ones = Provisioning.objects.exclude(step__in=[Step.DONE, Step.FAILED]).filter(since__lte=now())
    return list(open_ones.values_list("pk", flat=True))


def carry_on(organization_id: uuid.UUID) -> bool:
    """Do what is left of an opening; True when the organization is open. Needs the owner's role."""
    with isolation.leave(reason="open an organization"), alone(organization_id) as is_ours:
        row = Provisioning.objects.select_related("organization").filter(pk=organization_id, since__lte=now()).first()
        if row is None or not is_ours or row.step in (Step.DONE, Step.FAILED):
            return False
        if row.attempts >= MOST_ATTEMPTS:
            give_up(row, "stopped at each attempt")
            return False
        try:
            open_step_by_step(row)
        except Exception as error:
            log.warning("opening of %s stopped: %s", organization_id, failures.describe(error))
            postpone(row, error)
            return False
    return True


def open_step_by_step(row: Provisioning) -> None:
    """Schema, then people; the second step is one transaction with opening the doors."""
    row.attempts += 1
    Provisioning.objects.filter(pk=row.pk).update(step=Step.SCHEMA, attempts=F("attempts") + 1, error="")
    provisioning.create_schema(row.organization)
    Provisioning.objects.filter(pk=row.pk).update(step=Step.PEOPLE)
    with transaction.atomic():
        provisioning.activate(row.organization)
        invite_first(row.organization, FirstPerson.unsealed(row.organization, row.first_person))
        Provisioning.objects.filter(pk=row.pk).update(step=Step.DONE, first_person=b"")


def invite_first(organization: Organization, person: FirstPerson) -> None:
    """Write the first account, with the roles of the organization's kind, and its invitation."""
    with isolation.enter(organization, reason="invite the first person"):
        user = User.objects.create_user(
            email=person.email,
            given_name=person.given_name,
            family_name=person.family_name,
            roles=list(FIRST_ROLES[Kind(organization.kind)]),
        )
        invitations.invite_by_mail(user, actor=SYSTEM)
        trail.record(SYSTEM, "organization.opened", person_id=user.pk)


def invite_first_again(organization: Organization, *, actor: Actor) -> bool:
    """Mail the first person of an organization another invitation; False when somebody is in, or none can be invited.

    Who it is stays in the organization. Raises CannotInvite: three mails in a day.
    """
    if Provisioning.objects.filter(pk=organization.pk, entered_at__isnull=False).exists():
        return False
    with transaction.atomic():
        with isolation.enter(organization, reason="invite the first person again"):
            waiting = invitations.without_way_in(User.objects.filter(email__isnull=False, last_login__isnull=True))
            user = waiting.filter(roles__overlap=list(FIRST_ROLES[Kind(organization.kind)])).order_by("pk").first()
            if user is None:
                return False
            invitations.invite_by_mail(user, actor=actor)
        trail.record(actor, "organization.invited_again", subject=organization.key)
    return True


def postpone(row: Provisioning, error: Exception) -> None:
    """After a failed attempt: wait longer each time, then give up."""
    if row.attempts >= MOST_ATTEMPTS:
        give_up(row, failures.describe(error))
        return
    later = now() + WAITS[row.attempts - 1]
    Provisioning.objects.filter(pk=row.pk).update(step=Step.QUEUED, since=later, error=failures.describe(error))


def give_up(row: Provisioning, reason: str) -> None:
    """Stop and show it to operators."""
    Provisioning.objects.filter(pk=row.pk).update(step=Step.FAILED, error=reason)
    failures.give_up(row.organization, KIND, row.pk, reason)


@failures.retrier(KIND, inside=False)
def try_again(organization_id: uuid.UUID) -> None:
    """Queue an opening that had been given up."""
    stopped = Provisioning.objects.filter(pk=organization_id, step=Step.FAILED)
    stopped.update(step=Step.QUEUED, attempts=0, since=now(), error="")


@contextmanager
def alone(organization_id: uuid.UUID) -> Iterator[bool]:
    """Whether no other process works on this organization; holds it until the end, or until we die."""
    lock = [LOCKS, int.from_bytes(organization_id.bytes[:4], signed=True)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", lock)
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", lock)
