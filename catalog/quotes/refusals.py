"""Why something about a quote cannot be done: what is the matter, and what to do next. Nothing is changed."""

import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from catalog.orders.refusals import Refusal
from welfare.money import format_euro
from welfare.templatetags.kit import day


class QuoteRefusal(Refusal):
    """The base of them."""


class NobodyNearby(QuoteRefusal):
    """No provider works in the town."""

    title = _("Nobody on your shelf does this work in %(town)s yet")
    next_step = _("Check how the town is written, or choose providers by name: some come from further away.")


class AnotherChosen(QuoteRefusal):
    """The member accepted another quote, in another tab or just now."""

    title = _("You have already chosen another quote for this request")
    next_step = _("Open the request to see which. If you changed your mind, cancel that voucher and ask again.")


class RequestOver(QuoteRefusal):
    """The request is closed."""

    title = _("This request is closed")
    next_step = _("If you still need it, ask again: what you wrote is quick to copy.")


class QuoteWithdrawn(QuoteRefusal):
    """The provider took it back while the page was open."""

    title = _("%(provider)s has withdrawn this quote")
    next_step = _("Choose among the others, or write to them.")


class QuoteExpired(QuoteRefusal):
    """Its last day is over."""

    title = _("This quote was good until %(day)s")
    next_step = _("Ask the provider for a new one: start a new request from its page.")

    def __init__(self, until: datetime.date) -> None:
        super().__init__(day=day(until))


class NotAnswered(QuoteRefusal):
    """There is no price to accept."""

    title = _("There is no price to accept here")
    next_step = _("Look at the other answers of your request.")


class QuoteChanged(QuoteRefusal):
    """The provider corrected it while the page was open."""

    title = _("The provider has corrected this quote in the meantime")
    next_step = _("Look at it again, then confirm: nothing was accepted.")


class NoLongerNeeded(QuoteRefusal):
    """For the provider: who asked has chosen another, or closed the request, or it is over."""

    title = _("This request waits for no answer any more")
    next_step = _("Nothing was sent. Where it stands is written on its page.")


class OutOfReach(QuoteRefusal):
    """The other side's data cannot be reached just now."""

    title = _("We cannot reach the other side just now")
    next_step = _("Nothing was sent: try again in a few minutes.")


class VoucherOver(QuoteRefusal):
    """The voucher of the quote was used, cancelled or expired."""

    title = _("The voucher of this work can no longer be changed")
    next_step = _("If something is not right, write it under “Something is not right”.")


class VariationOver(QuoteRefusal):
    """A variation that was decided on, or taken back."""

    title = _("This change waits for no answer any more")
    next_step = _("Look at the request to see where it stands.")


class NothingToDispute(QuoteRefusal):
    """No work was agreed, or it ended too long ago."""

    title = _("For this work the guarantee is over")
    next_step = _("Call the help phone: somebody will listen all the same.")


class ReturnTooLarge(QuoteRefusal):
    """More than the voucher was worth, or all of it."""

    title = _("What comes back must be less than %(price)s")
    next_step = _("To give everything back, choose that outcome.")

    def __init__(self, price: Decimal) -> None:
        super().__init__(price=format_euro(price))


class NothingPaidYet(QuoteRefusal):
    """A part of what nobody has been paid for."""

    title = _("The voucher is still to be used: a part of it cannot come back")
    next_step = _("Ask the provider to propose a lower price, or give everything back.")


class CannotReturn(QuoteRefusal):
    """Another correction of the same voucher waits, or has taken most of it."""

    title = _("The statements do not take this correction")
    next_step = _("Another one of the same voucher waits for an answer, or gives back most of it: look there.")


class DisputeOver(QuoteRefusal):
    """It is closed."""

    title = _("A colleague was quicker: this is closed")
    next_step = _("Look at the outcome on its page.")
