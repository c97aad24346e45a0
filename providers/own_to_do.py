"""What waits for a provider in its own room: vouchers not accepted, services without dates, drafts."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from providers.bookings.queries import unaccepted_after
from providers.queries import duties_of
from providers.to_do import Asker, Line
from welfare.clock import today


def lines(asker: Asker) -> Iterator[Line]:
    """One line a kind; two queries."""
    unaccepted = unaccepted_after(today()) if asker.provider.reach.is_whole else 0
    duties, offers = duties_of(asker.provider), reverse("provider:offers")
    if unaccepted:
        label = ngettext(
            "voucher of somebody who has come, still to be accepted",
            "vouchers of people who have come, still to be accepted",
            unaccepted,
        )
        yield Line(label, reverse("accept:start"), unaccepted)
    if duties.without_dates:
        label = ngettext("published service without dates", "published services without dates", duties.without_dates)
        yield Line(label, offers, duties.without_dates)
    if duties.drafts and asker.is_manager:
        label = ngettext("draft that nobody sees", "drafts that nobody sees", duties.drafts)
        yield Line(label, offers, duties.drafts)
