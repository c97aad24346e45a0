"""Anna of Alfa asks two tradespeople for a quote: Beta, whose people the tests sign in, and another supplier."""

import io
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PIL import Image

from catalog.orders.models import Order
from catalog.quotes import accepting, answering, asking
from catalog.quotes.accepting import Seen
from catalog.quotes.asking import Asking
from catalog.quotes.models import AskedProvider, Request
from providers.enquiries.services import Contact, Need
from providers.models import Delivery, Offer, Unit
from providers.quoting.models import Quote
from providers.quoting.moves import Terms
from tenants.isolation import Actor
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage, in_days

NEED = Need("Il rubinetto della cucina perde", "Carpi", "dopo le 17", "week")
CONTACT = Contact("", "Via Roma 12", "059 123456", "la sera")
QUOTED: dict[str, Any] = {
    "delivery": Delivery.QUOTE, "price": None, "service_type": "artisan_work", "type_label": "Pronto Artigiani",
    "area": "casa", "title": "Lavori in casa", "unit": Unit.ONCE, "summary": "Idraulici ed elettricisti",
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """The stage of the orders with an artisan's offer of Beta, and one of another supplier."""

    stage: Stage
    other: Offer
    other_organization: Organization

    @property
    def issuer(self) -> Organization:
        """Alfa."""
        return self.stage.issuer

    @property
    def supplier(self) -> Organization:
        """Beta."""
        return self.stage.supplier

    @property
    def staff(self) -> Actor:
        """Somebody of Beta."""
        return Actor(self.supplier.key, 1, "provider_staff")

    def asking(self, **changes: Any) -> Asking:
        """What Anna asks of both, unless said otherwise; every call is a new form."""
        given: dict[str, Any] = {
            "key": uuid.uuid4().hex, "member": self.stage.anna, "relative_id": None,
            "offers": [self.stage.offer, self.other], "need": NEED, "contact": CONTACT,
        }  # fmt: skip
        return Asking(**(given | changes))

    def ask(self, **changes: Any) -> Request:
        """Ask."""
        with inside(self.issuer):
            return asking.ask(self.asking(**changes), actor=self.stage.actor)

    def asked(self, request: Request, offer: Offer | None = None) -> AskedProvider:
        """Anna's row of one provider, Beta's unless said otherwise."""
        with inside(self.issuer):
            rows = AskedProvider.objects.select_related("request__member__user", "request__relative", "order")
            return rows.get(request=request.pk, offer_id=(offer or self.stage.offer).pk)

    def quote(self, asked: AskedProvider) -> Quote:
        """The shared half."""
        return Quote.objects.select_related("offer", "issuer", "provider__organization").get(pk=asked.pk)

    def answer(self, asked: AskedProvider, price: str = "120.00", *, valid: int = 10) -> Quote:
        """Its provider answers."""
        quote = self.quote(asked)
        organization = quote.provider.organization
        assert organization is not None
        terms = Terms(Decimal(price), Decimal("22.00"), in_days(3), in_days(valid))
        with inside(organization):
            answering.answer(quote, terms, "Materiale compreso", actor=Actor(organization.key, 1, "provider_staff"))
        return self.quote(asked)

    def accept(self, asked: AskedProvider, seen: Seen | None = None) -> Order:
        """Anna accepts what stands there, unless she saw something else."""
        quote = self.quote(asked)
        with inside(self.issuer):
            return accepting.accept(
                asked, seen or Seen(quote.revision, quote.price or Decimal(0)), actor=self.stage.actor
            )

    def accepted(self, price: str = "120.00") -> AskedProvider:
        """Beta's quote, accepted."""
        asked = self.asked(self.ask())
        self.answer(asked, price)
        self.accept(asked)
        return self.asked(asked.request)


def set_up(issuer: Organization, supplier: Organization, third: Organization) -> Scene:
    """Build the scene; `third` supplies, too."""
    stage = stages.set_up(issuer, supplier, **QUOTED)
    other = make.offer(
        make.provider(third, "Rossi Impianti"), **(QUOTED | {"town": "Modena", "towns_served": ["Soliera"]})
    )
    with inside(issuer):
        stages.list_on_shelf(other, stage.plan)
    return Scene(stage, other, third)


def photo(size: tuple[int, int] = (400, 300), **save: Any) -> bytes:
    """A photo as a phone makes it, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Telefono"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", size, "#c08040").save(out, "JPEG", exif=exif, **save)
    return out.getvalue()
