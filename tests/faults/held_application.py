"""The worker's application, with pieces of work that a test can hold up in the middle: a PDF, an import, a grant."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django

from welfare.celery import application

django.setup()

from catalog.closing import run, telling  # noqa: E402 - Django is set up from here on
from catalog.closing.models import Closing  # noqa: E402
from catalog.orders import documents  # noqa: E402 - Django is set up from here on
from catalog.orders.vouchers import ShownVoucher  # noqa: E402
from catalog.plans import grant_run  # noqa: E402
from catalog.plans.models import Grant  # noqa: E402
from members.ledger.posting import Draft  # noqa: E402
from members.models import Member  # noqa: E402
from members.people_import import writing  # noqa: E402

__all__ = ["application"]
FOLDER = Path(os.environ["SCAFFALE_VAR"])
HELD = FOLDER / "held"
rendered = documents.rendered
put_members = writing.put_members
drafts_of = grant_run.drafts_of
tell = telling.tell


def wait_while_held() -> None:
    """Say who is at it, and wait while the test holds it up."""
    if HELD.exists():
        (FOLDER / f"rendering-{os.getpid()}").touch()
        while HELD.exists():
            time.sleep(0.02)


def rendered_when_released(shown: ShownVoucher) -> bytes:
    """The document, once the test lets it go on."""
    wait_while_held()
    return rendered(shown)


def put_members_when_released(people: Sequence[Member]) -> None:
    """Accounts are written, records wait until the test lets them go on."""
    wait_while_held()
    put_members(people)


def drafts_when_released(given: Grant, rows: Sequence[grant_run.Row]) -> list[Draft]:
    """The first lines of a grant are posted, the others wait in their transaction until the test lets them go on."""
    if given.rows_done:
        wait_while_held()
    return drafts_of(given, rows)


def tell_when_released(*args: Any, **kwargs: Any) -> None:
    """A closing has posted, and told the first people; it waits in the transaction of the next ones."""
    if Closing.objects.filter(people_done__gt=0).exists():
        wait_while_held()
    tell(*args, **kwargs)


run.AT_ONCE = 2
telling.tell = tell_when_released
grant_run.AT_ONCE = 2
grant_run.drafts_of = drafts_when_released
writing.put_members = put_members_when_released
documents.rendered = rendered_when_released
