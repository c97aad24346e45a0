"""The network's list of providers: words in any order, accents forgiven, and those that need a hand."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from providers.models import Offer, Provider
from welfare.paging import Page, page_by_key

BY_NAME = ("name", "pk")
# Words of the address: who is looked for.
IDLE, NOT_ACCREDITED, DIRECTORY = "senza-servizi", "non-accreditati", "elenco"


def without_services() -> QuerySet[Provider]:
    """Accredited providers with an organization and without any published service."""
    published = Offer.objects.filter(provider=OuterRef("pk"), state=Offer.State.PUBLISHED)
    able = Provider.objects.filter(organization__isnull=False, is_accredited=True)
    return able.filter(~Exists(published))


def shown(only: str) -> QuerySet[Provider]:
    """Those that need a hand, those not accredited, those of the directory; all for anything else."""
    if only == IDLE:
        return without_services()
    if only == NOT_ACCREDITED:
        return Provider.objects.filter(is_accredited=False)
    if only == DIRECTORY:
        return Provider.objects.filter(organization__isnull=True)
    return Provider.objects.all()


def answers(search: str, only: str) -> QuerySet[Provider]:
    """Providers with each word in name or town, whatever the case and accents."""
    found = shown(only).select_related("organization")
    for word in search.split():
        found = found.filter(Q(name__unaccent__icontains=word) | Q(town__unaccent__icontains=word))
    return found


def page_of(found: QuerySet[Provider], cursor: str) -> Page[Provider]:
    """One page by name."""
    return page_by_key(found, BY_NAME, cursor)
