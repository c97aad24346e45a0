"""Inviting somebody to apply: what is known is filled in already, and who asked can read what became of it.

Called from any organization. The person's address stays in the network's schema; in `public` there is a nameless
row, `InvitationOutcome`: open, declined, active (with its provider), refused, expired.
"""

import datetime
import json
import uuid
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from providers.accreditation import outcomes
from providers.accreditation.models import InvitationOutcome
from providers.applications import letters, tokens
from providers.applications.models import Asked, Invitation, Letter
from providers.applications.tasks import send_letter
from tenants import isolation
from tenants.audit import trail
from tenants.envelope import hint_after_commit
from tenants.isolation import Actor
from tenants.models import Kind, Organization, Status
from welfare import keys
from welfare.clock import now
from welfare.errors import PlainError

PURPOSE = "invitation-to-apply"
ONE_DAY = datetime.timedelta(days=1)
LASTS = datetime.timedelta(days=30)
State = InvitationOutcome.State


class NoNetwork(PlainError):
    """There is no network to which one could apply."""


class DoesNotWant(PlainError):
    """Who reads this address has said that they want no invitation."""


@dataclass(frozen=True)
class Prefilled:
    """What is known of who is invited; empty is unknown. `kinds` are codes of service_types.yaml."""

    name: str
    email: str
    town: str = ""
    phone: str = ""
    vat_number: str = ""
    kinds: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """What somebody asks of who is invited: the id of its nomination, the kind, the words, the amount, the last day.

    `amount` is in euro, VAT included. The words are the person's own: they are read by the link alone.
    """

    nomination: uuid.UUID
    kind: str
    what: str
    amount: Decimal
    held_until: datetime.date


def network_of(organization: Organization) -> Organization:
    """The network that an organization belongs to: above it, else the first active one. Raises NoNetwork."""
    above = organization if organization.kind == Kind.NETWORK else organization.parent
    while above is not None and above.kind != Kind.NETWORK:
        above = above.parent
    networks = Organization.objects.filter(kind=Kind.NETWORK, status=Status.ACTIVE).order_by("opened_at", "pk")
    found: Organization | None = above or networks.first()
    if found is None:
        raise NoNetwork(_("There is no network to apply to yet."))
    return found


@transaction.atomic
def invite(
    known: Prefilled,
    *,
    asked_by: Organization,
    actor: Actor,
    wanted: Wanted | None = None,
    template: str = "application_invited",
) -> uuid.UUID:
    """Mail an invitation to apply to the network of `asked_by`; returns the key of its outcome.

    Who is invited already, at the same address, gets what is `wanted` added to that invitation, and one mail a day.
    `template` names the mail (`mail/<template>.txt`; it gets `link`, `company`, `asked_by`).

    Raises NoNetwork, DoesNotWant.
    """
    network = network_of(asked_by)
    with isolation.enter(network, reason="invite a provider to apply"):
        refuse_declined(known.email)
        invitation = waiting_at(known.email) or new_invitation(known, network, asked_by)
        if wanted is not None:
            add(invitation, wanted, network, asked_by)
        if not was_mailed_lately(invitation):
            letter = letters.write(invitation, template, company=known.name, asked_by=asked_by.name)
            hint_after_commit(send_letter, network.key, letter.pk)
        trail.record(actor, "application.invited", subject=str(invitation.pk))
    return invitation.pk


def refuse_declined(email: str) -> None:
    """Raise DoesNotWant for an address that said no: the mail promised that nobody asks again.

    Who applied and then gave it up has not said so.
    """
    unanswered = Invitation.objects.filter(email__iexact=email, applications__isnull=True)
    sent = unanswered.values_list("pk", flat=True)
    if InvitationOutcome.objects.filter(pk__in=list(sent), state=State.DECLINED).exists():
        raise DoesNotWant(_("Whoever reads this address has asked not to be invited again."))


def was_mailed_lately(invitation: Invitation) -> bool:
    """Whether the link went out within a day: several people who name somebody make one mail."""
    return Letter.objects.filter(invitation=invitation, since__gt=now() - ONE_DAY).exists()


def waiting_at(email: str) -> Invitation | None:
    """The invitation of the organization in force that waits for an answer from an address."""
    sent = Invitation.objects.filter(email__iexact=email, expires_at__gt=now()).order_by("-created_at")
    found = {each.pk: each for each in sent}
    waiting = InvitationOutcome.objects.filter(pk__in=list(found), state=State.OPEN).order_by("-since").first()
    return found[waiting.pk] if waiting else None


def new_invitation(known: Prefilled, network: Organization, asked_by: Organization) -> Invitation:
    """An invitation with what is known filled in, and its nameless outcome."""
    outcome = InvitationOutcome.objects.create(receiver=network, asked_by=asked_by)
    sealed = keys.seal(PURPOSE, network.key, json.dumps(asdict(known)))
    return Invitation.objects.create(
        pk=outcome.pk, email=known.email, prefilled=sealed, expires_at=now() + LASTS, **tokens.new_token()
    )


def add(invitation: Invitation, wanted: Wanted, network: Organization, asked_by: Organization) -> None:
    """Write what somebody asks of who is invited, and the organization that would pay."""
    said = {
        "kind": wanted.kind, "what": wanted.what, "amount": str(wanted.amount), "issuer": asked_by.key,
        "held_until": wanted.held_until.isoformat(),
    }  # fmt: skip
    sealed = keys.seal(PURPOSE, network.key, json.dumps(said))
    Asked.objects.create(invitation=invitation, nomination=wanted.nomination, sealed=sealed)


@dataclass(frozen=True)
class AskedOf:
    """What is asked of who is invited, as it reads it."""

    nomination: uuid.UUID
    issuer: Organization
    kind: str
    what: str
    amount: Decimal
    held_until: datetime.date


def asked_of(invitation: Invitation) -> list[AskedOf]:
    """All that was asked of who is invited, oldest first, in the organization in force; two queries."""
    rows = [(each.nomination, opened(each.sealed)) for each in invitation.asked.order_by("at", "pk")]
    issuers = {each.key: each for each in Organization.objects.filter(pk__in=[said["issuer"] for _key, said in rows])}
    return [
        AskedOf(
            key, issuers[said["issuer"]], said["kind"], said["what"], Decimal(said["amount"]),
            datetime.date.fromisoformat(said["held_until"]),
        )
        for key, said in rows
        if said["issuer"] in issuers
    ]  # fmt: skip


def opened(sealed: bytes | memoryview) -> dict[str, str]:
    """What was sealed by `add`."""
    said: dict[str, str] = json.loads(keys.unseal(PURPOSE, isolation.current().key, bytes(sealed)))
    return said


def prefilled_of(invitation: Invitation) -> Prefilled:
    """What is known of who was invited, in the organization in force."""
    return Prefilled(**json.loads(keys.unseal(PURPOSE, isolation.current().key, bytes(invitation.prefilled))))


def decline(invitation: Invitation, *, actor: Actor) -> bool:
    """Who was invited does not want to; False when it had ended before."""
    with transaction.atomic():
        ended = outcomes.end(invitation.pk, State.DECLINED)
        if ended:
            trail.record(actor, "application.invitation_declined", subject=str(invitation.pk))
    return ended
