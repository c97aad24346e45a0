"""What waits for a provider in its own room: vouchers not accepted, services without dates, drafts."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from providers.bookings.queries import unaccepted_after
from providers.queries import duties_of
from providers.to_do import Asker, Line
from welfare.clock import today


def lines(asker: Asker) -> Iterator[Line]:
    """One line a kind; two queries."""
    unaccepted = unaccepted_after(today()) if asker.provider.reach.is_whole else 0
    duties, offers = duties_of(asker.provider), reverse("provider:offers")
    if unaccepted:
        label = _("vouchers of people who have come, still to be accepted")
        yield Line(label, reverse("accept:start"), unaccepted)
    if duties.without_dates:
        yield Line(_("published services without dates"), offers, duties.without_dates)
    if duties.drafts and asker.is_manager:
        yield Line(_("drafts that nobody sees"), offers, duties.drafts)
