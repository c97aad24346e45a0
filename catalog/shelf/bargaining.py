"""Between this organization and a provider: what was proposed and agreed for one offer, and what people pay here."""

from dataclasses import dataclass
from typing import Any

from catalog.shelf.prices import priced
from providers import agreed_prices
from providers.agreed_prices import Side, State
from providers.models import AgreedPrice
from providers.price_forms import PriceForm
from tenants import isolation
from welfare.clock import today


@dataclass(frozen=True, slots=True)
class Bargain:
    """What HR's page shows: what waits and for whom, what was settled, the price of today, the form to propose."""

    price_here: Any
    waiting: AgreedPrice | None
    settled: list[AgreedPrice]
    form: PriceForm

    @property
    def is_ours(self) -> bool:
        """Whether what waits was proposed here."""
        return self.waiting is not None and self.waiting.proposed_by == Side.ORGANIZATION

    @property
    def in_force(self) -> AgreedPrice | None:
        """What holds today."""
        return next((row for row in self.settled if holds(row)), None)


def holds(row: AgreedPrice) -> bool:
    """Whether an agreement holds today."""
    return row.state == State.AGREED and row.starts_on <= today() and (row.ends_on is None or row.ends_on >= today())


def bargain_of(offer: Any, form: PriceForm | None = None) -> Bargain:
    """What was said about the price of an offer here; two queries."""
    rows = agreed_prices.of_organization(offer, isolation.current())
    return Bargain(
        price_here=(priced(offer.pk).first() or {}).get("price_here"),
        waiting=next((row for row in rows if row.state == State.PROPOSED), None),
        settled=[row for row in rows if row.state != State.PROPOSED],
        form=form or PriceForm(),
    )
