"""Calls for providers: written as a draft with criteria, published, closed by their last day."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from providers.accreditation.models import Call, Criterion
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.models import Organization
from welfare.clock import today
from welfare.errors import PlainError

MOST_CRITERIA = 30
State = Call.State


class CannotChange(PlainError):
    """A call that is out stays as it is: who has applied relied on it."""


def open_calls(organization: Organization) -> QuerySet[Call]:
    """The calls of an organization that take applications today, the one that closes first ahead."""
    day = today()
    published = Call.objects.filter(organization=organization, state=State.PUBLISHED)
    return published.filter(opens_on__lte=day, closes_on__gte=day).order_by("closes_on", "pk")


def of_organization(organization: Organization) -> QuerySet[Call]:
    """Every call of an organization, with how many criteria; sort it by (`-written_at`, `pk`)."""
    return Call.objects.filter(organization=organization).annotate(n=Count("criteria"))


def get_call_for(organization: Organization, key: uuid.UUID) -> Call:
    """A call of the organization's own; 404 for another's."""
    call = Call.objects.filter(organization=organization, pk=key).first()
    if call is None:
        raise Http404
    return call


@transaction.atomic
def write(fields: Mapping[str, Any], *, actor: Actor) -> Call:
    """Write a call of the organization in force as a draft; a form sent twice gives the draft of the first time."""
    here = Organization.objects.select_for_update(no_key=True).get(pk=isolation.current().pk)
    same = Call.objects.filter(organization=here, state=State.DRAFT, **fields).first()
    if same is not None:
        return same
    call = Call.objects.create(organization=here, **fields)
    trail.record(actor, "call.written", subject=str(call.pk))
    return call


@transaction.atomic
def change(call: Call, fields: Mapping[str, Any], *, actor: Actor) -> None:
    """Change a draft. Raises CannotChange."""
    locked_draft(call)
    if Call.objects.filter(pk=call.pk, **fields).exists():
        return
    Call.objects.filter(pk=call.pk).update(**fields)
    trail.record(actor, "call.written", subject=str(call.pk))


@transaction.atomic
def add_criterion(call: Call, fields: Mapping[str, Any], *, actor: Actor) -> Criterion:
    """Add a criterion to a draft; one with the same question is the one that is there. Raises CannotChange."""
    locked_draft(call)
    same = Criterion.objects.filter(call=call, text=fields["text"]).first()
    if same is not None:
        return same
    numbers = Criterion.objects.filter(call=call).aggregate(last=Max("position"), n=Count("pk"))
    if numbers["n"] >= MOST_CRITERIA:
        raise CannotChange(_("A call has at most 30 criteria: take one away first."))
    criterion = Criterion.objects.create(call=call, position=(numbers["last"] or 0) + 1, **fields)
    trail.record(actor, "call.written", subject=str(call.pk))
    return criterion


@transaction.atomic
def remove_criterion(call: Call, key: uuid.UUID, *, actor: Actor) -> None:
    """Take a criterion out of a draft; 404 for one that is not there. Raises CannotChange."""
    locked_draft(call)
    if not Criterion.objects.filter(call=call, pk=key).delete()[0]:
        raise Http404
    trail.record(actor, "call.written", subject=str(call.pk))


def locked_draft(call: Call) -> Call:
    """The draft, kept from being published meanwhile. Raises CannotChange for a call that is out."""
    draft = Call.objects.select_for_update(no_key=True).filter(pk=call.pk, state=State.DRAFT).first()
    if draft is None:
        raise CannotChange(_("This call is published: it stays as applicants have read it."))
    return draft


@transaction.atomic
def publish(call: Call, *, actor: Actor) -> bool:
    """Show a draft to everybody; False when it is no draft, or its last day has passed."""
    drafts = Call.objects.filter(pk=call.pk, state=State.DRAFT, closes_on__gte=today())
    if not drafts.update(state=State.PUBLISHED):
        return False
    trail.record(actor, "call.published", subject=str(call.pk))
    return True


@transaction.atomic
def withdraw(call: Call, *, actor: Actor) -> bool:
    """Take no more applications, before the last day; those that came stay in the queue."""
    if not Call.objects.filter(pk=call.pk, state=State.PUBLISHED).update(state=State.WITHDRAWN):
        return False
    trail.record(actor, "call.withdrawn", subject=str(call.pk))
    return True
