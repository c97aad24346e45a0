"""What a page weighs: 150 kB over the wire at first sight, counted as browsers ask for it."""

import re
from pathlib import Path

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders

from welfare import icons

ROOT = Path(settings.BASE_DIR)
FIRST_VIEW = 150_000
KIT = 40_000
BASE = (ROOT / "templates" / "base.html").read_text("utf-8")


def content(name: str) -> bytes:
    if name == "vendor/icons.svg":
        sprite = (icons.package_folder() / "static" / "svg" / "sprites.svg").read_text("utf-8")
        return icons.cut(sprite, (ROOT / "static/img/icons.svg").read_text("utf-8"), icons.FROM_PACKAGE).encode()
    if name.startswith("vendor/fonts/"):
        return icons.font_files(icons.package_folder())[name.rpartition("/")[2]].read_bytes()
    found = finders.find(name)
    assert found, name
    return Path(str(found)).read_bytes()


def over_the_wire(name: str) -> int:
    data = content(name)
    return len(data) if name.endswith("woff2") else min(len(data), len(brotli.compress(data)))


def test_first_view() -> None:
    linked = set(re.findall(r"{% static '([^']+)' %}", BASE))
    fonts = {f"vendor/fonts/{name}" for name in icons.font_files(icons.package_folder())}
    everything = linked | fonts | {"vendor/icons.svg", "img/areas.svg", "img/chevron.svg"}
    assert {"css/components.css", "js/kit.js", "django_htmx/htmx-2.min.js"} <= everything
    assert sum(over_the_wire(name) for name in everything) <= FIRST_VIEW


def test_the_kit_stays_small() -> None:
    sheets = [name for name in re.findall(r"{% static '([^']+)' %}", BASE) if name.endswith(".css")]
    assert len(sheets) == 4
    assert sum(len(content(name)) for name in sheets) <= KIT
