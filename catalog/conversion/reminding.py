"""Telling people in time: when a window opens, and three days before it closes to who has not chosen."""

import datetime

from django.db import transaction

from catalog.conversion import telling
from catalog.conversion.models import Window
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import today

DAYS_BEFORE = 3


def tell_due() -> int:
    """Queue what is due today in the organization in force; each person gets each mail once. Safe to repeat."""
    day = today()
    running = Window.objects.filter(state=Window.State.OPEN, opens_on__lte=day, closes_on__gte=day)
    windows = list(running.order_by("closes_on"))
    for window in windows:
        telling.tell_opened(window)
        if day >= window.closes_on - datetime.timedelta(days=DAYS_BEFORE):
            telling.remind(window, "closing")
    return len(windows)


@transaction.atomic
def remind_now(window: Window, *, actor: Actor) -> int:
    """Remind everybody who has not chosen, at HR's request; how many have an address. Once a day each."""
    people = telling.remind(window, today().isoformat())
    trail.record(actor, "conversion.reminded", subject=str(window.pk), details={"people": people})
    return people
