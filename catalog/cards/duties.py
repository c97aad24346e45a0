"""What waits for the network's people about agreements: those that end soon."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.cards.keeping import SOON, SOON_DAYS
from providers.agreements import agreements
from tenants import isolation
from tenants.console import duties
from tenants.console.duties import Duty
from welfare.access import roles
from welfare.clock import today


def expiring() -> Iterable[Duty]:
    """Agreements of the network whose last day is within a month."""
    n = agreements.of_owner(isolation.current()).filter(agreements.ending(today(), within_days=SOON_DAYS)).count()
    words = ngettext("agreement that ends within a month", "agreements that end within a month", n)
    return duties.line(n, words, f"{reverse('network_agreements:list')}?mostra={SOON}", _("Renew it, or let it end."))


duties.declare(place=60, rule=roles("office", "operator"), lines=expiring)
