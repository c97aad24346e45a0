"""Why the ledger refuses; each leaves it as it was."""

from decimal import Decimal


class LedgerError(Exception):
    """Something that the ledger does not take."""


class Unbalanced(LedgerError):
    """The lines do not sum to zero in each unit, or are not between 2 and 50."""


class Overdrawn(LedgerError):
    """A wallet holds less than the entry would take from it."""


class KeyReused(LedgerError):
    """The key belongs to an entry that says something else."""


class AlreadyReversed(LedgerError):
    """The entry has been taken back before, under another key."""


class InFuture(LedgerError):
    """The entry would have occurred after today."""


class NotEnough(LedgerError):
    """The lots do not cover the amount; `missing` is how much more it would take."""

    def __init__(self, missing: Decimal) -> None:
        super().__init__(f"{missing} missing")
        self.missing = missing
