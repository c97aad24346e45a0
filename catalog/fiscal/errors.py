"""What the fiscal rules refuse to answer. A refusal by the law is a Verdict, never an error."""


class FiscalError(ValueError):
    """The question cannot be answered."""


class YearWithoutRules(FiscalError):
    """No law is on record for that tax year; another year's rules are never used in its place."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no fiscal rules for {year}")
        self.year = year


class UnknownCode(FiscalError):
    """A service, category, delivery or kinship that the data does not name."""

    def __init__(self, kind: str, code: str) -> None:
        super().__init__(f"unknown {kind}: {code!r}")
        self.kind, self.code = kind, code


class DeliveryWithoutVerdict(FiscalError):
    """No credit moves in that delivery (a member card, public information)."""


class WrongFact(FiscalError):
    """A fact of the wrong type or out of range, such as an amount that is a float."""


class DataError(FiscalError):
    """The package data does not have the shape the rules are written for."""
