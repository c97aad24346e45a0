"""What providers write and agree on, for the forms of bad input: made when a form asks for it."""

from decimal import Decimal
from functools import cached_property

from catalog.shelf.models import ShelfItem
from providers import agreed_prices, drafts, revisions
from providers.models import AgreedPrice, Offer, OfferRevision, Provider
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.orders.stage import Stage
from tests.providers import versions
from welfare.clock import today


class Offering:
    """A part of the world: the camp's provider at work."""

    stage: Stage
    network: Organization

    @property
    def provider(self) -> Provider:
        """Who runs the camp."""
        return self.stage.offer.provider

    @cached_property
    def asleep(self) -> Offer:
        """A service that its provider has suspended."""
        return make.offer(self.provider, "Colonia", state=Offer.State.SUSPENDED)

    @cached_property
    def written(self) -> OfferRevision:
        """A change that its provider is writing."""
        offer = make.offer(self.provider, "Ludoteca")
        with inside(self.stage.supplier):
            typed = drafts.typed_of(Offer.objects.get(pk=offer.pk)) | {"title": ["Ludoteca nuova"]}
            return revisions.save(offer, typed, None, edition=0, actor=SYSTEM)

    @cached_property
    def sent(self) -> OfferRevision:
        """A change that waits for the office."""
        return versions.proposed(self.stage.supplier, make.offer(self.provider, "Corso"), price="99,00")

    @cached_property
    def changed(self) -> OfferRevision:
        """A raised price of a service on the shelf, which HR has not looked at."""
        offer = make.offer(self.provider, "Corso di nuoto")
        with inside(self.stage.issuer):
            ShelfItem.objects.create(offer_id=offer.pk)
        return versions.published(self.stage.supplier, offer, self.network, price="199,00")

    @cached_property
    def bargain(self) -> AgreedPrice:
        """A price that HR has proposed."""
        offer = make.offer(self.provider, "Corso di sci")
        offer = Offer.objects.select_related("provider__organization").get(pk=offer.pk)
        with inside(self.stage.issuer):
            return agreed_prices.propose(
                offer, self.stage.issuer, Decimal(90), by=AgreedPrice.Side.ORGANIZATION, starts_on=today(), actor=SYSTEM
            )
