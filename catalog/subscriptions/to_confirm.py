"""The months that wait for a provider's word, as a line of its home."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.models import Fulfilment
from providers.to_do import Asker, Line
from welfare.clock import today
from welfare.templatetags.kit import day

# The last days before a month expires unconfirmed.
NEAR = datetime.timedelta(days=14)


def lines(asker: Asker) -> Iterator[Line]:
    """One line for all months that wait, which leads to the oldest of them; one query."""
    waiting = Fulfilment.objects.filter(
        asker.provider.reach.of_offers("offer__"),
        provider=asker.provider,
        subscription__isnull=False,
        state=Fulfilment.State.ISSUED,
        valid_until__gte=today(),
    )
    found = waiting.aggregate(n=Count("pk"), oldest=Min("period"), until=Min("valid_until"))
    if not found["n"]:
        return
    label = ngettext("month of a subscription to confirm", "months of subscriptions to confirm", found["n"])
    detail = _("The first of them expires on %(day)s.") % {"day": day(found["until"])}
    url = f"{reverse('subscribers:months')}?mese={found['oldest']:%Y-%m}"
    yield Line(label, url, found["n"], detail, is_late=found["until"] <= today() + NEAR)
