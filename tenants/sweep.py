"""Rows that are their own outbox: what is due, who takes it, and when it is given up.

A broker may lose or repeat a message; a row cannot. Each row says where its work stands (`queued`,
`started`, a state of its own when done, `failed`) and `since` when: a queued row is due from `since`
on, a started one when its worker has been silent for a minute, or as long as its table allows.
"""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import F, Q

from tenants import failures, isolation
from tenants.models import Organization, SchemaIsThere, Status
from welfare.clock import now

Row = TypeVar("Row", bound=models.Model)
MOST_ATTEMPTS = 5
SILENCE = datetime.timedelta(seconds=60)
# After the first, second, third and fourth refusal; after the fifth it is given up.
WAITS = tuple(datetime.timedelta(seconds=seconds) for seconds in (30, 120, 600, 3600))


def active_organizations() -> Iterator[Organization]:
    """Each active organization whose schema is really there, for work that visits all of them."""
    with isolation.leave(reason="list active organizations"):
        there = Organization.objects.filter(SchemaIsThere("schema_name"), status=Status.ACTIVE)
        organizations = list(there.order_by("pk"))
    yield from organizations


@dataclass(frozen=True)
class Outbox(Generic[Row]):
    """One table of work in the organization in force; `field` is the column that says where it stands."""

    model: type[Row]
    field: str
    kind: str
    # Longer than a worker can be alive without saying so: two at one row must not push each other out.
    silence: datetime.timedelta = SILENCE

    def due(self) -> Q:
        """Which rows somebody must take up now."""
        queued = Q(**{self.field: "queued"}, since__lte=now())
        return queued | Q(**{self.field: "started"}, since__lte=now() - self.silence)

    def pending_ids(self, limit: int) -> list[uuid.UUID]:
        """The oldest due rows, at most `limit`: one query on the table's partial index."""
        return list(self.rows.filter(self.due()).order_by("since").values_list("pk", flat=True)[:limit])

    def claim(self, pk: uuid.UUID) -> Row | None:
        """Take a due row for this process alone, or None: done, taken, or not due yet.

        A row whose worker died at each of its attempts is given up here.
        """
        claimable = self.rows.filter(self.due(), pk=pk)
        if claimable.filter(attempts__gte=MOST_ATTEMPTS).update(**{self.field: "failed"}):
            failures.give_up(isolation.current(), self.kind, pk, "stopped at each attempt")
            return None
        taken = claimable.update(**{self.field: "started"}, since=now(), attempts=F("attempts") + 1)
        return self.rows.get(pk=pk) if taken else None

    def finish(self, row: Row, state: str, **fields: Any) -> bool:
        """Write that the work is done; False when another process has taken it over meanwhile."""
        return bool(self._still_ours(row).update(**{self.field: state}, **fields))

    def refuse(self, row: Row, error: BaseException) -> None:
        """The attempt failed: queue it for later, or after the fifth time give it up."""
        attempts = int(row.attempts)  # type: ignore[attr-defined]
        if attempts < MOST_ATTEMPTS:
            self._still_ours(row).update(**{self.field: "queued"}, since=now() + WAITS[attempts - 1])
        elif self._still_ours(row).update(**{self.field: "failed"}):
            failures.give_up(isolation.current(), self.kind, row.pk, error)

    def requeue(self, pk: uuid.UUID) -> bool:
        """Start anew what had been given up."""
        given_up = self.rows.filter(pk=pk, **{self.field: "failed"})
        return bool(given_up.update(**{self.field: "queued"}, since=now(), attempts=0))

    @property
    def rows(self) -> models.QuerySet[Row]:
        """All rows of the table."""
        return self.model._default_manager.all()  # noqa: SLF001  (the documented name of a model's manager)

    def _still_ours(self, row: Row) -> models.QuerySet[Row]:
        """The row, as long as nobody claimed it after us."""
        attempts = row.attempts  # type: ignore[attr-defined]
        return self.rows.filter(pk=row.pk, attempts=attempts, **{self.field: "started"})
