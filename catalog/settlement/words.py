"""Why something was not done, in words that say what to do next."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.settlement.payments import CannotPay

WORDS: Mapping[str, str | Promise] = {
    # of a statement
    "done": gettext_lazy("This statement is confirmed already: nothing has changed."),
    "waiting": gettext_lazy("A line waits for an answer: you can confirm when it is there."),
    "changed": gettext_lazy("The total has changed meanwhile: look at it again, then confirm."),
    "late": gettext_lazy("The days for contesting this statement are over. Call the welfare office."),
    # of a correction
    "absent": gettext_lazy("This service is not there."),
    "not_accepted": gettext_lazy("Only a service that was accepted can be corrected."),
    "nothing": gettext_lazy("Nothing is chosen: choose at least one line."),
    "too_much": gettext_lazy("The correction is more than what is left of the amount."),
    "more": gettext_lazy("More than the person confirmed cannot be charged: they have to order anew."),
    "answered": gettext_lazy("This has been answered already: nothing has changed."),
    "away": gettext_lazy("The organization's data cannot be reached just now. Try again in a few minutes."),
    "spent": gettext_lazy("The person has spent this credit meanwhile: it cannot be taken back."),
    # of a payment
    "no_account": gettext_lazy("Write the account that you pay from first."),
    "day": gettext_lazy("The bank takes a day from today on, at most 90 days ahead."),
    "moved": gettext_lazy("Somebody has dealt with this meanwhile: look at the list again."),
    "invalid": gettext_lazy("The file would not be valid for the bank: check the account and the providers' IBANs."),
    "paid": gettext_lazy("A provider has received its money: this file cannot be withdrawn any more."),
    "future": gettext_lazy("Write a day up to today: nothing is paid before it is."),
    "early": gettext_lazy("The value date is before the month had ended: check it."),
    # of a round
    "running": gettext_lazy("A round is waiting for answers: a new one can begin when it is over."),
    "over": gettext_lazy("This round is over: nothing has changed."),
}


def words_of(error: Exception) -> str:
    """What a refusal says on screen; one with no words of its own is said by its code."""
    code = str(getattr(error, "code", error))
    if code == "no_iban" and isinstance(error, CannotPay):
        names = ", ".join(error.names)
        words = _(
            "The IBAN is missing or wrong: %(names)s. The provider writes it in its own data, or the network does."
        )
        return words % {"names": names}
    if code == "late" and isinstance(error, CannotPay):
        return _("From its day on a file counts as sent to the bank: it cannot be withdrawn.")
    return str(WORDS.get(code, code))
