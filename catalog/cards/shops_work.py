"""The import of the shops of an agreement, in the terms of `members.imports`."""

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalog.cards import shops_sheet, shops_write
from catalog.cards.shops_plan import ShopsPlan, plan_of
from catalog.cards.shops_sheet import Content
from members.imports import works
from members.imports.works import Progress
from providers.agreements.models import Agreement
from tenants import isolation
from tenants.isolation import Actor
from welfare.tables.rows import TableError

KIND = "shops"
CLOSES_GONE = "closes_gone"


class ShopsWork:
    """How a list is read, compared and written for the agreement `about` of the organization in force."""

    def __init__(self, about: uuid.UUID | None, options: Mapping[str, Any]) -> None:
        self.about = about
        self.closes_gone = bool(options.get(CLOSES_GONE))

    def agreement(self) -> Agreement:
        """The agreement. Raises TableError when it is not this organization's, or has ended."""
        mine = Agreement.objects.filter(owner=isolation.current(), closed_on__isnull=True)
        found = mine.filter(pk=self.about).first() if self.about else None
        if found is None:
            raise TableError(_("This agreement has ended: begin it again, then upload the list."))
        return found

    def read(self, path: Path, progress: Progress) -> Content:
        """Read the file. Raises TableError for one that is no list, or whose agreement has ended."""
        self.agreement()
        return shops_sheet.read(path, progress)

    def plan(self, content: Content, *, actor: Actor) -> ShopsPlan:
        """Compare it with the shops that are known."""
        return plan_of(content, self.agreement())

    def write(self, plan: Any, *, actor: Actor) -> None:
        """Do what the plan says."""
        shops_write.write(plan, self.agreement(), closes_gone=self.closes_gone, actor=actor)


works.declare_about(KIND, ShopsWork)
