"""What a provider that somebody named must write in its invoice, before there is any: a PDF, made when it is asked for.

The words of the law are the statements' own (`providers.statements.vat`), so that both papers say the same.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from providers import invoice_data
from providers.forms import VAT_RATES
from providers.models import Provider
from providers.models.provider import Form
from providers.nominating.models import Nomination
from providers.statements import vat
from providers.statements.documents import LANGUAGE
from providers.statements.vat import Kind, RateTotal
from providers.statements.wording import wording
from tenants import isolation
from tenants.brand import colours
from welfare import pdf
from welfare.money import ZERO

TEMPLATE = "pdf/named_proforma.html"


@dataclass(frozen=True)
class Way:
    """One way in which the same total can stand on an invoice, with the stamp duty's note where it is due."""

    line: RateTotal
    stamp: str


def document(nomination: Nomination, provider: Provider, rates: Collection[Decimal] = ()) -> bytes:
    """The pro-forma of a nomination, read with its issuer; `rates` are those of the services it is confirmed with.

    `provider` may be one that is not in the network yet, with what is known of it. Raises welfare.pdf.CannotRender.
    """
    here = isolation.current()
    return pdf.render(
        TEMPLATE,
        context_of(nomination, provider, rates) | {"organization": here},
        language=LANGUAGE,
        styles=colours.stylesheet(here.colour),
    )


def context_of(nomination: Nomination, provider: Provider, rates: Collection[Decimal]) -> dict[str, Any]:
    """What the paper shows."""
    issuer = nomination.issuer
    notes = wording()["vouchers"]
    return {
        "reference": reference_of(nomination),
        "amount": nomination.amount,
        "provider": provider,
        "provider_name": provider.legal_name or provider.name,
        "issuer": issuer,
        "issuer_name": issuer.legal_name or issuer.name,
        "code": invoice_data.reached_at(issuer),
        "ways": ways_of(nomination, provider, rates),
        "notes": [notes[vat.MULTI], notes[vat.SINGLE]],
    }


def reference_of(nomination: Nomination) -> str:
    """A short number that names neither person nor service."""
    return f"R-{nomination.pk.hex[:8].upper()}"


def file_name(nomination: Nomination) -> str:
    """What the download is called."""
    return f"proforma-{reference_of(nomination)}.pdf"


def ways_of(nomination: Nomination, provider: Provider, rates: Collection[Decimal] = ()) -> Sequence[Way]:
    """Every way in which the total can be divided: by the rates of the provider's services, else all that can apply.

    Five per cent is for the exempt services of social cooperatives alone (Table A, part II-bis, n. 1).
    """
    exemption = vat.exemption_of(nomination.service_type)
    social = Decimal(wording()["social_cooperatives"]["rate"])
    may_be_social = not provider.form or provider.form in vat.SOCIAL_COOPERATIVES
    reduced = [social] if exemption != "other" and may_be_social else []
    ordinary = [Decimal(rate) for rate, _label in VAT_RATES if Decimal(rate) > social]
    possible = sorted(set(rates)) or [ZERO, *reduced, *ordinary]
    return [way_of(Kind(rate, "" if rate else exemption, vat.MULTI), provider, nomination.amount) for rate in possible]


def way_of(kind: Kind, provider: Provider, amount: Decimal) -> Way:
    """One way; of a provider whose form is not known, five per cent is a social cooperative's."""
    known = provider if provider.form or not kind.rate else Provider(form=Form.SOCIAL_COOPERATIVE_A)
    line = vat.rate_total(kind.rate, vat.law_of(kind, known), amount)
    return Way(line, "" if kind.rate else vat.stamp_of(amount, provider))
