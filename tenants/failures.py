"""Work given up after its last attempt: kept in the registry, shown to operators, tried again on request."""

import smtplib
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import transaction

from tenants import isolation
from tenants.isolation import Actor
from tenants.models import FailedTask, Organization
from welfare.clock import now

# Puts the work `reference` back in its queue.
Retrier = Callable[[uuid.UUID], None]


@dataclass(frozen=True)
class Way:
    """How work of one kind is tried again: by what, and whether inside its organization."""

    work: Retrier
    inside: bool


ways: dict[str, Way] = {}


class CannotRetry(RuntimeError):
    """Nobody has said how work of this kind is tried again."""


def retrier(kind: str, *, inside: bool = True) -> Callable[[Retrier], Retrier]:
    """Declare how work of one kind goes back in its queue: inside its organization, or in the registry."""

    def declare(work: Retrier) -> Retrier:
        ways[kind] = Way(work, inside)
        return work

    return declare


def give_up(organization: Organization, kind: str, reference: uuid.UUID, error: BaseException | str) -> None:
    """Note that work was given up; once while it is open. No personal data: see `describe`."""
    text = describe(error) if isinstance(error, BaseException) else error
    FailedTask.objects.bulk_create(
        [FailedTask(organization=organization, kind=kind, reference=reference, error=text[:200])],
        ignore_conflicts=True,
    )


def settle(kind: str, reference: uuid.UUID) -> None:
    """Close the note of work that was put back in its queue in the organization in force."""
    open_ones = FailedTask.objects.filter(organization=isolation.current(), resolved_at__isnull=True)
    open_ones.filter(kind=kind, reference=reference).update(resolved_at=now())


def describe(error: BaseException) -> str:
    """The kind of an error and its code, without its words: those could name a person."""
    code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else getattr(error, "errno", None)
    return type(error).__name__ if code is None else f"{type(error).__name__} {code}"


def retry(failed_pk: uuid.UUID, *, actor: Actor) -> bool:
    """Put given-up work back in its queue; False when somebody already did.

    Raises CannotRetry for a kind that no room declared.
    """
    with isolation.leave(reason="try failed work again"), transaction.atomic():
        open_ones = FailedTask.objects.select_for_update(of=("self",), no_key=True).filter(resolved_at__isnull=True)
        failed = open_ones.select_related("organization").filter(pk=failed_pk).first()
        if failed is None:
            return False
        way = ways.get(failed.kind)
        if way is None:
            raise CannotRetry(failed.kind)
        FailedTask.objects.filter(pk=failed.pk).update(resolved_at=now())
        entered = isolation.enter(failed.organization, actor=actor, reason="try failed work again")
        with entered if way.inside else nullcontext():
            way.work(failed.reference)
    return True
