"""Building the demo network, whole: a build that was cut short is thrown away and made anew."""

from django.db import connection, transaction

from catalog.demo import history, organizations, people, plans, shelf
from providers.models import Offer, Provider, Slot
from tenants import isolation, provisioning
from tenants.models import Organization, Status


def is_built() -> bool:
    """Whether the last step was reached: the network's doors are open."""
    return bool(Organization.objects.filter(slug="rete", status=Status.ACTIVE).exists())


def build() -> None:
    """Build everything; the network becomes active last."""
    throw_away()
    opened = organizations.open_firms()
    organizations.open_accounts(opened)
    people.fill(opened)
    plans.grant_credit(opened)
    shelf.fill(opened)
    history.play(opened)
    provisioning.activate(opened["rete"])


def throw_away() -> None:
    """Remove what a build that was cut short left behind."""
    with isolation.leave(reason="throw away a half-built demo"), transaction.atomic():
        left = list(Organization.objects.order_by("-parent_id"))
        with connection.cursor() as cursor:
            for organization in left:
                cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(organization.schema_name)} CASCADE")
            cursor.execute("DELETE FROM providers_fulfilment")
        Slot.objects.all().delete()
        Offer.objects.all().delete()
        Provider.objects.all().delete()
        Organization.objects.filter(parent__isnull=False).delete()
        Organization.objects.all().delete()
