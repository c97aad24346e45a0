"""Invitations: a mailed link, or a printed code, by which a person opens their account.

Only an HMAC of a token is kept, under a key of this organization: it is worth nothing on another
host. A mailed token also lies sealed until its mail has gone out. One invitation per person is open
at a time: a new one replaces the old.
"""

import datetime
import secrets
import uuid
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants import isolation
from tenants.audit import trail
from tenants.identity.accounts import OPEN, close_invitations
from tenants.identity.models import Invitation, User
from tenants.isolation import Actor
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import Undeliverable, prepares, when_sent
from tenants.models import Provisioning
from welfare import codes, keys
from welfare.clock import now
from welfare.errors import PlainError

KIND = "invitation"
MAILS_A_DAY = 3
LASTS = {
    Invitation.Channel.MAIL: datetime.timedelta(days=14),
    Invitation.Channel.LETTER: datetime.timedelta(days=60),
}
PURPOSE = "invitation"
SITUATIONS: dict[str, str | Promise] = {
    Invitation.State.QUEUED: _("Invitation on its way"),
    Invitation.State.SENT: _("Invited, not opened yet"),
    Invitation.State.OPENED: _("Invitation opened, never signed in"),
    Invitation.State.USED: _("Signs in"),
}


class CannotInvite(PlainError):
    """An invitation that makes no sense; the text says why and what to do instead."""


@transaction.atomic
def invite_by_mail(user: User, *, actor: Actor, round_id: uuid.UUID | None = None) -> Invitation:
    """Queue a mail with a link good for 14 days; an earlier open invitation is replaced.

    `round_id` names the round that invites everybody, when it is one that does.
    Raises CannotInvite: closed account, no e-mail, already in, or three mails in a day.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    check_can_be_invited(locked)
    if not locked.email:
        raise CannotInvite(_("This person has no e-mail: print a letter with an activation code."))
    day = now() - datetime.timedelta(days=1)
    if locked.invitations.filter(channel=Invitation.Channel.MAIL, created_at__gt=day).count() >= MAILS_A_DAY:
        raise CannotInvite(_("Three invitations have been mailed to this person in a day. Try again tomorrow."))
    token = secrets.token_urlsafe(24)
    invitation = replace(locked, Invitation.Channel.MAIL, token, sealed=keys.seal(PURPOSE, owner(), token))
    outbox.queue(locked, KIND, reference=invitation.pk)
    details = {"round": str(round_id)} if round_id else {}
    trail.record(actor, "invitation.mailed", person_id=locked.pk, details=details)
    return invitation


@transaction.atomic
def invite_by_code(user: User, *, actor: Actor) -> str:
    """Make an activation code good for 60 days, to be printed; an earlier open invitation is replaced.

    The code is returned once and kept nowhere. Raises CannotInvite: closed account, or already in.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    check_can_be_invited(locked)
    code = codes.new_code()
    invitation = replace(locked, Invitation.Channel.LETTER, code)
    Invitation.objects.filter(pk=invitation.pk).update(state=Invitation.State.SENT, sent_at=now())
    trail.record(actor, "invitation.printed", person_id=locked.pk)
    return code


def can_be_invited(user: User) -> bool:
    """Whether the person has no way in yet: no password and no passkey."""
    if not user.is_active or user.has_usable_password():
        return False
    return not Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()


def without_way_in(users: QuerySet[User]) -> QuerySet[User]:
    """Those of `users` who can be invited: the same rule, asked of the database."""
    unusable = users.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    passkeys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)
    return unusable.exclude(pk__in=passkeys.values("user_id"))


def never_invited(users: QuerySet[User]) -> QuerySet[User]:
    """Those of `users` who have no way in and hold no invitation, sent or used; a replaced one is none."""
    held = Invitation.objects.filter(user=OuterRef("pk")).exclude(state=Invitation.State.REPLACED)
    return without_way_in(users).filter(~Exists(held), last_login__isnull=True)


def check_can_be_invited(user: User) -> None:
    """Raise CannotInvite for who is closed out or already in."""
    if not user.is_active:
        raise CannotInvite(_("This account is closed: open it again first."))
    if not can_be_invited(user):
        raise CannotInvite(_("This person already signs in. If they lost their password or phone, mend the account."))


