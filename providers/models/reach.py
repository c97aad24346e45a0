"""How much of a provider somebody of its staff reaches."""

import uuid
from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Reach:
    """All of a provider, or some branches of it.

    `managed` are the branches whose dates, people and months they keep; at those in `scanned` they accept vouchers and
    see who comes today. Who reaches all has None in both.
    """

    managed: frozenset[uuid.UUID] | None = None
    scanned: frozenset[uuid.UUID] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is kept from them."""
        return self.managed is None

    @property
    def only_scans(self) -> bool:
        """Whether they accept vouchers and nothing else."""
        return self.managed is not None and not self.managed

    @property
    def branches(self) -> frozenset[uuid.UUID]:
        """Every branch at whose desk they stand; empty for who reaches all."""
        return (self.managed or frozenset()) | (self.scanned or frozenset())

    def has_desk(self, branch_id: uuid.UUID | None) -> bool:
        """Whether they accept vouchers of a branch; what belongs to none is accepted at every desk."""
        return self.is_whole or branch_id is None or branch_id in self.branches

    def of_offers(self, path: str = "") -> Q:
        """The services that they keep; `path` leads to the offer, as `offer__`."""
        return Q() if self.managed is None else Q(**{f"{path}branch__in": self.managed})

    def of_slots(self) -> Q:
        """The slots that they keep: at their branches, or of services there when a slot names no other."""
        return Q() if self.managed is None else at(self.managed)

    def of_visits(self) -> Q:
        """The vouchers accepted at their desks, as fulfilments; what belongs to no branch is seen by all."""
        if self.is_whole:
            return Q()
        here = Q(offer__branch__in=self.branches) | Q(offer__branch__isnull=True)
        return Q(slot__branch__in=self.branches) | Q(slot__branch__isnull=True) & here

    def today(self) -> Q:
        """The slots whose people they see on their day; what belongs to no branch is seen by all."""
        if self.is_whole:
            return Q()
        return at(self.branches) | Q(branch__isnull=True, offer__branch__isnull=True)


def at(branches: frozenset[uuid.UUID]) -> Q:
    """The slots at some branches."""
    return Q(branch__in=branches) | Q(branch__isnull=True, offer__branch__in=branches)


WHOLE = Reach()
