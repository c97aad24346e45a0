"""What is wrong with a value, and what the fields are called, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from providers.directory.rows import Fault, Problem

FIELDS = {
    "name": gettext_lazy("Name"),
    "town": gettext_lazy("Town"),
    "address": gettext_lazy("Address"),
    "postcode": gettext_lazy("Postcode"),
    "phone": gettext_lazy("Phone"),
    "phones": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "emails": gettext_lazy("E-mail"),
    "beds": gettext_lazy("Beds"),
    "alzheimer_beds": gettext_lazy("Beds for people with Alzheimer's"),
}
KINDS = {
    "error": pgettext_lazy("rows of a list", "Cannot be used"),
    "new": pgettext_lazy("rows of a list", "New"),
    "changed": pgettext_lazy("rows of a list", "Changed"),
    "listed": pgettext_lazy("rows of a list", "To put on this shelf"),
    "gone": pgettext_lazy("rows of a list", "Not in the list"),
}

ONE_OF = {
    "error": pgettext_lazy("a row of a list", "Cannot be used"),
    "new": pgettext_lazy("a row of a list", "New"),
    "changed": pgettext_lazy("a row of a list", "Changed"),
    "listed": pgettext_lazy("a row of a list", "To put on this shelf"),
    "gone": pgettext_lazy("a row of a list", "Not in the list"),
}


def fault(problem: Problem) -> str:
    """Why a value makes its row useless, and what to do."""
    words = {
        Fault.MISSING: _("It is empty: without it nobody finds the home."),
        Fault.TOO_LONG: _("It has more than %(figure)d characters: shorten it."),
        Fault.NOT_A_COUNT: _("Write a whole number from 0 to %(figure)d, or nothing."),
        Fault.TWICE: _("The same home as in row %(figure)d: leave one of the two."),
        Fault.FORMULA: _("A formula stands here: copy the column and paste its values."),
    }
    return words[problem.fault] % {"figure": problem.figure} if problem.figure else words[problem.fault]
