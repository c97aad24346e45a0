"""The areas of the shelf: the codes of `service_types.yaml`, each with a name, a colour and a symbol.

The code is also the id of the symbol in `static/img/areas.svg` and the end of the class
`area-<code>` in `static/css/components.css`, where the lighter tone stands too; a test holds the
three together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext_lazy

from catalog.fiscal import rule_book


@dataclass(frozen=True, slots=True)
class Area:
    """One area: its code, the name people read, the colour of its symbol."""

    code: str
    label: Any
    colour: str

    @property
    def symbol(self) -> str:
        """The id of the drawing."""
        return self.code


AREAS = (
    Area("infanzia_istruzione", pgettext_lazy("area", "Childhood and school"), "#26725f"),
    Area("cura", pgettext_lazy("area", "Care"), "#9a6c1c"),
    Area("salute", pgettext_lazy("area", "Health"), "#3564aa"),
    Area("tempo_libero", pgettext_lazy("area", "Free time"), "#7b4ba0"),
    Area("mobilita", pgettext_lazy("area", "Getting around"), "#1f6d86"),
    Area("risparmio_previdenza", pgettext_lazy("area", "Savings and pension"), "#46528f"),
    Area("alimentazione", pgettext_lazy("area", "Meals"), "#a34a24"),
    Area("consumo", pgettext_lazy("area", "Shopping"), "#586f17"),
    Area("casa", pgettext_lazy("area", "Home"), "#8c5438"),
    Area("convenzioni", pgettext_lazy("area", "Agreements"), "#a23a5c"),
    Area("sportello", pgettext_lazy("area", "Advice"), "#40616b"),
)
BY_CODE = {area.code: area for area in AREAS}


def area_of(service_type: str) -> str:
    """The area of a service type; raises catalog.fiscal.UnknownCode for a type that is not there."""
    return rule_book().service(service_type).area


def in_order(codes: Iterable[str]) -> list[Area]:
    """The areas with these codes, in the order of the shelf; unknown codes are left out."""
    wanted = set(codes)
    return [area for area in AREAS if area.code in wanted]
