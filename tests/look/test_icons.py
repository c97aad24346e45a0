"""Icons: what pages name is in the sprite, what is missing is said."""

import re
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from welfare import icons

ROOT = Path(settings.BASE_DIR)
NAMED = re.compile(r"""\{% icon "([a-z-]+)"|icon_name=(?:"|')([a-z-]+)""")
IN_CODE = re.compile(r"""NavigationItem\((?:[^()]|\([^()]*\))*?,\s*"([a-z-]+)"[,)]""")
SPRITE = (
    '<svg><symbol id="it-search" viewBox="0 0 24 24"><path d="M1"/></symbol><symbol id="it-x"><path/></symbol></svg>'
)
DRAWN = '<svg><symbol id="home" viewBox="0 0 24 24"><path d="M2"/></symbol></svg>'


def named_in_templates() -> set[str]:
    texts = [path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html")]
    return {first or second for text in texts for first, second in NAMED.findall(text)}


def named_in_code() -> set[str]:
    rooms = [ROOT / room for room in ("catalog", "members", "providers", "tenants")]
    return {name for room in rooms for path in room.rglob("*.py") for name in IN_CODE.findall(path.read_text("utf-8"))}


def available() -> set[str]:
    drawn = icons.symbols((ROOT / "static/img/icons.svg").read_text("utf-8"))
    return set(icons.FROM_PACKAGE) | set(drawn)


def test_every_icon_that_a_page_names_exists() -> None:
    assert named_in_templates() | named_in_code() - available() <= available()
    assert "search" in named_in_templates()


def test_only_what_is_named_is_cut_and_what_is_drawn_is_added() -> None:
    cut = icons.cut(SPRITE, DRAWN, ["search"])
    assert set(icons.symbols(cut)) == {"search", "home"}


def test_an_icon_that_is_not_there_is_named() -> None:
    with pytest.raises(icons.IconMissing, match="unicorn"):
        icons.cut(SPRITE, DRAWN, ["search", "unicorn"])


def test_the_command_writes_icons_and_typeface(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "icons.svg").write_text(DRAWN)
    call_command("cut_icons", static=tmp_path, stdout=StringIO())
    written = icons.symbols((tmp_path / "vendor" / "icons.svg").read_text("utf-8"))
    assert set(written) == set(icons.FROM_PACKAGE) | {"home"}
    assert sorted(path.name for path in (tmp_path / "vendor" / "fonts").iterdir()) == [
        "titillium-400.woff2",
        "titillium-600.woff2",
        "titillium-700.woff2",
    ]


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"icons\.svg"):
        call_command("cut_icons", static=tmp_path, stdout=StringIO())


def test_every_area_has_a_symbol_and_a_colour() -> None:
    types = yaml.safe_load((ROOT / "catalog/fiscal/data/service_types.yaml").read_text("utf-8"))
    areas = {each["area"] for each in types}
    symbols = icons.symbols((ROOT / "static/img/areas.svg").read_text("utf-8"))
    styles = (ROOT / "static/css/components.css").read_text("utf-8")
    assert areas == set(symbols)
    assert areas == set(re.findall(r"\.area-([a-z_]+) \{", styles))
