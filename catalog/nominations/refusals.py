"""Why a provider cannot be named, or a nomination not be confirmed; each leaves everything as it was."""

from django.utils.translation import gettext_lazy as _

from catalog.orders.refusals import Refusal


class TooManyOpen(Refusal):
    """A person waits for several providers already."""

    title = _("You are waiting for %(limit)d providers already")
    next_step = _("Wait for an answer, or take one of them back: its credit returns to you at once.")


class SaidNo(Refusal):
    """It was invited before, and wants no invitation."""

    title = _("%(provider)s has asked us not to write again")
    next_step = _("Talk to them: they can apply by themselves whenever they like. Your credit stays as it is.")


class NominationOver(Refusal):
    """It ended: confirmed, declined, taken back, or its day is over."""

    title = _("This request has ended already")
    next_step = _("Nobody waits for it any more: there is nothing left to do.")


class NotYours(Refusal):
    """The offer is not one that this provider can confirm with."""

    title = _("Choose one of your published services of the same kind")
    next_step = _("If there is none yet, write it and send it to the network: you confirm as soon as it is published.")


class OverHeld(Refusal):
    """The price is more than what is held."""

    title = _("Write a price of at most %(most)s: this is what is held for you")
    next_step = _("If it costs more, say no and write to the welfare office: the person can ask again.")


class DoesNotFit(Refusal):
    """The offer's own conditions do not let this person have it."""

    title = _("This service cannot be confirmed for this person: its ages or its conditions do not fit")
    next_step = _("Choose another of your services, or change its conditions.")


class NotPossible(Refusal):
    """The credit or the law do not allow it any more: it ended, and the person was told why."""

    title = _("This request is not possible any more, and has ended")
    next_step = _("It does not depend on you. The person has been told, and can ask you again.")
