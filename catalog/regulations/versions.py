"""The life of a version: proposed, approved, in force until the next one; taken note of by each person."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from catalog.plans.models import Plan
from catalog.regulations import terms
from catalog.regulations.models import Acknowledgement, Approval, Version
from catalog.regulations.tasks import render_version
from members.models import Member
from tenants.audit import trail
from tenants.envelope import send_after_commit
from tenants.isolation import Actor
from welfare.clock import now, today


class CannotPropose(Exception):
    """A version awaits approval, nothing has changed since the last, or there is no text."""


class NotApproved(Exception):
    """Nobody has approved the version, or it is not a proposal any more."""


@dataclass(frozen=True)
class Approved:
    """An approval to be written: the body, who spoke for it, on which day."""

    body: str
    names: str
    approved_on: datetime.date


def propose(plan: Plan, *, actor: Actor) -> Version:
    """Freeze a plan's text and terms as its next version; raises CannotPropose."""
    if actor.user_id is None:
        raise ValueError("a person proposes, not the system")
    with transaction.atomic():
        # Of two at once the second waits, then finds the first one's proposal.
        locked = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        frozen = terms.frozen(locked)
        digest = terms.digest_of(locked.regulation, frozen)
        if not can_propose(locked, digest):
            raise CannotPropose
        version = Version.objects.create(
            plan=locked,
            number=next_number(locked),
            text=locked.regulation,
            terms=frozen,
            digest=digest,
            proposed_by_id=actor.user_id,
            proposed_at=now(),
            since=now(),
        )
        trail.record(actor, "regulation.proposed", subject=str(version.pk))
        send_after_commit(render_version, version.pk)
    return version


def can_propose(plan: Plan, digest: str) -> bool:
    """Whether there is something new to approve, and nothing that awaits it."""
    standing = plan.regulation_versions.filter(state__in=[Version.State.PROPOSED, Version.State.IN_FORCE])
    known = dict(standing.values_list("state", "digest"))
    is_new = known.get(Version.State.IN_FORCE) != digest
    return bool(plan.regulation.strip()) and Version.State.PROPOSED not in known and is_new


def next_number(plan: Plan) -> int:
    """One more than the last version, given up ones counted."""
    last: int | None = plan.regulation_versions.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def approve(version: Version, approved: Approved, *, actor: Actor) -> bool:
    """Record that a body approved a proposal, once each; False when it had, or it is no proposal any more."""
    if actor.user_id is None:
        raise ValueError("a person records an approval, not the system")
    with transaction.atomic():
        proposed = Version.objects.select_for_update(no_key=True).filter(pk=version.pk, state=Version.State.PROPOSED)
        if not proposed.exists():
            return False
        _row, is_new = Approval.objects.get_or_create(
            version=version,
            body=approved.body,
            defaults={
                "names": approved.names,
                "approved_on": approved.approved_on,
                "recorded_by_id": actor.user_id,
            },
        )
        if is_new:
            trail.record(actor, "regulation.approved", subject=str(version.pk), details={"body": approved.body})
    return is_new


def put_in_force(version: Version, *, actor: Actor) -> bool:
    """Let an approved proposal take the place of the version in force; False when it is in force already.

    Everybody takes note anew before they spend. Its PDF is made again, with the approvals. Raises NotApproved.
    """
    with transaction.atomic():
        Plan.objects.select_for_update(no_key=True).get(pk=version.plan_id)
        version.refresh_from_db(fields=["state"])
        if version.state == Version.State.IN_FORCE:
            return False
        if version.state != Version.State.PROPOSED or not version.approvals.exists():
            raise NotApproved
        before = Version.objects.filter(plan=version.plan_id, state=Version.State.IN_FORCE)
        before.update(state=Version.State.REPLACED)
        Version.objects.filter(pk=version.pk).update(
            state=Version.State.IN_FORCE,
            in_force_on=today(),
            document=Version.Document.QUEUED,
            since=now(),
            attempts=0,
        )
        trail.record(actor, "regulation.in_force", subject=str(version.pk))
        send_after_commit(render_version, version.pk)
    version.refresh_from_db()
    return True


def drop(version: Version, *, actor: Actor) -> bool:
    """Give up a proposal; False when it was none any more."""
    with transaction.atomic():
        proposed = Version.objects.filter(pk=version.pk, state=Version.State.PROPOSED)
        dropped = bool(proposed.update(state=Version.State.DROPPED))
        if dropped:
            trail.record(actor, "regulation.dropped", subject=str(version.pk))
    return dropped


def take_note(version: Version, member: Member, *, actor: Actor) -> bool:
    """Write that a member has read a version in force; False when they had, or it is replaced meanwhile."""
    with transaction.atomic():
        if not Version.objects.filter(pk=version.pk, state=Version.State.IN_FORCE).exists():
            return False
        _row, is_new = Acknowledgement.objects.get_or_create(version=version, member=member)
        if is_new:
            trail.record(actor, "regulation.read", person_id=member.user_id, subject=str(version.pk))
    return is_new
