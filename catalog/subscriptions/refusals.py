"""Why a subscription cannot begin or change; the others are those of any order."""

from django.utils.translation import gettext_lazy as _

from catalog.orders.refusals import Refusal


class AlreadySubscribed(Refusal):
    """The person has the service month by month already."""

    title = _("%(name)s has this service already, month by month")
    next_step = _("You find it among your requests: there you see every month, and can stop it.")


class StillRunning(AlreadySubscribed):
    """The person has stopped the service, and its last month is not over yet."""

    title = _("%(name)s has this service until %(month)s")
    next_step = _("It was stopped. Once that month has been set aside you can ask for it again from here.")


class MonthPast(Refusal):
    """The first month has passed while the form was open, or is too far ahead."""

    title = _("Choose from which month")
    next_step = _("Pick one of the months listed.")


class TermsChanged(Refusal):
    """The day, the notice or the least duration changed while the form was open."""

    title = _("The rules of this service have changed in the meantime")
    next_step = _("Look at the new details, then confirm again.")
