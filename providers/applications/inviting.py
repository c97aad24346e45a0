"""Inviting somebody to apply: what is known is filled in already, and who asked can read what became of it.

Called from any organization. The person's address stays in the network's schema; in `public` there is a nameless
row, `InvitationOutcome`: open, declined, active (with its provider), refused, expired.
"""

import datetime
import json
import uuid
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from providers.accreditation import outcomes
from providers.accreditation.models import InvitationOutcome
from providers.applications import letters, tokens
from providers.applications.models import Invitation
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
LASTS = datetime.timedelta(days=30)
State = InvitationOutcome.State


class NoNetwork(PlainError):
    """There is no network to which one could apply."""


@dataclass(frozen=True)
class Prefilled:
    """What is known of who is invited; empty is unknown. `kinds` are codes of service_types.yaml."""

    name: str
    email: str
    town: str = ""
    phone: str = ""
    vat_number: str = ""
    kinds: list[str] = field(default_factory=list)


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
    known: Prefilled, *, asked_by: Organization, actor: Actor, template: str = "application_invited"
) -> uuid.UUID:
    """Mail an invitation to apply to the network of `asked_by`; returns the key of its outcome.

    `template` names the mail (`mail/<template>.txt`; it gets `link`, `company`, `asked_by`). Raises NoNetwork.
    """
    network = network_of(asked_by)
    outcome = InvitationOutcome.objects.create(receiver=network, asked_by=asked_by)
    with isolation.enter(network, reason="invite a provider to apply"):
        sealed = keys.seal(PURPOSE, network.key, json.dumps(asdict(known)))
        invitation = Invitation.objects.create(
            pk=outcome.pk, email=known.email, prefilled=sealed, expires_at=now() + LASTS, **tokens.new_token()
        )
        letter = letters.write(invitation, template, company=known.name, asked_by=asked_by.name)
        hint_after_commit(send_letter, network.key, letter.pk)
        trail.record(actor, "application.invited", subject=str(outcome.pk))
    return outcome.pk


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
