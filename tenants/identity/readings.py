"""The audit trail as the person it speaks of reads it (GDPR art. 15)."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants import isolation
from tenants.audit.models import Record
from tenants.audit.wording import told_of
from tenants.identity.models import User
from tenants.models import Organization
from welfare.paging import Page, page_by_key

PERSON = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9]{1,18}")
SYSTEM_NAME = _("Scaffale, by itself")


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
    """The records with the names of who acted: two queries for a page."""
    names = names_of({record.actor for record in records})
    return [Line(r.at, names.get(r.actor, _("Somebody")), told_of(r.action)) for r in records]


def names_of(actors: set[str]) -> dict[str, str | Promise]:
    """What to call each actor: people of this organization by name, those of others by their organization's."""
    parts = {actor: actor.rpartition(":") for actor in actors if PERSON.fullmatch(actor)}
    here = isolation.current().key
    people = names_here({int(user) for organization, _colon, user in parts.values() if organization == here})
    others = names_elsewhere({organization for organization, _colon, _user in parts.values() if organization != here})
    named: dict[str, str | Promise] = {"system": SYSTEM_NAME}
    for actor, (organization, _colon, user) in parts.items():
        name = people.get(int(user)) if organization == here else others.get(organization)
        if name:
            named[actor] = name
    return named


def names_here(ids: set[int]) -> dict[int, str]:
    """Names of accounts of this organization."""
    return {user.pk: user.full_name for user in User.objects.filter(pk__in=ids)} if ids else {}


def names_elsewhere(ids: set[str]) -> dict[str, str]:
    """Names of other organizations: who acted there is theirs to know."""
    return {found.key: found.name for found in Organization.objects.filter(pk__in=ids)} if ids else {}
