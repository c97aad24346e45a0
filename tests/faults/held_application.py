"""The worker's application, with a rendering that a test can hold up in the middle."""

import os
import time
from pathlib import Path

import django

from welfare.celery import application

django.setup()

from catalog.orders import documents  # noqa: E402 - Django is set up from here on
from catalog.orders.vouchers import ShownVoucher  # noqa: E402

__all__ = ["application"]
FOLDER = Path(os.environ["SCAFFALE_VAR"])
HELD = FOLDER / "held"
rendered = documents.rendered


def rendered_when_released(shown: ShownVoucher) -> bytes:
    """Say who is at it, and wait while the test holds it up."""
    if HELD.exists():
        (FOLDER / f"rendering-{os.getpid()}").touch()
        while HELD.exists():
            time.sleep(0.02)
    return rendered(shown)


documents.rendered = rendered_when_released
