"""`{% outlook page as ahead %}`: for whom the reader's credit covers the service of a page of the shelf, or why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from catalog.orders.outlook import Prospect, outlook, quote_outlook
from catalog.shelf.service_page import ServicePage
from providers.models import Delivery

register = template.Library()


@dataclass(frozen=True)
class Ahead:
    """What the reader's family could expect; empty where nobody can order, or no price says what it would take."""

    prospects: Sequence[Prospect] = ()

    @property
    def has_names(self) -> bool:
        """Whether the answers differ, so that each needs its names."""
        return len(self.prospects) > 1

    @property
    def told(self) -> list[Prospect]:
        """What is said first: all that is not a matter of who it is for."""
        return [each for each in self.prospects if not each.is_barred]

    @property
    def folded(self) -> list[Prospect]:
        """Who it is not for: folded below what can be had."""
        return [each for each in self.prospects if each.is_barred]

    @property
    def is_for_nobody(self) -> bool:
        """Whether it is for nobody of the family: to ask for it would lead to these reasons alone."""
        return bool(self.prospects) and not self.told

    @property
    def is_out_of_reach(self) -> bool:
        """Whether nobody's credit is enough today: asking is no longer the first thing to do."""
        return bool(self.told) and not any(each.parts or each.is_open for each in self.told)


@register.simple_tag(name="outlook")
def outlook_of(page: ServicePage) -> Ahead:
    """The prospects of the reader's family; nothing where nobody can order."""
    is_quote = page.offer.delivery == Delivery.QUOTE
    if page.reader is None or not page.order_url or (page.offer.price_shown is None and not is_quote):
        return Ahead()
    if is_quote:
        return Ahead(quote_outlook(page.reader, page.offer))
    return Ahead(outlook(page.reader, page.offer, page.slots))
