"""A fund's levels of cover and the pension funds it serves; people keep what they agreed."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import Http404

from providers.models import Delivery, FundLevel, Offer, PensionFund, Provider
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.clock import now

PENSION = "pension_fund"


class SameName(Exception):
    """Another level that is offered has the name, or another fund the number."""


class Stale(Exception):
    """Somebody else changed the level while the form was open."""


def is_fund(offer: Offer) -> bool:
    """Whether people enrol in it."""
    return offer.delivery == Delivery.ENROLMENT


def is_pension(offer: Offer) -> bool:
    """Whether it takes contributions to pension funds, which have no levels."""
    return is_fund(offer) and offer.service_type == PENSION


def levels_of(offer: Offer) -> list[FundLevel]:
    """The levels of an offer, those that are offered ahead; one query."""
    return list(FundLevel.objects.filter(offer=offer).order_by(F("withdrawn_at").asc(nulls_first=True), "fee", "name"))


def funds_of(provider: Provider) -> list[PensionFund]:
    """The pension funds a provider serves, by name; one query."""
    return list(PensionFund.objects.filter(provider=provider, withdrawn_at=None).order_by("name", "pk"))


def get_level_for(provider: Provider, key: uuid.UUID) -> FundLevel:
    """One level of the provider's own offers; 404 for another's."""
    levels = FundLevel.objects.select_related("offer").defer("offer__search", "offer__folded")
    level = levels.filter(offer__provider=provider, pk=key).first()
    if level is None:
        raise Http404
    return level


def save(level: FundLevel, values: Mapping[str, Any], *, actor: Actor) -> FundLevel:
    """Write a level, a new one too; its revision grows, so that an open form shows it anew. Raises SameName, Stale."""
    try:
        with transaction.atomic():
            is_new = level._state.adding
            written = add(level, values) if is_new else change(level, values)
            record(actor, "level.added" if is_new else "level.changed", subject=str(written.pk))
            return written
    except IntegrityError as error:
        raise SameName from error


def add(level: FundLevel, values: Mapping[str, Any]) -> FundLevel:
    """Write a new level."""
    for name, value in values.items():
        setattr(level, name, value)
    level.save(force_insert=True)
    return level


def change(level: FundLevel, values: Mapping[str, Any]) -> FundLevel:
    """Change a level that is offered, as it was when the form was shown."""
    same = FundLevel.objects.filter(pk=level.pk, revision=level.revision, withdrawn_at=None)
    if not same.update(**values, revision=F("revision") + 1):
        raise Stale
    level.refresh_from_db()
    return level


def withdraw(level: FundLevel, *, actor: Actor) -> bool:
    """Take nobody new in a level; who is in it stays until the year's end. Once."""
    with transaction.atomic():
        done = bool(FundLevel.objects.filter(pk=level.pk, withdrawn_at=None).update(withdrawn_at=now()))
        if done:
            record(actor, "level.withdrawn", subject=str(level.pk))
    return done


def add_fund(provider: Provider, name: str, number: str, *, actor: Actor) -> PensionFund:
    """Serve one more pension fund; one that was withdrawn comes back. Raises SameName."""
    with transaction.atomic():
        fund, is_new = PensionFund.objects.get_or_create(
            provider=provider, register_number=number, defaults={"name": name}
        )
        back = PensionFund.objects.filter(pk=fund.pk, withdrawn_at__isnull=False)
        if not is_new and not back.update(withdrawn_at=None, name=name):
            raise SameName
        record(actor, "pension_fund.added", subject=str(fund.pk))
        return fund


def withdraw_fund(provider: Provider, key: uuid.UUID, *, actor: Actor) -> bool:
    """Take no new contributions for a fund. Once."""
    with transaction.atomic():
        mine = PensionFund.objects.filter(provider=provider, pk=key, withdrawn_at=None)
        done = bool(mine.update(withdrawn_at=now()))
        if done:
            record(actor, "pension_fund.withdrawn", subject=str(key))
    return done
