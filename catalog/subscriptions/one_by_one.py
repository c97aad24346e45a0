"""Work on many subscriptions of which none keeps another waiting."""

import logging
import uuid
from collections.abc import Callable, Iterable
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded

from tenants import failures

log = logging.getLogger(__name__)
Key = TypeVar("Key", uuid.UUID, int)


def one_by_one(
    keys: Iterable[Key], work: Callable[[Key], int], told: Callable[[Key, Exception], None] | None = None
) -> int:
    """Do a piece of work for each key; how much was done in all. What fails is raised together in the end.

    `told` is called with what failed, as it fails. Time that is up stops all of it at once.
    """
    done, errors = 0, []
    for key in keys:
        try:
            done += work(key)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            log.warning("subscription work on %s failed: %s", key, failures.describe(error))
            errors.append(error)
            if told is not None:
                told(key, error)
    if errors:
        raise ExceptionGroup("some subscriptions failed", errors)
    return done
