"""What was agreed on the day of the order, kept with it whatever becomes of the offer."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from catalog.orders.credit import Part
from catalog.orders.purchase import Purchase
from providers.models import Provider, Slot


def snapshot_of(purchase: Purchase, parts: Sequence[Part]) -> dict[str, Any]:
    """Title, provider, dates, VAT, and the credit that pays; plain values, dates in ISO form."""
    offer = purchase.offer
    return {
        "title": offer.title,
        "service_type": offer.service_type,
        "type_label": offer.type_label,
        "area": offer.area,
        "delivery": offer.delivery,
        "unit": offer.unit,
        "revision": offer.revision,
        "vat_rate": str(vat_rate_of(purchase)),
        "is_single_purpose": offer.is_single_purpose,
        "town": offer.town,
        "address": offer.address,
        "provider": provider_facts(offer.provider),
        "slot": slot_facts(purchase.slot),
        "credit": [credit_facts(part) for part in parts],
        **discount_facts(purchase),
    }


def vat_rate_of(purchase: Purchase) -> Decimal:
    """The rate that was agreed with the price, or the offer's."""
    agreed = purchase.agreed.vat_rate if purchase.agreed else None
    return purchase.offer.vat_rate if agreed is None else agreed


def discount_facts(purchase: Purchase) -> dict[str, Any]:
    """The full price and what was taken off it; nothing for who paid in full."""
    if not purchase.discounts:
        return {}
    taken = [{"kind": each.kind, "amount": str(each.amount)} for each in purchase.discounts]
    return {"full_price": str(purchase.full_price), "discounts": taken}


def provider_facts(provider: Provider) -> dict[str, str]:
    """Who supplies, and how to reach them."""
    return {
        "name": provider.name,
        "vat_number": provider.vat_number,
        "address": provider.address,
        "town": provider.town,
        "phone": provider.phone,
        "email": provider.email,
    }


def slot_facts(slot: Slot | None) -> dict[str, str] | None:
    """The dates and the place, where there are any."""
    if slot is None:
        return None
    return {
        "starts_on": slot.starts_on.isoformat(),
        "ends_on": slot.ends_on.isoformat(),
        "hours": slot.hours,
        "place": slot.place,
    }


def credit_facts(part: Part) -> dict[str, str]:
    """One lot that pays."""
    return {
        "name": part.budget.name,
        "amount": str(part.amount),
        "expires_on": part.expires_on.isoformat() if part.expires_on else "",
    }
