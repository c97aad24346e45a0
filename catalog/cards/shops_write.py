"""Writing what a list of shops says, a few statements whatever its length."""

from collections.abc import Sequence

from catalog.cards.shops_plan import Change, Kind, ShopsPlan
from providers.agreements.categories import label_of
from providers.agreements.models import Agreement, Category, Shop
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import today
from welfare.sorting import sort_key

FIELDS = (
    "key", "name", "category", "category_label", "address", "postcode", "town", "province", "phone", "discount",
    "conditions", "valid_until", "closed_on", "sort_name", "town_key",
)  # fmt: skip
AT_ONCE = 500


def write(plan: ShopsPlan, agreement: Agreement, *, closes_gone: bool, actor: Actor) -> None:
    """Write the plan; with `closes_gone` the shops that are not in the list are taken off."""
    # Of two lists at once the second waits for the first.
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    labels = {category.value: label_of(category.value) for category in Category}
    made = [filled(Shop(agreement=agreement), each, labels) for each in plan.changes if each.kind == Kind.NEW]
    Shop.objects.bulk_create(made, batch_size=AT_ONCE)
    # One statement for many rows; bulk_update's CASE for each column takes a minute for three thousand.
    Shop.objects.bulk_create(
        amended(plan.changes, labels),
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=FIELDS,
    )
    gone = [shop.pk for shop in plan.gone] if closes_gone else []
    Shop.objects.filter(pk__in=gone, closed_on__isnull=True).update(closed_on=today())
    counts = {name: plan.figures[name] for name in ("rows", "new", "updated", "back", "gone")}
    trail.record(actor, "shops_imported", subject=str(agreement.pk), details=counts | {"taken_off": len(gone)})


def amended(changes: Sequence[Change], labels: dict[str, str]) -> list[Shop]:
    """The shops that are there and of which the list says something else."""
    return [
        filled(change.shop, change, labels)
        for change in changes
        if change.shop is not None and change.kind in (Kind.CHANGED, Kind.BACK)
    ]


def filled(shop: Shop, change: Change, labels: dict[str, str]) -> Shop:
    """A shop as its row has it."""
    for name, value in change.values.items():
        setattr(shop, name, value)
    shop.key, shop.closed_on = change.row.key, None
    shop.category_label = labels[shop.category]
    shop.sort_name, shop.town_key = sort_key(shop.name)[:120], sort_key(shop.town)[:60]
    return shop