def replace(user: User, channel: str, token: str, *, sealed: bytes = b"") -> Invitation:
    """Close what is open and write the new invitation."""
    close_invitations(user)
    return Invitation.objects.create(
        user=user,
        channel=channel,
        token_hash=keys.fingerprint(PURPOSE, owner(), token),
        sealed_token=sealed,
        expires_at=now() + LASTS[Invitation.Channel(channel)],
    )


def owner() -> str:
    """Whose key the tokens are kept under: the organization in force."""
    return isolation.current().key


def find(token: str) -> Invitation | None:
    """The open invitation of a link's token or a typed code; None for any other, whatever the reason."""
    meant = {token, codes.normalise(token)} - {""}
    hashes = [digest for text in meant if "\0" not in text for digest in keys.fingerprints(PURPOSE, owner(), text)]
    opened = Invitation.objects.filter(token_hash__in=hashes, state__in=OPEN, expires_at__gt=now())
    return opened.filter(user__is_active=True).select_related("user").first()


def get_open(pk: str) -> Invitation | None:
    """The invitation that a browser has started with, if it is still good."""
    started = Invitation.objects.filter(pk=pk, state=Invitation.State.OPENED, expires_at__gt=now())
    return started.filter(user__is_active=True).select_related("user").first()


def mark_opened(invitation: Invitation) -> None:
    """The person has pressed Start."""
    Invitation.objects.filter(pk=invitation.pk, state__in=OPEN).update(
        state=Invitation.State.OPENED, opened_at=now(), sealed_token=b""
    )


@transaction.atomic
def use(invitation: Invitation, *, password: str | None = None) -> bool:
    """Spend the invitation and set the password if one was chosen; False when it has been spent meanwhile.

    Without password the person goes on to make a passkey.
    """
    spent = Invitation.objects.filter(pk=invitation.pk, state=Invitation.State.OPENED, expires_at__gt=now())
    if not spent.update(state=Invitation.State.USED, used_at=now()):
        return False
    user = invitation.user
    if password is not None:
        user.set_password(password)
        user.save(update_fields=["password", "sort_name"])
    trail.record(Actor(owner(), user.pk, "person"), "invitation.used", person_id=user.pk)
    # The network sees that somebody is in, not who.
    Provisioning.objects.filter(pk=isolation.current().pk, entered_at__isnull=True).update(entered_at=now())
    return True


def invitation_of(message: Message) -> QuerySet[Invitation]:
    """The invitation that a mail is about."""
    return Invitation.objects.filter(pk__in=[message.reference])


@prepares(KIND)
def token_of(message: Message) -> dict[str, str]:
    """What the mail alone may know: the link's token. Raises Undeliverable once the invitation is closed."""
    invitation = invitation_of(message).get()
    if not invitation.sealed_token:
        raise Undeliverable("the invitation has been closed")
    return {"token": keys.unseal(PURPOSE, owner(), bytes(invitation.sealed_token))}


@when_sent(KIND)
def mark_sent(message: Message) -> None:
    """The mail has gone out: the token need not be kept any more."""
    invitation_of(message).filter(state=Invitation.State.QUEUED).update(
        state=Invitation.State.SENT, sent_at=now(), sealed_token=b""
    )


def latest_of(users: Iterable[User]) -> dict[int, Invitation]:
    """The newest invitation of each person, by account id: one query for a whole list."""
    newest = Invitation.objects.filter(user__in=list(users)).order_by("user_id", "-created_at").distinct("user_id")
    return {invitation.user_id: invitation for invitation in newest}


def situation(user: User, newest: Invitation | None) -> str | Promise:
    """How a person stands with getting in, in a few words."""
    if not user.is_active:
        return _("Closed")
    if user.last_login is not None:
        return _("Signs in")
    if newest is None or newest.state == Invitation.State.REPLACED:
        return _("Not invited yet")
    if newest.expires_at <= now():
        return _("Invitation expired, never signed in")
    return SITUATIONS.get(newest.state, _("Not invited yet"))
