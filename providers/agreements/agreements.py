"""Agreements: written, ended, begun again; and which of them hold on a day."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from providers.agreements.models import Agreement, Shop
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.models import Kind, Organization
from welfare.clock import today


def in_force(on: datetime.date, path: str = "") -> Q:
    """Agreements that hold on a day; `path` leads to them from what is asked (`agreement__`)."""
    last = Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": on})
    return last & Q(**{f"{path}closed_on__isnull": True, f"{path}starts_on__lte": on})


def ending(on: datetime.date, *, within_days: int) -> Q:
    """Agreements that hold on a day and whose last day is near."""
    return in_force(on) & Q(ends_on__lte=on + datetime.timedelta(days=within_days))


def open_to(organization: Organization, path: str = "") -> Q:
    """Agreements of an organization and of the networks."""
    return Q(**{f"{path}owner": organization}) | Q(**{f"{path}owner__kind": Kind.NETWORK})


def open_shops(on: datetime.date, path: str = "") -> Q:
    """Shops that are not taken off and whose day has not passed."""
    last = Q(**{f"{path}valid_until__isnull": True}) | Q(**{f"{path}valid_until__gte": on})
    return last & Q(**{f"{path}closed_on__isnull": True})


def of_owner(owner: Organization) -> QuerySet[Agreement]:
    """An owner's agreements, with `shops_open`, how many shops of theirs are shown."""
    return Agreement.objects.filter(owner=owner).annotate(
        shops_open=Count("shops", filter=open_shops(today(), path="shops__"))
    )


def get_agreement(owner: Organization, key: uuid.UUID) -> Agreement:
    """One of an owner's agreements; raises Http404."""
    found = of_owner(owner).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def write_new(owner: Organization, fields: Mapping[str, Any], *, actor: Actor) -> Agreement:
    """Write a new agreement; a form sent twice gives the agreement of the first time."""
    # Of two forms at once the second waits, then finds what the first wrote.
    Organization.objects.select_for_update(no_key=True, of=("self",)).get(pk=owner.pk)
    same = Agreement.objects.filter(owner=owner, closed_on__isnull=True, **fields).order_by("created_at").first()
    if same is not None:
        return same
    agreement = Agreement(owner=owner, **fields)
    agreement.save(force_insert=True)
    trail.record(actor, "agreement.written", subject=str(agreement.pk))
    return agreement


@transaction.atomic
def change(agreement: Agreement, fields: Mapping[str, Any], *, actor: Actor) -> bool:
    """Write what is otherwise in an agreement; False when nothing is."""
    found = Agreement.objects.select_for_update(no_key=True, of=("self",)).get(pk=agreement.pk)
    changed = sorted(name for name, value in fields.items() if getattr(found, name) != value)
    if not changed:
        return False
    for name in changed:
        setattr(found, name, fields[name])
    found.save(update_fields=[*changed, "sort_name"])
    trail.record(actor, "agreement.changed", subject=str(found.pk), details={"fields": changed})
    return True


@transaction.atomic
def end(agreement: Agreement, *, actor: Actor) -> bool:
    """End an agreement today: nobody is shown it any more. False when it had ended."""
    ended = Agreement.objects.filter(pk=agreement.pk, closed_on__isnull=True).update(closed_on=today())
    if ended:
        trail.record(actor, "agreement.ended", subject=str(agreement.pk))
    return bool(ended)


@transaction.atomic
def begin_again(agreement: Agreement, *, actor: Actor) -> bool:
    """Show an agreement again that was ended by hand. False when it had not been."""
    begun = Agreement.objects.filter(pk=agreement.pk, closed_on__isnull=False).update(closed_on=None)
    if begun:
        trail.record(actor, "agreement.resumed", subject=str(agreement.pk))
    return bool(begun)


@transaction.atomic
def move_shop(agreement: Agreement, key: int, *, is_open: bool, actor: Actor) -> bool:
    """Take a shop of an agreement off, or put it back. False when it stands so already; raises Http404."""
    mine = Shop.objects.filter(agreement=agreement, pk=key)
    moved = mine.filter(closed_on__isnull=not is_open).update(closed_on=None if is_open else today())
    if moved:
        action = "agreement.shop_back" if is_open else "agreement.shop_off"
        trail.record(actor, action, subject=str(agreement.pk), details={"shop": key})
    elif not mine.exists():
        raise Http404
    return bool(moved)
