"""Celery tasks as envelopes: primitives in, organization first, one service called.

A task without an organization, or for one that is not active, does nothing: the row it was for
stays queued, and the sweeper sends it again.
"""

import functools
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from celery import Task, shared_task
from django.db import transaction

from tenants import isolation
from tenants.models import Organization, Status


def organization_task(*, even_suspended: bool = False, **options: Any) -> Callable[[Callable[..., None]], Task]:
    """Make a task whose first argument is the organization's id, run inside that organization.

    `even_suspended` is for what is owed to others whatever becomes of the organization.
    """
    find = known_organization if even_suspended else active_organization

    def decorate(work: Callable[..., None]) -> Task:
        @functools.wraps(work)
        def run(organization_id: str, *args: Any) -> None:
            organization = find(organization_id)
            with isolation.enter(organization, reason=work.__name__):
                work(*args)

        return shared_task(**options)(run)

    return decorate


def active_organization(organization_id: str) -> Organization:
    """The organization a task was sent for; raises when there is none or it is not active.

    Read anew each time: it may have been suspended while the task waited.
    """
    organization = known_organization(organization_id)
    if organization.status != Status.ACTIVE:
        raise isolation.Unavailable(f"organization {organization.key} is {organization.status}")
    return organization


def known_organization(organization_id: str) -> Organization:
    """The organization a task was sent for, whatever its state; raises when there is none."""
    try:
        key = uuid.UUID(organization_id)
    except (ValueError, TypeError, AttributeError) as error:
        raise isolation.NoOrganization("a task needs an organization id") from error
    with isolation.leave(reason="look up a task's organization"):
        organization: Organization | None = Organization.objects.filter(pk=key).first()
        if organization is None or not isolation.schema_exists(organization.schema_name):
            raise isolation.NoOrganization(f"no organization {key}")
    return organization


def send_after_commit(task: Task, *args: Any) -> None:
    """Send a task for the organization in force once the transaction is committed."""
    hint_after_commit(task, isolation.current().key, *args)


_is_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def without_hints() -> Iterator[None]:
    """Send no task meanwhile: for work in bulk that leaves the sweeper what it wants done."""
    token = _is_silent.set(True)
    try:
        yield
    finally:
        _is_silent.reset(token)


def hint_after_commit(task: Task, *args: Any) -> None:
    """Send a task once the transaction is committed; arguments go as text.

    Only a hint, to be quick: the row is the outbox. A broker that is away is logged, never the
    request's trouble; the sweeper finds the row.
    """
    if _is_silent.get():
        return
    texts = [str(argument) for argument in args]
    transaction.on_commit(lambda: task.delay(*texts), robust=True)
