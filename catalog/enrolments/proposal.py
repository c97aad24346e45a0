"""What an enrolment would be: level, people, days and price, held against the fund's rules; nothing is written."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.http import Http404

from catalog.enrolments import queries, reckoning, refusals
from catalog.enrolments.models import Kind
from catalog.enrolments.reckoning import Cost
from catalog.orders.purchase import Agreed, Choice
from members.models import Member, Relative
from providers.models import FundLevel, Offer
from welfare.clock import age_on, today

OLDEST = 120


@dataclass(frozen=True)
class Wish:
    """What a person asks for, as ids; nothing in it is trusted yet."""

    offer_id: uuid.UUID
    level_id: uuid.UUID
    relatives: tuple[uuid.UUID, ...] = ()
    # Codes of `providers.models.Question` to what was written.
    answers: Mapping[str, str] = field(default_factory=dict)
    # Whether it goes on next year by itself, at a price that is no higher.
    renews: bool = False

    @property
    def choice(self) -> Choice:
        """The order that pays: the contribution is the person's own, whoever is covered with them."""
        return Choice(self.offer_id, answers=self.answers)


@dataclass(frozen=True)
class Proposal:
    """A wish with the rows it names, its first and last day, and what it costs."""

    member: Member
    offer: Offer
    kind: Kind
    level: FundLevel
    relatives: Sequence[Relative]
    starts_on: datetime.date
    cost: Cost

    @property
    def ends_on(self) -> datetime.date:
        """The last day."""
        return reckoning.last_day(self.starts_on)

    @property
    def paid_out_from(self) -> datetime.date:
        """The day from which the fund pays."""
        return reckoning.paid_out_from(self.starts_on, self.level.waiting_months)

    @property
    def yearly(self) -> Decimal:
        """What a whole year of the same costs."""
        return reckoning.yearly(self.level, len(self.relatives))

    @property
    def agreed(self) -> Agreed:
        """What the order is placed with."""
        return Agreed(self.cost.total, period=reckoning.month_of(self.starts_on))


def offer_of(offer_id: uuid.UUID) -> Offer:
    """An offer with its provider; Http404 for one that is not there."""
    offer = Offer.objects.select_related("provider__organization").defer("search", "folded").filter(pk=offer_id).first()
    if offer is None:
        raise Http404
    return offer


def proposal_of(member: Member, wish: Wish) -> Proposal:
    """Read a wish; raises a Refusal, Http404 for what is not there or somebody else's."""
    offer = offer_of(wish.offer_id)
    kind = queries.kind_of(offer)
    if kind == Kind.PENSION:
        raise Http404
    level = queries.level_for(wish.offer_id, wish.level_id)
    if level is None:
        raise refusals.LevelGone
    starts_on = reckoning.first_day(level.start_rule, today())
    relatives = relatives_in(member, wish.relatives)
    check_people(member, level, relatives, starts_on)
    cost = reckoning.cost_of(level, len(relatives), starts_on)
    return Proposal(member, offer, kind, level, relatives, starts_on, cost)


def relatives_in(member: Member, keys: Sequence[uuid.UUID]) -> list[Relative]:
    """The member's own relatives, each once, as they stand now; Http404 for anybody else's. One query."""
    wanted = set(keys)
    found = list(Relative.objects.filter(member=member, pk__in=wanted).order_by("birth_date", "pk"))
    if len(found) != len(wanted):
        raise Http404
    return found


def check_people(member: Member, level: FundLevel, relatives: Sequence[Relative], first: datetime.date) -> None:
    """What must hold of who is covered."""
    if not member.tax_code or member.birth_date is None:
        raise refusals.TaxCodeMissing
    check_age(level, member.user.given_name, member.birth_date, first)
    if relatives and not level.admits_relatives:
        raise refusals.NoRelatives
    for relative in relatives:
        check_relative(level, relative, first)


def check_relative(level: FundLevel, relative: Relative, first: datetime.date) -> None:
    """What must hold of one relative: in the family, under the same roof, of the level's ages."""
    if relative.closed_on is not None:
        raise refusals.RelativeClosed(name=relative.given_name)
    if not relative.is_cohabiting:
        raise refusals.NotCohabiting(name=relative.given_name)
    check_age(level, relative.given_name, relative.birth_date, first)


def check_age(level: FundLevel, name: str, born: datetime.date, first: datetime.date) -> None:
    """Completed years on the first day of cover."""
    age, least, most = age_on(born, first), level.age_min or 0, level.age_max or OLDEST
    if not least <= age <= most:
        raise refusals.AgeOutside(name=name, least=least, most=most)


def agreed_words(proposal: Proposal) -> dict[str, str | int | bool | None]:
    """What is kept of the level and the fund as agreed on the day; plain values."""
    level, provider = proposal.level, proposal.offer.provider
    return {
        "fund": provider.name,
        "title": proposal.offer.title,
        "phone": provider.phone,
        "email": provider.email,
        "level": level.name,
        "covers": level.covers,
        "revision": level.revision,
        "fee": str(level.fee),
        "relative_fee": None if level.relative_fee is None else str(level.relative_fee),
        "waiting_months": level.waiting_months,
        "paid_out_from": proposal.paid_out_from.isoformat(),
    }
