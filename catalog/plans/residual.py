"""What becomes of credit past its last day: what its budget says (decision 0018). Never money."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import TextChoices

from catalog.plans import funds
from catalog.plans.models import Budget, Residual
from members.ledger import accounts
from members.ledger.models import Account, AccountKind, Reason
from members.ledger.posting import Line
from members.models import Member
from welfare.money import ZERO

# For credit whose budget is not on record.
GRACE = datetime.timedelta(days=30)
# What the employer does not have to confirm: nothing goes to anybody else.
BY_ITSELF = frozenset({Residual.LOST, Residual.NEXT_YEAR})
KIND_OF: Mapping[str, AccountKind] = {
    Residual.LOST: AccountKind.EXPIRED,
    Residual.EMPLOYER: AccountKind.EMPLOYER,
    Residual.SOLIDARITY: AccountKind.POOL,
}
REASON_OF: Mapping[str, Reason] = {
    AccountKind.EXPIRED: Reason.EXPIRY,
    AccountKind.WALLET: Reason.CARRY,
    AccountKind.PENSION: Reason.FUND,
    AccountKind.HEALTH: Reason.FUND,
    AccountKind.EMPLOYER: Reason.GIVEN_BACK,
    AccountKind.POOL: Reason.SOLIDARITY,
}


class Why(TextChoices):
    """Why a part does not go where the policy says, but is lost."""

    NONE = ""
    OVER_CAP = "cap"
    NOT_ADMITTED = "law"
    TOO_LATE = "late"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what was left: the kind of account it goes to, and until when where it stays usable."""

    kind: str
    amount: Decimal
    until: datetime.date | None = None
    why: str = Why.NONE


@dataclass(slots=True)
class Standing:
    """What a policy asks of people on a day: the room under the cap of their fund, who has left."""

    on: datetime.date
    rooms: dict[UUID, Decimal] = field(default_factory=dict)
    left: frozenset[UUID] = frozenset()
    is_admitted: bool = True


def standing_of(budget: Budget | None, owners: Collection[UUID], on: datetime.date) -> Standing:
    """Read what a budget's policy asks of these people; no query where it asks nothing. Raises YearWithoutRules."""
    if budget is not None and funds.goes_to_fund(budget):
        return Standing(on, funds.rooms(budget, owners, on), is_admitted=funds.is_admitted(budget, on.year))
    if budget is not None and budget.residual == Residual.NEXT_YEAR:
        gone = Member.objects.filter(uuid__in=list(owners), left_on__lt=on).values_list("uuid", flat=True)
        return Standing(on, left=frozenset(gone))
    return Standing(on)


def parts_of(lot: Account, amount: Decimal, budget: Budget | None, standing: Standing) -> list[Part]:
    """Where `amount` of a lot past its day goes, divided to the cent; what a fund takes is off the room from now on."""
    if budget is None:
        return [Part(AccountKind.EXPIRED, amount)]
    if budget.residual == Residual.NEXT_YEAR:
        return [carried(lot, amount, budget, standing)]
    if funds.goes_to_fund(budget):
        return into_fund(lot.holder, amount, budget, standing)
    return [Part(KIND_OF[budget.residual], amount)]


def carried(lot: Account, amount: Decimal, budget: Budget, standing: Standing) -> Part:
    """What stays usable: once, for who is still there, until a day that is not over."""
    until = budget.carried_until
    if until is None or (lot.expires_on is not None and lot.expires_on >= until):
        return Part(AccountKind.EXPIRED, amount)
    if until < standing.on:
        return Part(AccountKind.EXPIRED, amount, why=Why.TOO_LATE)
    if lot.holder in standing.left:
        return Part(AccountKind.EXPIRED, amount, why=Why.LEFT)
    return Part(AccountKind.WALLET, amount, until)


def into_fund(owner: UUID, amount: Decimal, budget: Budget, standing: Standing) -> list[Part]:
    """What the law lets go to a fund; the rest is lost, for it may neither stay nor be paid out."""
    fits = min(amount, standing.rooms.get(owner, ZERO))
    standing.rooms[owner] = standing.rooms.get(owner, ZERO) - fits
    why = Why.OVER_CAP if standing.is_admitted else Why.NOT_ADMITTED
    kind = funds.KINDS[Residual(budget.residual)]
    parts = [Part(kind, fits), Part(AccountKind.EXPIRED, amount - fits, why=why)]
    return [part for part in parts if part.amount]


def target_of(lot: Account, part: Part) -> Account:
    """The account that a part of a lot goes to."""
    if part.kind == AccountKind.WALLET:
        return accounts.wallet(lot.holder, lot.budget, part.until, lot.unit)
    owner = lot.holder if part.kind in funds.LETTERS else None
    return accounts.obtain(Account(kind=part.kind, unit=lot.unit, owner=owner, source=lot.budget))


def refund_lines(lot: Account, amount: Decimal, budget: Budget | None, standing: Standing) -> list[Line]:
    """The lines that give `amount` back to `lot` on a day; where it has expired, its budget decides.

    First the days of grace that the budget gives; without any, or a budget on record, its policy at once.
    """
    on = standing.on
    if lot.expires_on is None or lot.expires_on >= on:
        return [Line(lot, credit=amount)]
    grace = GRACE if budget is None else datetime.timedelta(days=budget.refund_days)
    if grace:
        return [Line(accounts.wallet(lot.holder, lot.budget, on + grace, lot.unit), credit=amount)]
    parts = parts_of(lot, amount, budget, standing)
    return [Line(target_of(lot, part), credit=part.amount) for part in parts]
