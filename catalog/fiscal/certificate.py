"""Where figures stand in the yearly certificate (Certificazione Unica): advice of the data, not law."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalog.fiscal.loading import document
from catalog.fiscal.shapes import get, mapping

POINTS = re.compile(r"\b\d{3}(?:[-/]\d{3})?\b")


@dataclass(frozen=True, slots=True)
class CertificatePoints:
    """The points by what they are for; `is_verified` is False while nobody has held them against the official form."""

    points: Mapping[str, str]
    is_verified: bool

    def of(self, name: str) -> str:
        """The points of one figure; empty where the data names none."""
        return self.points.get(name, "")


@cache
def certificate_points() -> CertificatePoints:
    """Read the points out of the data, once per process."""
    found = mapping(document("fiscal_rules").get("cu_mapping"), "cu_mapping")
    points = {name: points_in(text) for name, text in found.items() if isinstance(text, str)}
    return CertificatePoints(points, get(found, "verified", bool))


def points_in(text: str) -> str:
    """The numbers of points in a sentence of the data, the first of them."""
    match = POINTS.search(text)
    return match.group() if match else ""
