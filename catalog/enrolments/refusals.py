"""Why an enrolment or a contribution is refused, besides what stands against any order."""

import datetime

from django.utils.translation import gettext_lazy as _

from catalog.orders.refusals import Refusal
from welfare.templatetags.kit import day


class AlreadyEnrolled(Refusal):
    """One active enrolment a fund."""

    title = _("You are enrolled in this fund already")
    next_step = _(
        "Look at your enrolments: there you can add someone of your family, or change what happens next year."
    )


class LevelGone(Refusal):
    """The fund withdrew the level, or it is another fund's."""

    title = _("The fund no longer offers this level")
    next_step = _("Go back and choose another level; nothing was paid.")


class LevelChanged(Refusal):
    """The level, its price or the day it begins changed while the form was open."""

    title = _("The fund has changed this level in the meantime")
    next_step = _("Look at it again, then confirm; nothing was paid.")


class NoRelatives(Refusal):
    """The level covers the person alone."""

    title = _("This level covers you alone")
    next_step = _("Choose a level for families, or go on without your family.")


class NotCohabiting(Refusal):
    """A relative who does not live with the member."""

    title = _("%(name)s does not live with you, as your family page says")
    next_step = _("The fund covers who lives with you. If that is not right any more, correct it on your family page.")


class RelativeClosed(Refusal):
    """A relative who was taken out of the family."""

    title = _("%(name)s is no longer in your family page")
    next_step = _("Add them again, or go on without them.")


class CoveredAlready(Refusal):
    """A relative who is covered."""

    title = _("%(name)s is covered already")
    next_step = _("There is nothing to do.")


class AgeOutside(Refusal):
    """Somebody is not of the level's ages on the first day."""

    title = _("%(name)s does not have the age for this level")
    next_step = _("It is for people from %(least)s to %(most)s years. Choose another level or other people.")


class TaxCodeMissing(Refusal):
    """A fund cannot enrol a person without tax code and birth date."""

    title = _("The fund needs your tax code and birth date, and we do not have them")
    next_step = _("Ask your staff office to add them, then come back.")


class NotActive(Refusal):
    """The enrolment came to its end."""

    title = _("This enrolment is over")
    next_step = _("Look at your enrolments, or enrol again from the shelf.")


class YearOver(Refusal):
    """Nobody can be added to what is left of the year."""

    title = _("Cover would begin on %(day)s, after this enrolment ends")
    next_step = _("Add them when you enrol for the new year.")

    def __init__(self, begins: datetime.date) -> None:
        super().__init__(day=day(begins))


class FundGone(Refusal):
    """The pension fund is no longer in the list."""

    title = _("This pension fund is no longer in the list")
    next_step = _("Choose your fund again, or call the help phone.")


class MonthlyRunning(Refusal):
    """One monthly contribution at a time."""

    title = _("You pay an amount every month already")
    next_step = _("Stop it first, then decide the new amount. You can still pay once.")
