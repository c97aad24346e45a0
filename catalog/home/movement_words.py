"""What happened to a person's credit, in plain words: one sentence or two for each reason there is."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from members.ledger.models import AccountKind, Reason

# In the statement of a year.
IN_A_YEAR: Mapping[str, str | Promise] = {
    Reason.GRANT: gettext_lazy("Granted to you"),
    Reason.ORDER: gettext_lazy("Spent on services"),
    Reason.REFUND: gettext_lazy("Given back to you"),
    Reason.HELD: gettext_lazy("Kept for providers that you named"),
    Reason.FREED: gettext_lazy("Kept for them, free again"),
    Reason.EXPIRY: gettext_lazy("Expired"),
    Reason.CARRY: gettext_lazy("Stayed usable until a later day"),
    Reason.FUND: gettext_lazy("Paid into your funds"),
    Reason.GIVEN_BACK: gettext_lazy("Gone back to your organization"),
    Reason.SOLIDARITY: gettext_lazy("Gone to the solidarity pool"),
    Reason.LEAVING: gettext_lazy("At the end of work"),
    Reason.CORRECTION: gettext_lazy("Corrections"),
    Reason.SETTLED: gettext_lazy("Paid to providers"),
}
# On the page of one movement: what happened.
HAPPENED: Mapping[str, str | Promise] = {
    Reason.GRANT: gettext_lazy("Your organization granted you this credit: from then on you can use it on the shelf."),
    Reason.ORDER: gettext_lazy(
        "You asked for a service. The credit was set aside for it, the part that expires first before the others; "
        "the provider receives it when the service is used."
    ),
    Reason.REFUND: gettext_lazy(
        "A service that you had asked for was cancelled or not used. The credit came back to where it had come from."
    ),
    Reason.HELD: gettext_lazy(
        "You named a provider that was not ready yet. The credit waits for it, and is still there when it answers."
    ),
    Reason.FREED: gettext_lazy(
        "The credit that was kept for a provider you named is free again: because it has confirmed, and your voucher "
        "is paid from it, or because nothing came of it."
    ),
    Reason.EXPIRY: gettext_lazy(
        "The last day was over and this credit had not been used. As the plan's regulation says, or because the law "
        "lets nothing else, it is lost."
    ),
    Reason.CARRY: gettext_lazy(
        "The last day was over. The plan's regulation says that what is left stays usable until a later day: "
        "nothing is lost."
    ),
    Reason.FUND: gettext_lazy(
        "The last day was over. The plan's regulation says that what is left goes to your fund, as far as the law "
        "allows: you do not lose it, it is in your fund's account."
    ),
    Reason.GIVEN_BACK: gettext_lazy(
        "The last day was over. The plan's regulation says that what is left goes back to your organization."
    ),
    Reason.SOLIDARITY: gettext_lazy(
        "The last day was over. The plan's regulation says that what is left goes to the solidarity pool, from which "
        "colleagues are granted credit."
    ),
    Reason.LEAVING: gettext_lazy(
        "Because your work ends, your credit got another last day or another amount, as the plan's regulation says."
    ),
    Reason.CORRECTION: gettext_lazy(
        "What had been granted was not right, and was put right. What you had spent was not touched."
    ),
    Reason.SETTLED: gettext_lazy("Your organization has paid the provider for a service that you had used."),
}
# Where credit came from or went to.
PLACES: Mapping[str, str | Promise] = {
    AccountKind.GRANTED: gettext_lazy("Your organization"),
    AccountKind.HELD: gettext_lazy("Set aside for the service"),
    AccountKind.OWED: gettext_lazy("The provider"),
    AccountKind.SETTLED: gettext_lazy("The provider"),
    AccountKind.EXPIRED: gettext_lazy("Expired credit"),
    AccountKind.PENSION: gettext_lazy("Your pension fund"),
    AccountKind.HEALTH: gettext_lazy("Your health fund"),
    AccountKind.EMPLOYER: gettext_lazy("Your organization"),
    AccountKind.POOL: pgettext_lazy("where credit goes", "Solidarity pool"),
}
