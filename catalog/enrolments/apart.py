"""The day's work on many enrolments of which none keeps another waiting; what fails is shown to operators."""

import logging
import uuid
from collections.abc import Callable, Iterable

from celery.exceptions import SoftTimeLimitExceeded

from tenants import failures, isolation

log = logging.getLogger(__name__)
KIND = "enrolment"


def each_apart(keys: Iterable[uuid.UUID], work: Callable[[uuid.UUID], bool]) -> int:
    """Do the work for each key, in a transaction of its own; how many moved. What fails is raised together in the end.

    Operators see it until it goes well. Time that is up stops all of it at once.
    """
    moved, errors = 0, []
    for key in keys:
        try:
            moved += work(key)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            log.warning("enrolment work on %s failed: %s", key, failures.describe(error))
            failures.give_up(isolation.current(), KIND, key, error)
            errors.append(error)
        else:
            failures.settle(KIND, key)
    if errors:
        raise ExceptionGroup("some enrolments could not be gone through", errors)
    return moved


@failures.retrier(KIND)
def try_again(_key: uuid.UUID) -> None:
    """Nothing to put back: the row says what is due, and the next day does it."""
