"""Work on every booking of a slot, over all issuers: a row of the registry is the outbox, each booking a transaction.

Whoever comes after a killed worker goes on with what is left; bookings that fail do not hold up the others.
"""

import logging
import time
import uuid
from collections.abc import Callable, Iterable
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.db import models

from tenants import failures
from tenants.sweep import Outbox
from welfare.clock import now

log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=models.Model)
Act = Callable[[uuid.UUID], object]


class OutOfReach(RuntimeError):
    """The issuer's data cannot be reached just now."""


def go_through(outbox: Outbox[Row], row: Row, keys: Iterable[uuid.UUID], act: Act, *, seconds: float) -> bool:
    """Do the claimed work of a row; True when there are more bookings than the time allowed, and it is queued again.

    What fails is tried again later, and after the fifth time shown to operators.
    """
    is_cut, error = each(outbox.kind, keys, act, seconds)
    if is_cut:
        # It went on: what stops a work that does not is the number of attempts.
        return outbox.finish(row, "queued", since=now(), attempts=0)
    if error is not None:
        outbox.refuse(row, error)
    else:
        outbox.finish(row, "done")
    return False


def each(kind: str, keys: Iterable[uuid.UUID], act: Act, seconds: float) -> tuple[bool, Exception | None]:
    """Act on each booking; whether time ran out, and the last thing that went wrong."""
    stop, error = time.monotonic() + seconds, None
    for key in keys:
        if time.monotonic() > stop:
            return True, error
        try:
            act(key)
        except SoftTimeLimitExceeded:
            raise
        except Exception as found:
            log.warning("%s: booking %s failed: %s", kind, key, failures.describe(found))
            error = found
    return False, error
