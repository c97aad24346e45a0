"""Turning open points of law, and back: on the organization's own account, each act on record."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.fiscal import SWITCHES, SwitchCode
from catalog.plans.models import LawSwitch
from tenants.audit import trail
from tenants.identity.models import User
from tenants.isolation import Actor
from welfare.clock import now


@dataclass(frozen=True)
class OpenPoint:
    """An open point of law in the reader's language, and where its switch stands here."""

    code: str
    law: str
    question: str
    when_off: str
    when_on: str
    set_by: str
    # The row that stands turned, if any, and those that stood before, newest first.
    turned: LawSwitch | None = None
    before: Sequence[LawSwitch] = ()


def open_points() -> list[OpenPoint]:
    """All of them, with who turned what and when; one query."""
    rows = list(LawSwitch.objects.select_related("turned_by", "turned_back_by").order_by("-turned_at", "pk"))
    return [point_of(code, [row for row in rows if row.code == code]) for code in SWITCHES]


def open_point(code: str) -> OpenPoint | None:
    """One of them; None for a code that there is not."""
    return next((point for point in open_points() if point.code == code), None)


def point_of(code: SwitchCode, rows: Sequence[LawSwitch]) -> OpenPoint:
    """One open point with its rows, newest first."""
    switch = SWITCHES[code]
    return OpenPoint(
        code=code.value,
        law=switch.law_ref,
        question=_(switch.question),
        when_off=_(switch.when_off),
        when_on=_(switch.when_on),
        set_by=_(switch.set_by),
        turned=next((row for row in rows if row.turned_back_at is None), None),
        before=[row for row in rows if row.turned_back_at is not None],
    )


@transaction.atomic
def turn(code: str, opinion: str, *, user: User, actor: Actor) -> bool:
    """Read an open point the other way from now on; False when it was turned already, which changes nothing.

    `opinion` says whose written opinion it rests on. What was asked for before keeps its verdict.
    """
    row, is_new = LawSwitch.objects.get_or_create(
        code=SwitchCode(code).value,
        turned_back_at=None,
        defaults={"opinion": opinion, "turned_at": now(), "turned_by": user},
    )
    if is_new:
        trail.record(actor, "law_switch.turn", subject=str(row.pk), details={"code": row.code})
    return is_new


@transaction.atomic
def turn_back(code: str, *, user: User, actor: Actor) -> bool:
    """Read an open point the conservative way again; False when it was already."""
    row = LawSwitch.objects.filter(code=code, turned_back_at=None).first()
    if row is None:
        return False
    standing = LawSwitch.objects.filter(pk=row.pk, turned_back_at=None)
    if not standing.update(turned_back_at=now(), turned_back_by=user):
        return False
    trail.record(actor, "law_switch.turn_back", subject=str(row.pk), details={"code": row.code})
    return True
