"""What an invoice for a statement says of VAT: amounts by rate that add up to the cent, and the law's words.

Amounts are what people's credit paid, VAT included: the tax is taken out of the sum of each rate, never added to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Sum, Value, When

from providers.models import Provider
from providers.models.provider import Form
from providers.statements.models import Statement, StatementLine
from providers.statements.wording import wording
from welfare.money import ZERO, rounded

SOCIAL_COOPERATIVES = (Form.SOCIAL_COOPERATIVE_A, Form.SOCIAL_COOPERATIVE_B)
NONE, SINGLE, MULTI = "none", "single", "multi"


@dataclass(frozen=True, order=True)
class Kind:
    """What decides the words: rate, the exemption where there is none, how the service was paid for."""

    rate: Decimal
    exemption: str
    voucher: str


@dataclass(frozen=True)
class RateTotal:
    """One line of the invoice: `gross` is `net` and `vat`."""

    rate: Decimal
    law: str
    gross: Decimal
    net: Decimal
    vat: Decimal


@dataclass(frozen=True)
class Summary:
    """All that an invoice says: lines by rate, notes of law, and the stamp duty's note where it is due."""

    rates: Sequence[RateTotal]
    notes: Sequence[str]
    stamp: str

    @property
    def net(self) -> Decimal:
        """The taxable sums and those without VAT."""
        return sum((each.net for each in self.rates), ZERO)

    @property
    def vat(self) -> Decimal:
        """The tax."""
        return sum((each.vat for each in self.rates), ZERO)

    @property
    def gross(self) -> Decimal:
        """What is paid."""
        return sum((each.gross for each in self.rates), ZERO)


def summary_of(statement: Statement) -> Summary:
    """What an invoice for a statement says; two queries. Its gross sum is the statement's total."""
    sums: dict[Kind, Decimal] = defaultdict(lambda: ZERO)
    for kind, amount in (*kinds(statement.lines.all(), "amount"), *corrections_of(statement)):
        sums[kind] += amount
    return summary([(kind, amount) for kind, amount in sorted(sums.items()) if amount], statement.provider)


def corrections_of(statement: Statement) -> Iterable[tuple[Kind, Decimal]]:
    """What corrections change, by the kind of the line they correct; it may stand in an earlier statement."""
    lines = StatementLine.objects.filter(fulfilment__corrections__statement=statement)
    return kinds(lines, "fulfilment__corrections__amount")


def kinds(lines: Any, amount: str) -> list[tuple[Kind, Decimal]]:
    """Sums of lines by what decides the words; one query."""
    voucher = Case(
        When(last_four="", then=Value(NONE)), When(is_single_purpose=True, then=Value(SINGLE)), default=Value(MULTI),
        output_field=CharField(),
    )  # fmt: skip
    rows = lines.order_by().annotate(voucher=voucher).values_list("vat_rate", "service_type", "voucher")
    return [
        (Kind(rate, "" if rate else exemption_of(service), how), total)
        for rate, service, how, total in rows.annotate(total=Sum(amount))
    ]


def exemption_of(service_type: str) -> str:
    """The number of art. 10 that a service without VAT falls under."""
    for code, entry in wording()["exemptions"].items():
        if service_type in entry["services"]:
            return str(code)
    return "other"


def summary(sums: Sequence[tuple[Kind, Decimal]], provider: Provider) -> Summary:
    """Lines by rate and law; the tax is taken out of each rate's sum, so that nothing is lost by rounding lines."""
    by_rate: dict[tuple[Decimal, str], Decimal] = defaultdict(lambda: ZERO)
    for kind, amount in sums:
        by_rate[kind.rate, law_of(kind, provider)] += amount
    rates = [rate_total(rate, law, gross) for (rate, law), gross in by_rate.items()]
    without = sum((each.gross for each in rates if not each.rate), ZERO)
    vouchers = sorted({kind.voucher for kind, _amount in sums})
    return Summary(
        rates,
        [wording()["vouchers"][voucher] for voucher in vouchers],
        stamp_of(without, provider),
    )


def stamp_of(without: Decimal, provider: Provider) -> str:
    """What the stamp duty asks of sums without VAT; social cooperatives owe none. Empty where nothing is to be said."""
    said = wording()["stamp"]
    if without <= Decimal(said["over"]):
        return ""
    return str(said["exempt"] if provider.form in SOCIAL_COOPERATIVES else said["law"])


def rate_total(rate: Decimal, law: str, gross: Decimal) -> RateTotal:
    """A sum with its tax taken out."""
    net = rounded(gross * 100 / (100 + rate))
    return RateTotal(rate, law, gross, net, gross - net)


def law_of(kind: Kind, provider: Provider) -> str:
    """The words of a rate, or of an exemption."""
    said = wording()
    if not kind.rate:
        return str(said["exemptions"][kind.exemption]["law"])
    social = said["social_cooperatives"]
    if kind.rate == Decimal(social["rate"]) and provider.form in SOCIAL_COOPERATIVES:
        return str(social["law"])
    return str(said["rated"]).format(rate=f"{kind.rate.normalize():f}".replace(".", ","))
