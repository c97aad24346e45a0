"""Inviting by mail, at once, everybody who has an e-mail and was never invited."""

from django.db import transaction
from django.db.models import QuerySet

from tenants.audit import trail
from tenants.audit.models import Record
from tenants.identity.invitations import KIND, LASTS, PURPOSE, new_token, owner, without_way_in
from tenants.identity.models import Invitation, User
from tenants.isolation import Actor
from tenants.messages.models import Message
from welfare import keys
from welfare.clock import now

MOST_AT_ONCE = 1000


def never_invited(users: QuerySet[User]) -> QuerySet[User]:
    """Those of `users` who have no way in yet and never had an invitation."""
    return without_way_in(users).filter(last_login__isnull=True, invitations__isnull=True)


@transaction.atomic
def invite_all(users: QuerySet[User], *, actor: Actor) -> int:
    """Queue a mail for each of `users` who was never invited and has an e-mail, at most 1,000; returns how many.

    Pressed twice it invites once: whom the first one invites, the second one no longer finds.
    """
    locked = never_invited(users).filter(email__isnull=False).order_by("pk")
    people = list(locked.select_for_update(no_key=True, of=("self",))[:MOST_AT_ONCE])
    invited = set(Invitation.objects.filter(user__in=people).values_list("user_id", flat=True))
    made = [invitation_for(user) for user in people if user.pk not in invited]
    Invitation.objects.bulk_create(made)
    Message.objects.bulk_create(Message(recipient_id=each.user_id, kind=KIND, reference=each.pk) for each in made)
    trail.record_all(
        Record(actor=actor.code, action="invitation.mailed", person_id=invitation.user_id) for invitation in made
    )
    return len(made)


def invitation_for(user: User) -> Invitation:
    """A mailed invitation, not yet written."""
    token = new_token()
    return Invitation(
        user=user,
        channel=Invitation.Channel.MAIL,
        token_hash=keys.fingerprint(PURPOSE, owner(), token),
        sealed_token=keys.seal(PURPOSE, owner(), token),
        expires_at=now() + LASTS[Invitation.Channel.MAIL],
    )
