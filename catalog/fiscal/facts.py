"""What is known of one purchase before it is made."""

from dataclasses import dataclass, field
from decimal import Decimal

from catalog.fiscal.errors import UnknownCode, WrongFact
from catalog.fiscal.kinship import Kinship
from welfare.money import MoneyError, amount


@dataclass(frozen=True, slots=True)
class Employee:
    """The beneficiary is the employee in person."""


@dataclass(frozen=True, slots=True)
class RelativeFacts:
    """The beneficiary is a relative, as things stand at 31 December of the tax year.

    `kinship` is a code of Kinship. `separated` means legally and effectively, and speaks of a
    spouse only. `alimony` is alimony not set by a court. `medical_certificate` says that a
    certificate of non self-sufficiency was seen, not that the member declares to have one.
    An age that is not known is None, and proves nothing.
    """

    kinship: str
    age_at_year_end: int | None
    cohabiting: bool
    dependent: bool
    separated: bool = False
    medical_certificate: bool = False
    alimony: bool = False

    def __post_init__(self) -> None:
        if self.kinship not in list(Kinship):
            raise UnknownCode("kinship", self.kinship)


Beneficiary = Employee | RelativeFacts


@dataclass(frozen=True, slots=True)
class VoucherTerms:
    """How a voucher is made out; looked at only where the delivery is a voucher.

    DM 25 March 2016 art. 6: it names the person who uses it, opens one service, and covers
    its whole price without a top-up by the holder.
    """

    nominative: bool = True
    single_service: bool = True
    full_price: bool = True


@dataclass(frozen=True, slots=True)
class PurchaseFacts:
    """One purchase: `amount` is its value gross of tax, in euro with at most two decimals.

    `year` is the tax year it belongs to, `service` a code of the service types, `delivery` the
    way the service reaches the person, `budget_sources` the sources of the credit at hand.
    """

    year: int
    service: str
    delivery: str
    amount: Decimal
    budget_sources: tuple[str, ...]
    beneficiary: Beneficiary
    voucher: VoucherTerms = field(default_factory=VoucherTerms)

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", euro(self.amount, "amount"))


def euro(value: object, name: str) -> Decimal:
    """Return an amount with exactly two decimals; a float, a sign or half cents are a WrongFact."""
    if not isinstance(value, Decimal):
        raise WrongFact(f"{name} is {type(value).__name__}, not Decimal")
    try:
        exact = amount(value)
    except MoneyError as error:
        raise WrongFact(f"{name}: {error}") from error
    if exact < 0:
        raise WrongFact(f"{name}: {exact} is under 0")
    return abs(exact)
