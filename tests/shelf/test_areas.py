"""The table of areas, the taxonomy, the drawings and the colours are one."""

import re
from pathlib import Path

from catalog.fiscal import rule_book
from catalog.shelf.areas import AREAS, area_of

ROOT = Path(__file__).resolve().parents[2]


def test_the_areas_are_those_of_the_service_types_in_their_order() -> None:
    assert tuple(area.code for area in AREAS) == rule_book().areas


def test_each_area_has_a_drawing() -> None:
    drawn = set(re.findall(r'id="([a-z_]+)"', (ROOT / "static/img/areas.svg").read_text()))
    assert {area.symbol for area in AREAS} <= drawn


def test_each_area_has_its_colour_in_the_stylesheet() -> None:
    css = (ROOT / "static/css/components.css").read_text()
    colours = dict(re.findall(r"\.area-(\w+) \{[^}]*--face-mark: (#[0-9a-f]{6})", css))
    assert {area.code: area.colour for area in AREAS} == colours


def test_a_type_has_its_area() -> None:
    assert area_of("summer_camp") == "infanzia_istruzione"
