"""Writing what a plan says: providers, their services, and a territory's shelf. In the caller's transaction."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.directory.plan import SERVICE_TYPE, Change, DirectoryPlan, Kind
from catalog.shelf import listing
from providers.directory.rows import Home, name_key_of
from providers.models import Delivery, DirectoryEntry, Form, Offer, Origin, Provider, Unit
from providers.offers import taxonomy_of
from providers.search import sort_key
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.models import Organization
from welfare.clock import now

PROVIDER_FIELDS = ("name", "address", "postcode", "town", "phone", "other_phones", "email", "other_emails")
OFFER_FIELDS = ("title", "sort_title", "summary", "town", "address", "beds", "alzheimer_beds")
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Written:
    """One home with the rows that stand for it."""

    change: Change
    provider: Provider
    offer: Offer


def write(plan: DirectoryPlan, territory: Organization, *, takes_off: bool, actor: Actor) -> None:
    """Write the plan; with `takes_off` the homes that are not in the list leave the shelf."""
    with translation.override(settings.LANGUAGE_CODE):
        make(plan)
        amend([change for change in plan.changes if change.kind == Kind.CHANGED])
    shown = [change for change in plan.changes if change.kind != Kind.SAME]
    offers = offers_of(shown)
    gone = [known.offer_id for known in plan.gone if known.offer_id] if takes_off else []
    listing.list_information(territory, offers, actor=actor)
    listing.take_all_off(territory, gone, actor=actor)
    counts = {name: plan.figures[name] for name in ("rows", "new", "updated", "listed", "gone")}
    trail.record(actor, "directory_imported", subject=territory.key, details=counts | {"taken_off": len(gone)})


def offers_of(changes: Iterable[Change]) -> list[uuid.UUID]:
    """The services of homes, which exist by now."""
    keys = [change.row.reading.key for change in changes]
    mine = Offer.objects.filter(delivery=Delivery.PUBLIC, service_type=SERVICE_TYPE, state=Offer.State.PUBLISHED)
    return list(mine.filter(provider__directory_entry__key__in=keys).values_list("pk", flat=True))


def make(plan: DirectoryPlan) -> None:
    """Write the homes that nobody knew, by name, so that the newest on a shelf stand in order too."""
    changes = [change for change in plan.changes if change.kind == Kind.NEW]
    # In one order for everybody: of two lists at once the second waits for the first, and neither for both.
    ordered = sorted(changes, key=lambda change: (sort_key(change.home.name), change.row.reading.key))
    moment = now()
    made = [new_home(change, moment - datetime.timedelta(microseconds=n)) for n, change in enumerate(ordered)]
    Provider.objects.bulk_create([each.provider for each in made], batch_size=AT_ONCE)
    Offer.objects.bulk_create([each.offer for each in made], batch_size=AT_ONCE)
    entries = [entry_of(each.change, each.provider.pk) for each in made]
    DirectoryEntry.objects.bulk_create(entries, batch_size=AT_ONCE)


def new_home(change: Change, published_at: datetime.datetime) -> Written:
    """A provider that is in the directory alone, and its service."""
    provider = Provider(form=Form.OTHER, is_accredited=False, **provider_values(change.home))
    return Written(change, provider, new_offer(provider, change.home, published_at))


def new_offer(provider: Provider, home: Home, published_at: datetime.datetime) -> Offer:
    """The service of a home: information alone, of a place that the region accredits."""
    return Offer(
        provider=provider,
        service_type=SERVICE_TYPE,
        delivery=Delivery.PUBLIC,
        origin=Origin.ACCREDITED,
        unit=Unit.ONCE,
        state=Offer.State.PUBLISHED,
        published_at=published_at,
        how_to_apply=how_to_apply(),
        **taxonomy_of(SERVICE_TYPE),
        **offer_values(home),
    )


def entry_of(change: Change, provider_id: uuid.UUID) -> DirectoryEntry:
    """What the list says of a home, for the next list."""
    key = change.row.reading.key
    return DirectoryEntry(provider_id=provider_id, key=key, name_key=name_key_of(key), values=change.home.values())


def amend(changes: Sequence[Change]) -> None:
    """Write what the list says otherwise than before, and nothing else: corrections made by hand stay."""
    ids = [change.known.provider_id for change in changes if change.known]
    providers = Provider.objects.select_for_update(no_key=True).order_by("pk").in_bulk(ids)
    mine = Offer.objects.filter(delivery=Delivery.PUBLIC, service_type=SERVICE_TYPE, provider__in=ids)
    offers = {offer.provider_id: offer for offer in mine.defer("search", "folded").select_for_update(no_key=True)}
    for change in changes:
        assert change.known is not None  # noqa: S101  (tells the type checker)
        provider = providers[change.known.provider_id]
        if provider.organization_id is None:
            assign(provider, provider_values(change.home), change)
        offer = offers.get(provider.pk)
        if offer is None:
            Offer.objects.bulk_create([new_offer(provider, change.home, now())])
        else:
            assign(offer, offer_values(change.home), change)
    Provider.objects.bulk_update(providers.values(), PROVIDER_FIELDS, batch_size=AT_ONCE)
    Offer.objects.bulk_update(offers.values(), OFFER_FIELDS, batch_size=AT_ONCE)
    entries = [entry_of(change, change.known.provider_id) for change in changes if change.known]
    DirectoryEntry.objects.bulk_update(entries, ["key", "name_key", "values"], batch_size=AT_ONCE)


# Which columns follow from a field of a home.
FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "title", "sort_title"),
    "town": ("town", "summary"),
    "address": ("address",),
    "postcode": ("postcode",),
    "phones": ("phone", "other_phones"),
    "emails": ("email", "other_emails"),
    "beds": ("beds", "summary"),
    "alzheimer_beds": ("alzheimer_beds",),
}


def assign(row: Provider | Offer, values: Mapping[str, Any], change: Change) -> None:
    """Set the columns that follow from what differs."""
    for name, _old, _new in change.differences:
        for column in FOLLOWS[name]:
            if column in values:
                setattr(row, column, values[column])


def provider_values(home: Home) -> dict[str, Any]:
    """The columns of the provider."""
    return {
        "name": home.name,
        "address": home.address,
        "postcode": home.postcode,
        "town": home.town,
        "phone": next(iter(home.phones), ""),
        "other_phones": list(home.phones[1:]),
        "email": next(iter(home.emails), ""),
        "other_emails": list(home.emails[1:]),
    }


def offer_values(home: Home) -> dict[str, Any]:
    """The columns of its service."""
    return {
        "title": home.name,
        "sort_title": sort_key(home.name),
        "summary": summary_of(home),
        "town": home.town,
        "address": home.address,
        "beds": home.beds,
        "alzheimer_beds": home.alzheimer_beds,
    }


def summary_of(home: Home) -> str:
    """What the service is, in a sentence."""
    if not home.beds:
        return _("A home for elderly people in %(town)s, accredited by the region.") % {"town": home.town}
    return ngettext(
        "A home for elderly people in %(town)s, accredited by the region: %(n)d bed.",
        "A home for elderly people in %(town)s, accredited by the region: %(n)d beds.",
        home.beds,
    ) % {"town": home.town, "n": home.beds}


def how_to_apply() -> str:
    """How one asks for a place; the homes' lists do not say, the way is the same for all."""
    return _(
        "Call the home or write to it: it tells you whether there is a place, how long the wait is, what a day costs "
        "and which form and medical papers it wants. You may apply to more than one home. If money or the choice "
        "worries you, speak with the social service of your town: it can help with both."
    )
