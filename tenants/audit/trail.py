"""Writing the audit trail: one function."""

from typing import Any

from tenants.audit.models import Record
from tenants.isolation import Actor


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
