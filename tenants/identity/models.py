"""Accounts, invitations and identity checks of one organization. Tenant schema."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from welfare.sorting import sort_key


class Role(models.TextChoices):
    """What an account may do in its organization."""

    MEMBER = "member", _("Member")
    HR = "hr", _("HR")
    WELFARE_MANAGER = "welfare_manager", _("Welfare manager")
    PAYROLL = "payroll", _("Payroll")
    COMMITTEE = "committee", _("Welfare committee")
    PROVIDER_STAFF = "provider_staff", _("Provider's staff")
    PROVIDER_MANAGER = "provider_manager", _("Provider's manager")
    DESK = "desk", _("Social point")
    OFFICE = "office", _("Welfare office")
    OPERATOR = "operator", _("Network operator")


# Every role that sees other people's data needs a second factor.
STAFF_ROLES = frozenset(Role.values) - {Role.MEMBER, Role.COMMITTEE}


def sort_name(family_name: str, given_name: str) -> str:
    """The key that sorts a person by family name, the same on every database."""
    return sort_key(family_name, given_name)[:200]


class UserManager(BaseUserManager["User"]):
    """Makes accounts; a password is optional, invitations set it later."""

    def create_user(self, *, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without password it cannot sign in until one is set."""
        user = self.model(email=email.strip().lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Look an account up by e-mail or member number, whatever the case."""
        found = Q(email__iexact=username) | Q(member_number__iexact=username)
        return self.get(found)


class User(AbstractBaseUser):
    """One person's account in one organization; signs in with e-mail or member number."""

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    member_number = models.CharField(_("member number"), max_length=30, null=True, blank=True)
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    sort_name = models.CharField(max_length=200, editable=False)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list)
    language = models.CharField(max_length=2, default="it")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.UniqueConstraint(Lower("member_number"), name="user_member_number_once"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(member_number__isnull=False),
                name="user_can_be_named",
            ),
            models.CheckConstraint(condition=Q(roles__contained_by=list(Role.values)), name="user_roles_known"),
        ]
        indexes = [models.Index(F("sort_name"), F("id"), name="user_by_name")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sorting key in step with the names."""
        self.sort_name = sort_name(self.family_name, self.given_name)
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_staff_role(self) -> bool:
        """Whether a second factor is asked of the account."""
        return bool(STAFF_ROLES & set(self.roles))

    @property
    def tasks(self) -> list[str]:
        """What the person does here besides being a member, in words."""
        return [str(Role(role).label) for role in self.roles if role != Role.MEMBER]

    def has_role(self, *names: str) -> bool:
        """Whether the account has one of these roles."""
        return bool(set(names) & set(self.roles))


class Session(AbstractBaseSession):
    """A browser's session, with the account it belongs or will belong to."""

    # No foreign key: an account that is erased meanwhile must not make a request fail.
    user_id = models.BigIntegerField(null=True, db_index=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False


class Invitation(models.Model):
    """A way in for a person without password: a mailed link or a printed code."""

    class Channel(models.TextChoices):
        """How it reaches the person."""

        MAIL = "mail", _("By e-mail")
        LETTER = "letter", _("By letter")

    class State(models.TextChoices):
        """What became of it."""

        QUEUED = "queued", _("To be sent")
        SENT = "sent", _("Sent")
        OPENED = "opened", _("Opened, never signed in")
        USED = "used", _("Signed in")
        REPLACED = "replaced", _("Replaced")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    channel = models.CharField(max_length=6, choices=Channel)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    # HMAC of the token or code under a key of this organization: useless on another host.
    token_hash = models.BinaryField(max_length=32, unique=True)
    sealed_token = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=["queued", "sent", "opened"]),
                name="invitation_one_open_per_user",
            )
        ]


class InvitationRound(models.Model):
    """Inviting everybody who was not invited yet, a few at a time. The row is the outbox, as with mails."""

    class State(models.TextChoices):
        """Where the work stands."""

        QUEUED = "queued", _("Waiting")
        STARTED = "started", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    # The key of the form that asked for it: a repeat gives the first.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    total = models.PositiveIntegerField()
    invited = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    # The last account that was looked at: the work goes on after it.
    reached = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(state__in=["queued", "started"]), name="invitation_round_one_open"
            )
        ]


class IdentityCheck(models.Model):
    """That somebody of HR or of the office made sure who a person is before mending an account."""

    class Act(models.TextChoices):
        """What was mended."""

        LOST_FACTOR = "lost_factor", _("Lost phone")
        WRONG_EMAIL = "wrong_email", _("Wrong e-mail")
        FORGOTTEN = "forgotten", _("Forgotten password, and no e-mail")

    class Means(models.TextChoices):
        """How the person was recognised."""

        DOCUMENT = "document", _("Identity document seen")
        KNOWN = "known", _("Known in person")
        CALL_BACK = "call_back", _("Called back on the number we hold")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="identity_checks")
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="checks_made")
    act = models.CharField(max_length=12, choices=Act)
    means = models.CharField(max_length=10, choices=Means)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
