"""Writing the audit trail: one act, or many at once."""

from collections.abc import Iterable
from typing import Any

from tenants.audit.models import Record
from tenants.isolation import Actor

AT_ONCE = 1000


def record_all(records: Iterable[Record]) -> None:
    """Write many acts at once, part of the transaction; what `record` says of `details` holds here, too."""
    Record.objects.bulk_create(records, batch_size=AT_ONCE)


def record(
    actor: Actor,
    action: str,
    *,
    person_id: int | None = None,
    subject: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Write that `actor` did `action` in the organization in force; part of the transaction.

    `details` holds codes, ids and figures, never names, tax codes or free text.
    """
    Record.objects.create(
        actor=actor.code,
        action=action,
        person_id=person_id,
        subject=subject,
        details=details or {},
    )
