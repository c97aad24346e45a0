"""`{% outlook page %}`: for whom the reader's credit covers the service of a page of the shelf, or why not."""

from typing import Any

from django import template

from catalog.orders.outlook import outlook, quote_outlook
from catalog.shelf.service_page import ServicePage
from providers.models import Delivery

register = template.Library()


@register.inclusion_tag("orders/outlook.html", name="outlook")
def outlook_of(page: ServicePage) -> dict[str, Any]:
    """The prospects of the reader's family; nothing where nobody can order."""
    is_quote = page.offer.delivery == Delivery.QUOTE
    if page.reader is None or not page.order_url or (page.offer.price_shown is None and not is_quote):
        return {"told": (), "folded": ()}
    slots = page.slots
    prospects = quote_outlook(page.reader, page.offer) if is_quote else outlook(page.reader, page.offer, slots)
    told = [each for each in prospects if not each.is_barred]
    # Who it is not for stands folded below what can be had; where there is nothing of that, it is all there is to say.
    folded = [each for each in prospects if each.is_barred] if told else []
    return {"told": told or prospects, "folded": folded, "has_names": len(prospects) > 1}
