"""What a member reads before the credit is held: whose, from where, what is left, and what the provider learns."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.nominations import holding
from catalog.nominations.holding import Naming, Preview
from catalog.orders.credit import total
from catalog.orders.crossing import LimitStep
from catalog.orders.paying import steps_of
from catalog.orders.people import ME, with_age
from catalog.orders.queries import relatives_of
from catalog.plans.models import Budget
from catalog.plans.wallets import member_lots
from catalog.regulations.queries import unread
from members.models import Member
from providers.applications.inviting import network_of
from providers.models import Provider
from tenants import isolation
from welfare.clock import age_on, today


@dataclass(frozen=True)
class Check:
    """A naming before it is confirmed; `known` is the provider where it is in the network already."""

    seen: Preview
    left: Decimal
    limits: Sequence[LimitStep]
    known: Provider | None

    @property
    def expires_meanwhile(self) -> datetime.date | None:
        """The last day of credit that would have expired before the provider has to confirm; the first of them."""
        ends = [part.expires_on for part in self.seen.parts if part.expires_on]
        return min((day for day in ends if day < self.seen.held_until), default=None)


def check(naming: Naming) -> Check:
    """What confirming would do, nothing written. Raises what `holding.name` would raise."""
    network_of(isolation.current())
    holding.refuse_too_many(naming.member)
    seen = holding.preview(naming)
    lots = [held.lot for held in member_lots(naming.member, today())]
    return Check(
        seen,
        total(lots) - naming.amount,
        steps_of(seen.purchase, seen.parts),
        holding.known_provider(naming.written.vat_number),
    )


def can_begin(member: Member) -> None:
    """Whether there is a network and room for one more. Raises NoNetwork, TooManyOpen."""
    network_of(isolation.current())
    holding.refuse_too_many(member)


def has_unread(member: Member, budgets: Sequence[Budget]) -> bool:
    """Whether rules of the plans that would pay are still to be read; one query."""
    return bool(unread(member, {budget.plan_id for budget in budgets}))


def people_of(member: Member) -> list[tuple[str, str]]:
    """The member and the open relatives, as a form lists them; one query."""
    me = _("You (%(name)s)") % {"name": member.user.given_name}
    day = today()
    return [(ME, me)] + [
        (str(each.pk), with_age(each.given_name, age_on(each.birth_date, day))) for each in relatives_of(member)
    ]
