"""What differs between two versions, in words: for the office that looks, and for HR that looks again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from providers.models import Delivery, DiscountKind, Offer, OfferRevision, Question, Unit
from providers.taxonomy import KINDS
from providers.terms import TERMS, value_of, values_now
from welfare.money import format_euro

LABELS = {
    "service_type": gettext_lazy("Kind of service"), "delivery": gettext_lazy("How it is delivered"),
    "title": gettext_lazy("Title"), "summary": gettext_lazy("In one sentence"), "text": gettext_lazy("Description"),
    "price": gettext_lazy("Price"), "unit": gettext_lazy("What the price buys"), "vat_rate": gettext_lazy("VAT"),
    "is_single_purpose": gettext_lazy("Single-purpose voucher"), "age_min": gettext_lazy("Age from"),
    "age_max": gettext_lazy("Age to"), "town": gettext_lazy("Town"), "address": gettext_lazy("Address"),
    "cancellation_days": gettext_lazy("Days to cancel"), "validity_days": gettext_lazy("Days of validity"),
    "questions": gettext_lazy("What you ask who books"), "images": gettext_lazy("Photos"),
    "second_child": gettext_lazy("Discount from the second child on"),
    "second_child_kind": gettext_lazy("Discount from the second child on, it is"),
    "many_weeks": gettext_lazy("Discount for several weeks"),
    "many_weeks_kind": gettext_lazy("Discount for several weeks, it is"),
    "many_weeks_from": gettext_lazy("From which week on"), "towns_served": gettext_lazy("Other towns where you work"),
    "draw_day": gettext_lazy("Day of the month"), "notice_days": gettext_lazy("Days of notice"),
    "minimum_months": gettext_lazy("Months at least"), "discount": gettext_lazy("Discount"),
}  # fmt: skip
# What matters most stands first.
ORDER = ("price", "unit", "vat_rate", "service_type", "delivery", "age_min", "age_max", "title", "summary", "text")


# What says nothing without another field.
DEPENDING = {"second_child_kind": "second_child", "many_weeks_kind": "many_weeks", "many_weeks_from": "many_weeks"}
# What the form asks of every service and holds for one way of having it alone.
OF_DELIVERY = {
    "draw_day": {Delivery.SUBSCRIPTION}, "notice_days": {Delivery.SUBSCRIPTION},
    "minimum_months": {Delivery.SUBSCRIPTION}, "validity_days": {Delivery.VOUCHER},
}  # fmt: skip
EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of two versions; `is_term` for price and conditions."""

    name: str
    label: str
    old: str
    new: str
    is_term: bool


def differences(revision: OfferRevision, names: Iterable[str] | None = None) -> list[Difference]:
    """What a version changes of the one that is published, price first; nothing for what never was."""
    offer = revision.offer
    chosen = revision.changes if names is None else names
    return between(values_now(offer, chosen), revision.fields, chosen) if offer.published_at else []


def whole(fields: Mapping[str, Any]) -> list[Difference]:
    """All that a version says, in words; what was left empty is left out."""
    return between({}, fields, [name for name in fields if says_something(name, fields)])


def says_something(name: str, fields: Mapping[str, Any]) -> bool:
    """Whether a field is written, and means anything beside the others."""
    is_written = all(fields.get(each) not in EMPTY for each in (name, DEPENDING.get(name, name)))
    return is_written and fields.get("delivery") in OF_DELIVERY.get(name, {fields.get("delivery")})


def since_look(offer: Offer, looked: int) -> list[Difference]:
    """Price and conditions as they were in the version that HR looked at last, and as they are now; one query."""
    versions = {version.number: version for version in offer.revisions.filter(state=OfferRevision.State.PUBLISHED)}
    before = [version for number, version in versions.items() if number is not None and number <= max(looked, 1)]
    if not before:
        return []
    old = max(before, key=lambda version: version.number or 0).fields
    names = [name for name in old if name in TERMS and value_of(name, old[name]) != getattr(offer, name)]
    return between(old, values_now(offer, names), names)


def between(old: Mapping[str, Any], new: Mapping[str, Any], names: Iterable[str]) -> list[Difference]:
    """The named fields of two sets of values, in words, what matters most first."""
    ordered = sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    return [
        Difference(name, label_of(name), shown(name, old.get(name)), shown(name, new.get(name)), name in TERMS)
        for name in ordered
    ]


def label_of(name: str) -> str:
    """A field's name on screen."""
    found = LABELS.get(name)
    return str(found if found is not None else getattr(Offer._meta.get_field(name), "verbose_name", name))


def shown(name: str, value: Any) -> str:
    """A value in words; a dash for none."""
    if value in EMPTY:
        return "–"
    if name in WORDS:
        return str(WORDS[name](value))
    return str(value)


def in_list(values: Iterable[str]) -> str:
    """The provider's questions by name."""
    return ", ".join(str(Question(code).label) for code in values if code in Question.values)


def kind_name(code: str) -> str:
    """A kind of service by name."""
    return KINDS[code].label if code in KINDS else code


WORDS: dict[str, Any] = {
    "price": lambda value: format_euro(value_of("price", value)),
    "vat_rate": lambda value: f"{value_of('vat_rate', value).normalize():f}%",
    "unit": lambda value: str(Unit(value).label) if value in Unit.values else value,
    "delivery": lambda value: str(Delivery(value).label) if value in Delivery.values else value,
    "service_type": kind_name,
    "questions": in_list,
    "second_child_kind": lambda value: DiscountKind(value).label,
    "many_weeks_kind": lambda value: DiscountKind(value).label,
    "towns_served": ", ".join,
    "is_single_purpose": lambda value: _("yes") if value else _("no"),
    "images": lambda value: ngettext("%(n)d photo", "%(n)d photos", len(value)) % {"n": len(value)},
}
