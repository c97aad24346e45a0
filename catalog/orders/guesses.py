"""Guessing of voucher codes: ten wrong ones a minute for an account and for an address, over all hosts.

Only wrong codes stay counted, so that a queue of children at the door does not stop the staff.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from catalog.orders.accept import Unknown
from tenants import throttle
from tenants.isolation import Actor
from welfare.errors import TooMany

log = logging.getLogger(__name__)
LIMIT, SECONDS = 10, 60
BY_ACCOUNT, BY_ADDRESS = "voucher-code", "voucher-code-address"


@contextmanager
def counted(actor: Actor, address: str) -> Iterator[None]:
    """Let one code be tried; raises TooMany before the try when there were too many wrong ones."""
    subjects = ((BY_ACCOUNT, actor.code), (BY_ADDRESS, address))
    try:
        for purpose, subject in subjects:
            throttle.hit(purpose, subject, limit=LIMIT, seconds=SECONDS)
    except TooMany:
        log.warning("voucher codes are being guessed by %s", actor.code)
        raise
    is_guess = False
    try:
        yield
    except Unknown:
        is_guess = True
        raise
    finally:
        if not is_guess:
            for purpose, subject in subjects:
                throttle.take_back(purpose, subject)
