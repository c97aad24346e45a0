"""Who reads the shelf: an account, the member behind it if any, and the family."""

from dataclasses import dataclass, field

from catalog.plans.wallets import MemberLot, member_lots
from catalog.shelf.filters import Who, people_of
from members.models import Member
from tenants.identity.models import User


@dataclass(frozen=True, slots=True)
class Reader:
    """The member who reads (None for accounts of staff that are nobody's) and for whom they may look."""

    member: Member | None = None
    people: list[Who] = field(default_factory=list)

    def lots(self) -> list[MemberLot]:
        """What the member can spend; two queries."""
        return member_lots(self.member) if self.member else []


def reader_of(user: User) -> Reader:
    """The reader behind an account; two queries for a member."""
    member = Member.objects.filter(user=user).first()
    if member is None:
        return Reader()
    member.user = user
    return Reader(member, household(member))


def household(member: Member) -> list[Who]:
    """The member and the open relatives; one query."""
    relatives = member.relatives.filter(closed_on__isnull=True).order_by("birth_date", "pk")
    return people_of(member, list(relatives))
