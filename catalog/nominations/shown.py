"""A nomination in the words of the member's pages: where it stands, what has happened, what comes next."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.nominations.ending import FALLEN
from catalog.nominations.models import Nominee
from catalog.nominations.sealing import Written, opened
from catalog.orders.shown import Returned, returned_of
from providers.accreditation.models import InvitationOutcome
from providers.applications.inviting import LASTS
from providers.models import Provider
from providers.nominating.models import Nomination
from providers.nominating.queries import by_key, nominee_of
from welfare.money import format_euro
from welfare.templatetags.kit import day

State = Nomination.State
Outcome = InvitationOutcome.State
PILLS = {State.OPEN: "", State.CONFIRMED: "", State.WITHDRAWN: "neutral"}


@dataclass(frozen=True)
class Moment:
    """One line of what has happened or is to come: `icon` is empty for what has not happened yet."""

    label: str
    detail: str = ""
    on: str = ""
    icon: str = ""


@dataclass(frozen=True)
class ShownNominee:
    """What the member wrote beside where it stands."""

    nominee: Nominee
    nomination: Nomination
    written: Written

    @property
    def name(self) -> str:
        """The provider's, as the member wrote it; the kind of service once that is erased."""
        return self.written.name or self.nominee.type_label

    @property
    def line(self) -> str:
        """What it was asked for, and the amount, in one line."""
        return " · ".join(x for x in (self.written.what, format_euro(self.nominee.amount)) if x)

    @property
    def provider(self) -> Provider | None:
        """The provider, once it is in the network."""
        return nominee_of(self.nomination)

    @property
    def outcome(self) -> InvitationOutcome | None:
        """Its invitation; None where it was in the network already."""
        return self.nomination.outcome

    @property
    def state(self) -> Nomination.State:
        """How it ended, as soon as the invitation has: the credit follows within seconds."""
        if self.nomination.state == State.OPEN and self.outcome is not None:
            return FALLEN.get(Outcome(self.outcome.state), State.OPEN)
        return State(self.nomination.state)

    @property
    def is_open(self) -> bool:
        """Whether the credit waits, and can be taken back."""
        return self.state == State.OPEN

    @property
    def is_on_its_way(self) -> bool:
        """Whether it has ended, and its credit is about to be free again."""
        return not self.is_open and self.nomination.state == State.OPEN

    @property
    def words(self) -> str:
        """Where it stands, in one or two words."""
        if not self.is_open:
            return str(self.state.label)
        if self.provider is not None:
            return pgettext("a provider that somebody named", "It is to confirm")
        if self.outcome is not None and self.outcome.applied_at:
            return pgettext("a provider that somebody named", "It has applied")
        return pgettext("a provider that somebody named", "Invited")

    @property
    def pill(self) -> str:
        """The colour of it."""
        return PILLS.get(self.state, "warn")

    @property
    def returned(self) -> Returned | None:
        """What came back and stayed, as an order says it: of a confirmed one, what the price left over."""
        back, order = returned_of(self.nominee.returned), self.nominee.order
        return replace(back, amount=back.amount - order.price) if back and order else back

    @property
    def moments(self) -> list[Moment]:
        """What has happened, oldest first, then what is to come."""
        return list(moments_of(self))

    @property
    def beneficiary(self) -> str:
        """For whom."""
        return (self.nominee.relative or self.nominee.member.user).given_name


def shown(nominees: list[Nominee]) -> list[ShownNominee]:
    """Rows of the member's beside their public ones; one query."""
    found = by_key(each.pk for each in nominees)
    return [ShownNominee(each, found[each.pk], opened(each.sealed)) for each in nominees]


def moments_of(one: ShownNominee) -> Iterator[Moment]:
    """The line of time of a nomination."""
    amount = format_euro(one.nominee.amount)
    yield happened(_("You named it"), one.nominee.named_at, _("%(amount)s are held for it.") % {"amount": amount})
    yield from of_known() if one.outcome is None else of_invited(one, one.outcome)
    if one.is_open:
        words = {"amount": amount, "day": day(one.nomination.held_until)}
        yield Moment(
            _("It confirms"), _("With a service of its own of at most %(amount)s, by %(day)s at the latest.") % words
        )
    else:
        yield ending_of(one)


def of_known() -> Iterator[Moment]:
    """One that was in the network already."""
    yield Moment(
        _("We have asked it directly"), _("It is in the network already: nothing to sign, nothing to send."),
        icon="check-circle",
    )  # fmt: skip


def of_invited(one: ShownNominee, outcome: InvitationOutcome) -> Iterator[Moment]:
    """Invited, applied, in the network: what of it has happened; what has not, while it can."""
    yield happened(_("Invited to the network"), one.nominee.named_at, invited_until(outcome))
    if outcome.applied_at:
        yield happened(_("It has applied"), outcome.applied_at, office_answers(outcome))
    elif one.is_open:
        yield Moment(_("It applies"), _("From that day the welfare office has one working day to answer."))
    if outcome.state == Outcome.ACTIVE and outcome.ended_at:
        yield happened(_("It is in the network"), outcome.ended_at, _("For you and for everybody else."))
    elif one.is_open:
        yield Moment(_("It joins the network"), _("For you and for everybody else."))


def invited_until(outcome: InvitationOutcome) -> str:
    """By when it answers the invitation, as long as it has not."""
    if outcome.state != Outcome.OPEN or outcome.applied_at:
        return ""
    return _("It has until %(day)s to answer.") % {"day": day(outcome.since + LASTS)}


def office_answers(outcome: InvitationOutcome) -> str:
    """By when the office answers; or that it waits for a paper."""
    if outcome.state != Outcome.OPEN:
        return ""
    if outcome.answer_by:
        return _("The welfare office answers by %(day)s.") % {"day": day(outcome.answer_by)}
    return _("The welfare office has asked it for something that is missing, and waits for it.")


ENDED: dict[Nomination.State, Any] = {
    State.CONFIRMED: lambda: (_("It has confirmed"), _("Your credit has become a voucher.")),
    State.DECLINED: lambda: (_("It has said no"), _("It cannot do it this time.")),
    State.WITHDRAWN: lambda: (_("You took it back"), ""),
    State.REFUSED: lambda: (_("It was not admitted"), _("The welfare office could not admit it to the network.")),
    State.LAPSED: lambda: (_("It did not answer in time"), ""),
    State.IMPOSSIBLE: lambda: (
        _("It could not be confirmed"),
        _("It wanted to confirm, but your credit or tax law no longer allow it. Call the help phone."),
    ),
}


def ending_of(one: ShownNominee) -> Moment:
    """How it ended."""
    label, detail = ENDED[one.state]()
    outcome = one.outcome
    ended = one.nomination.ended_at or (outcome.ended_at if outcome else None)
    icon = "check-circle" if one.state == State.CONFIRMED else "close-circle"
    return Moment(label, detail, day(ended) if ended else "", icon)


def happened(label: str, moment: datetime.datetime, detail: str = "") -> Moment:
    """Something that is done."""
    return Moment(label, detail, day(moment), "check-circle")
