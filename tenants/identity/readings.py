"""The audit trail as the person it speaks of reads it (GDPR art. 15)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants import isolation
from tenants.audit.models import Record
from tenants.identity.models import User
from welfare.paging import Page, page_by_key

# What an act is called on screen; what is not here is named by its code.
ACTS: dict[str, str | Promise] = {
    "account.closed": _("Closed your account"),
    "account.read": _("Opened the page of your account"),
    "account.opened": _("Opened your account again"),
    "account.mended": _("Mended your account after recognising you"),
    "invitation.mailed": _("Sent you an invitation"),
    "invitation.printed": _("Printed an activation letter for you"),
    "member.added": _("Added your record"),
    "member.changed": _("Changed your record"),
    "member.left": _("Recorded that you left"),
    "member.read": _("Opened your record"),
}


@dataclass(frozen=True)
class Line:
    """One act, as it is shown."""

    at: datetime.datetime
    who: str | Promise
    act: str | Promise


def page_of(user: User, cursor: str) -> Page[Record]:
    """What others did with a person's record, newest first."""
    own = f"{isolation.current().key}:{user.pk}"
    return page_by_key(Record.objects.filter(person_id=user.pk).exclude(actor=own), ("-at", "-pk"), cursor)


def lines(records: Sequence[Record]) -> list[Line]:
    """The records with the names of who acted: one query for a page."""
    names = names_of({record.actor for record in records})
    return [Line(r.at, names.get(r.actor, _("The network's office")), ACTS.get(r.action, r.action)) for r in records]


def names_of(actors: set[str]) -> dict[str, str | Promise]:
    """What to call each actor: people of this organization by name, the system as such."""
    here = f"{isolation.current().key}:"
    ids = {int(actor.removeprefix(here)): actor for actor in actors if actor.startswith(here)}
    people: dict[str, str | Promise] = {ids[user.pk]: user.full_name for user in User.objects.filter(pk__in=ids)}
    return people | {"system": _("Scaffale, by itself")}
