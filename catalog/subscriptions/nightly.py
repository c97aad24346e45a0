"""What happens to subscriptions every night, in this order: leavers, what is due, prices, what will be missing."""

import datetime
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded

from catalog.subscriptions import draw, prices, shortfall, stop

Step = Callable[[], int]


def go_through(on: datetime.date) -> int:
    """Do all of it in the organization in force; how many things changed. Safe to repeat and beside itself.

    A step that fails keeps the next ones from nothing: its errors are raised in the end.
    """
    steps: tuple[Step, ...] = (
        stop.follow_leavers,
        lambda: draw.draw_due(on),
        lambda: prices.look_at_prices(on),
        shortfall.warn_all,
    )
    changed, errors = 0, []
    for step in steps:
        try:
            changed += step()
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("some subscriptions could not be gone through", errors)
    return changed
