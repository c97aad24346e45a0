"""What waits for the network's office among applications: those of providers that people named, by their day."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.applications import awaited
from tenants.console import duties
from tenants.console.duties import Duty
from welfare.access import roles

DUE = "entro-oggi"


def to_answer() -> Iterable[Duty]:
    """Applications that are to be answered today, or should have been: people keep credit for them."""
    n = awaited.count_due()
    words = ngettext(
        "application that people wait for, to answer today", "applications that people wait for, to answer today", n
    )
    url = f"{reverse('office_applications:list')}?stato={DUE}"
    return duties.line(n, words, url, _("Their credit is held meanwhile; some may be late."))


duties.declare(place=10, rule=roles("office"), lines=to_answer)
