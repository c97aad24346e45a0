"""How a service reaches a person, and the mode that tax law sees in it."""

from collections.abc import Mapping
from types import MappingProxyType

from catalog.fiscal.errors import DeliveryWithoutVerdict, UnknownCode

DIRECT_SERVICE = "direct_service"
VOUCHER = "voucher"
CUMULATIVE_VOUCHER = "cumulative_voucher"
REIMBURSEMENT = "reimbursement"
FUND_CONTRIBUTION = "fund_contribution"

MODES = frozenset(
    {
        DIRECT_SERVICE,
        VOUCHER,
        CUMULATIVE_VOUCHER,
        REIMBURSEMENT,
        FUND_CONTRIBUTION,
        "cash_advance_with_proof",
        "payroll_input",
        "payroll_cash",
    }
)

MODE_OF_DELIVERY: Mapping[str, str | None] = MappingProxyType(
    {
        "voucher": VOUCHER,
        "places": DIRECT_SERVICE,
        "subscription": DIRECT_SERVICE,
        "quote": DIRECT_SERVICE,
        "enrolment": FUND_CONTRIBUTION,
        "card": None,
        "reimbursement": REIMBURSEMENT,
        "public": None,
    }
)
"""None where no credit moves, so that no verdict is asked."""


def mode_of(delivery: str) -> str:
    """Return the mode of tax law for a delivery that spends credit.

    Raises DeliveryWithoutVerdict for a card or public information, UnknownCode for the rest.
    """
    if delivery not in MODE_OF_DELIVERY:
        raise UnknownCode("delivery", delivery)
    mode = MODE_OF_DELIVERY[delivery]
    if mode is None:
        raise DeliveryWithoutVerdict(f"no credit moves with {delivery!r}")
    return mode
