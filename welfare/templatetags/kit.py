"""Tags of the kit: icons, areas' symbols, amounts, and the two drawings that need arithmetic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import CheckboxInput
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop

from welfare import codes
from welfare.charts import Column, Span, columns, spans
from welfare.money import format_euro
from welfare.navigation import TOP_PLACES, NavigationItem

register = template.Library()
TONES = 4
# Django's Italian writes months with a capital. Our catalogue has them again in small letters, and wins in every
# date on screen; they stand here so that the catalogue keeps them.
MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite by name; decorative unless it has a label, which screen readers then say."""
    address = static("vendor/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, address, name
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', address, name
    )


@register.simple_tag
def area_face(area: str, shape: str = "", address: str = "") -> SafeString:
    """The coloured face of an area of the shelf, by its code; shape: nothing (in a card), `wide` or `badge`.

    `address` is where the drawings are, for lists that look it up once.
    """
    return format_html(
        '<div class="face {} area-{}" aria-hidden="true">'
        '<svg viewBox="0 0 104 104" focusable="false"><use href="{}#{}"/></svg></div>',
        shape,
        area,
        address or static("img/areas.svg"),
        area,
    )


@register.filter
def euro(amount: Decimal | int, form: str = "") -> str:
    """An amount as `1.234,50 €`; `amount|euro:"whole"` leaves the cents out (HR's totals over 10,000)."""
    return format_euro(Decimal(amount) if isinstance(amount, int) else amount, whole=form == "whole")


@register.filter
def in_unit(amount: Decimal, unit: str) -> str:
    """An amount in euro as `euro` writes it; in a complementary currency as `1.234,50 LBX`."""
    return format_euro(amount).replace("€", unit if unit != "EUR" else "€")


@register.filter
def month(value: date) -> str:
    """`dicembre 2026`: Italian writes months without a capital."""
    written = date_format(value, "F Y", use_l10n=False)
    return written.lower() if (get_language() or "").startswith("it") else written


@register.filter
def day(value: date | None, form: str = "") -> str:
    """`22 novembre 2026`, or with "short" `22 novembre`: Italian writes months without a capital."""
    if value is None:
        return ""
    moment = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    written = date_format(moment, "j F" if form == "short" else "j F Y", use_l10n=False)
    return written.lower() if (get_language() or "").startswith("it") else written


@register.filter
def grouped(code: str) -> str:
    """A voucher's code in fours: `7K2M9QPX` as `7K2M 9QPX`."""
    return codes.in_fours(code)


@register.filter
def unlocalized(number: int) -> str:
    """A whole number as SVG wants it, without the reader's thousands sign."""
    return str(int(number))


NOTICES = {
    "info": ("info", "info-circle"),
    "success": ("success", "check-circle"),
    "warn": ("warn", "clock"),
    "warning": ("warn", "clock"),
    "refusal": ("refusal", "error"),
    "error": ("refusal", "error"),
}


@register.filter
def notice_class(kind: str) -> str:
    """The class of a notice, from its kind or from the level of one of Django's messages."""
    return NOTICES.get(kind, NOTICES["info"])[0]


@register.filter
def notice_icon(kind: str) -> str:
    """The icon of a notice of this kind."""
    return NOTICES.get(kind, NOTICES["info"])[1]


@register.filter
def top_places(navigation: Sequence[NavigationItem]) -> Sequence[NavigationItem]:
    """The places that stand in the bar at the top of a wide page."""
    return navigation[:TOP_PLACES]


@register.filter
def top_more(navigation: Sequence[NavigationItem]) -> Sequence[NavigationItem]:
    """The places that stand under More in the bar at the top."""
    return navigation[TOP_PLACES:]


@register.filter
def phone_more(navigation: Sequence[NavigationItem]) -> list[NavigationItem]:
    """The places that stand under More in the bar at the bottom of a phone."""
    return [item for item in navigation if not item.phone]


@register.filter
def has_active(places: Sequence[NavigationItem]) -> bool:
    """Whether the reader stands on one of these places."""
    return any(item.active for item in places)


@register.filter
def is_single_check(field: BoundField) -> bool:
    """Whether a field is one check box, whose label stands beside it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def form_errors(forms: Any) -> list[tuple[str, str, str]]:
    """All errors of a form, or of several, as (target id, label, message) for the summary on top."""
    listed = [forms] if hasattr(forms, "errors") and hasattr(forms, "fields") else list(forms)
    return [entry for form in listed for entry in _errors_of(form)]


def _errors_of(form: Any) -> Iterable[tuple[str, str, str]]:
    for message in form.non_field_errors():
        yield "", "", str(message)
    for bound in form:
        for message in bound.errors:
            # A label may be a question, and a colon follows.
            yield bound.id_for_label or bound.auto_id, str(bound.label).rstrip("?"), str(message)


@dataclass(frozen=True, slots=True)
class BalancePart:
    """A line of the balance: its words, its amount, its piece of the bar and its tone."""

    label: str
    amount: Decimal
    span: Span
    tone: str


@register.inclusion_tag("components/balance.html")
def balance(title: str, total: Decimal, parts: Sequence[Any], url: str = "") -> Mapping[str, object]:
    """The balance card: `parts` have `label` and `amount` (attributes or keys), what expires first comes first."""
    pairs = [(_read(part, "label"), _read(part, "amount")) for part in parts]
    drawn = spans([amount for _, amount in pairs])
    lines = [
        BalancePart(label, amount, span, f"s{min(index, TONES - 1) + 1}")
        for index, ((label, amount), span) in enumerate(zip(pairs, drawn, strict=True))
    ]
    return {"title": title, "total": total, "parts": lines, "url": url}


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A column with the words beside it in the table."""

    label: str
    short: str
    shown: str
    column: Column
    now: bool


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(title: str, points: Sequence[Any], value_title: str = "") -> Mapping[str, object]:
    """A chart of columns with its table: `points` have `label`, `short`, `value`, and if wanted `shown`, `now`."""
    values = [Decimal(_read(point, "value")) for point in points]
    drawn = [_chart_point(*row) for row in zip(points, values, columns(values), strict=True)]
    return {"title": title, "points": drawn, "value_title": value_title}


def _chart_point(point: Any, value: Decimal, column: Column) -> ChartPoint:
    shown = _read(point, "shown") or value
    words = (str(_read(point, "label")), str(_read(point, "short")), str(shown))
    return ChartPoint(*words, column, bool(_read(point, "now")))


def _read(part: Any, name: str) -> Any:
    return part.get(name) if isinstance(part, Mapping) else getattr(part, name, None)
