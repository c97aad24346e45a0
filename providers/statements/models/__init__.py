"""What each provider is owed for a month by each issuer, and how cooperatives clear it. Public schema: no person."""

from providers.statements.models.clearing import ClearingItem, ClearingParty, ClearingRound, ClearingTransfer
from providers.statements.models.correction import Correction, Refusal, Side, Why
from providers.statements.models.statement import MonthClosing, Statement, StatementFile, StatementLine

__all__ = [
    "ClearingItem",
    "ClearingParty",
    "ClearingRound",
    "ClearingTransfer",
    "Correction",
    "MonthClosing",
    "Refusal",
    "Side",
    "Statement",
    "StatementFile",
    "StatementLine",
    "Why",
]
