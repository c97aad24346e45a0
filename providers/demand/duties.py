"""What waits for the network's people about demand: what many search in vain."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.demand import gaps
from tenants.console import duties
from tenants.console.duties import Duty
from welfare.access import roles


def missing() -> Iterable[Duty]:
    """Words that many searched in vain."""
    n = len(gaps.missed())
    words = ngettext("thing that many search and nobody offers", "things that many search and nobody offers", n)
    return duties.line(n, words, reverse("demand:missed"), _("Ask a provider whether it could."))


duties.declare(place=70, rule=roles("office", "operator"), lines=missing)
