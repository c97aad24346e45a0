"""A member's family: adding, correcting, closing."""

from django.db import transaction
from django.db.models import ProtectedError

from members import certificates
from members.models import Member, Relative
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare import clock

MOST_RELATIVES = 20


class FamilyFull(ValueError):
    """More relatives than a household can have; likely a mistake."""


@transaction.atomic
def add_relative(member: Member, relative: Relative, *, actor: Actor) -> Relative:
    """Add a relative to the member's family; a form sent twice gives the relative of the first time.

    Raises FamilyFull at twenty open ones.
    """
    # Of two forms at once the second waits, then finds what the first wrote.
    Member.objects.select_for_update(no_key=True, of=("self",)).get(pk=member.pk)
    known = same_person(member, relative)
    if known is not None:
        return known
    if member.relatives.filter(closed_on__isnull=True).count() >= MOST_RELATIVES:
        raise FamilyFull
    relative.member = member
    relative.save()
    note(actor, "relative_added", relative)
    return relative


def same_person(member: Member, relative: Relative) -> Relative | None:
    """The open relative of a family with the same names, kinship and birth date."""
    names = ("given_name", "family_name", "kinship", "birth_date")
    twins = member.relatives.filter(closed_on__isnull=True, **{name: getattr(relative, name) for name in names})
    return twins.order_by("pk").first()


@transaction.atomic
def correct_relative(relative: Relative, *, actor: Actor) -> Relative:
    """Save what the member corrected; orders placed before keep what was agreed then."""
    relative.save()
    note(actor, "relative_corrected", relative)
    return relative


@transaction.atomic
def remove_relative(relative: Relative, *, actor: Actor) -> bool:
    """Delete a relative nobody used, or close one that an order names; True when deleted.

    Certificates that the welfare office has not looked at are withdrawn; of whoever is deleted none is kept.
    """
    note(actor, "relative_removed", relative)
    certificates.withdraw_waiting(relative, actor=actor)
    try:
        with transaction.atomic():
            certificates.forget(relative)
            Relative.objects.filter(pk=relative.pk).delete()
    except ProtectedError:
        Relative.objects.filter(pk=relative.pk).update(closed_on=clock.today())
        return False
    return True


def note(actor: Actor, action: str, relative: Relative) -> None:
    """Write the act to the trail of the member whose family it is."""
    record(actor, action, person_id=relative.member.user_id, subject=str(relative.pk))
