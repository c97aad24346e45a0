"""The icons in use, cut out of the public design system's sprite at set-up.

The package `design-django-theme` ships 200 icons in one file of 94 kB; a page needs a tenth of it. `cut` keeps the
symbols named here, and adds those drawn for this project (static/img/icons.svg), so that pages load one small file.
"""

import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "bootstrap_italia_template"
# fmt: off
FROM_PACKAGE = (
    "arrow-left", "arrow-right", "calendar", "camera", "card", "check", "check-circle", "chevron-left",
    "chevron-right", "clip", "clock", "close", "close-circle", "comment", "copy", "delete", "download", "error",
    "external-link", "file", "file-pdf", "funnel", "help-circle", "info-circle", "key", "list", "lock", "logout",
    "mail", "map-marker", "minus", "pencil", "plus", "print", "refresh", "restore", "search", "settings", "telephone",
    "upload", "warning-circle",
)
# fmt: on
FONT_WEIGHTS = {"400": "regular", "600": "600", "700": "700"}
SYMBOL = re.compile(r'<symbol id="(?:it-)?([a-z0-9_-]+)"(.*?)</symbol>', re.DOTALL)


class IconMissing(LookupError):
    """An icon that pages use is not in the sprite it should come from."""


def package_folder() -> Path:
    """The installed package's folder, found without importing it (it asks for settings)."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise IconMissing(f"the package of {PACKAGE} is not installed: run pip install -r requirements.lock")
    return Path(next(iter(spec.submodule_search_locations)))


def symbols(sprite: str) -> dict[str, str]:
    """Name to inner markup of each symbol of a sprite, without the package's `it-`."""
    return dict(SYMBOL.findall(sprite))


def cut(sprite: str, drawn: str, names: Iterable[str]) -> str:
    """A sprite of `names` out of `sprite`, and all of `drawn`; raises IconMissing naming what is not there."""
    available = symbols(sprite)
    missing = [name for name in names if name not in available]
    if missing:
        raise IconMissing(f"not in the package's sprite: {', '.join(missing)}")
    kept = {name: available[name] for name in names} | symbols(drawn)
    body = "\n".join(f'<symbol id="{name}"{rest}</symbol>' for name, rest in sorted(kept.items()))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


def font_files(folder: Path) -> dict[str, Path]:
    """The typeface's files in the package, by the name they get in static/vendor/fonts/."""
    source = folder / "static" / "fonts" / "Titillium_Web"
    stem = "titillium-web-v10-latin-ext_latin"
    return {f"titillium-{weight}.woff2": source / f"{stem}-{name}.woff2" for weight, name in FONT_WEIGHTS.items()}


def fill_vendor(static: Path) -> list[Path]:
    """Write icons and typeface under `static`/vendor/; returns the files written. Safe to run again."""
    folder = package_folder()
    vendor = static / "vendor"
    (vendor / "fonts").mkdir(parents=True, exist_ok=True)
    sprite = (folder / "static" / "svg" / "sprites.svg").read_text("utf-8")
    icons = vendor / "icons.svg"
    icons.write_text(cut(sprite, (static / "img" / "icons.svg").read_text("utf-8"), FROM_PACKAGE), "utf-8")
    written = [icons]
    for name, source in font_files(folder).items():
        target = vendor / "fonts" / name
        target.write_bytes(source.read_bytes())
        written.append(target)
    return written
