"""The import of a list for one territory, in the terms of `members.imports`."""

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.directory import write
from catalog.directory.content import Content, read_list
from catalog.directory.plan import DirectoryPlan, plan_of
from members.imports import works
from members.imports.works import Progress
from tenants.isolation import Actor
from tenants.models import Kind, Organization, Status
from welfare.tables.rows import TableError

KIND = "directory"
TAKES_OFF = "takes_off"


class DirectoryWork:
    """How a list is read, compared and written for the territory `about`."""

    def __init__(self, about: uuid.UUID | None, options: Mapping[str, Any]) -> None:
        self.about = about
        self.takes_off = bool(options.get(TAKES_OFF))

    def territory(self) -> Organization:
        """The territory. Raises TableError when it is not in service any more."""
        found = territories().filter(pk=self.about).first()
        if found is None:
            raise TableError(_("This territory is not in service any more: choose another."))
        return found

    def read(self, path: Path, progress: Progress) -> Content:
        """Read the file. Raises TableError for one that is no list, or whose territory is not in service any more."""
        self.territory()
        return read_list(path, progress)

    def plan(self, content: Content, *, actor: Actor) -> DirectoryPlan:
        """Compare it with what is known and with the territory's shelf."""
        return plan_of(content, self.territory())

    def write(self, plan: Any, *, actor: Actor) -> None:
        """Do what the plan says."""
        write.write(plan, self.territory(), takes_off=self.takes_off, actor=actor)


def territories() -> QuerySet[Organization]:
    """The territories in service, by name."""
    found: QuerySet[Organization] = Organization.objects.filter(kind=Kind.TERRITORY, status=Status.ACTIVE)
    return found.order_by("sort_name", "pk")


works.declare_about(KIND, DirectoryWork)
