"""The two branches of a supplier of the demo, and who is kept to one of them: Chiara scans at the pool."""

from providers.bookings import reach
from providers.bookings.models import BranchAccess
from providers.models import Branch, Offer, Provider
from tenants import isolation
from tenants.identity.models import Role, User
from tenants.isolation import SYSTEM
from tenants.models import Organization


def fill(organization: Organization) -> None:
    """Open both, put each service at one of them, keep the staff to the second."""
    provider = Provider.objects.get(organization=organization)
    gym = Branch.objects.create(provider=provider, name="Palestra Modena", address="Viale dello Sport 4", town="Modena")
    pool = Branch.objects.create(provider=provider, name="Piscina Carpi", address="Via del Nuoto 12", town="Carpi")
    offers = Offer.objects.filter(provider=provider)
    offers.update(branch=gym)
    offers.filter(title__icontains="piscina").update(branch=pool)
    with isolation.enter(organization, reason="demo"):
        for user in User.objects.filter(roles=[Role.PROVIDER_STAFF]):
            reach.give(user, {pool.pk: BranchAccess.Level.SCAN}, actor=SYSTEM)
