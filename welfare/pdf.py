"""PDFs: the one door to WeasyPrint, which may fetch nothing but our own fonts and styles.

WeasyPrint needs libraries of the system. It is imported inside `engine`, the one listed exception to
imports at the top: without pango the import raises, and the web must still run.
"""

import ctypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.template.loader import get_template
from django.utils import translation
from PIL import ImageFile

SCHEME = "static:"
STYLES = "css/pdf.css"
LEAFLET = "css/leaflet.css"
# All that a document may load: nothing that a person wrote can name anything else.
NAMED = {
    STYLES: "text/css",
    LEAFLET: "text/css",
    "vendor/fonts/titillium-400.woff2": "font/woff2",
    "vendor/fonts/titillium-600.woff2": "font/woff2",
    "vendor/fonts/titillium-700.woff2": "font/woff2",
}
# PDF/UA-1 (ISO 14289-1): tagged, with a title and a language, for screen readers.
VARIANT = "pdf/ua-1"
# One of the names of each library is enough (Linux, macOS, Windows).
NEEDED = {
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "pangoft2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
}
FAST = {"harfbuzz-subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")}
ADVICE = "Install pango with the system's packages (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)."


class CannotRender(RuntimeError):
    """PDFs cannot be made on this machine; the message names what is missing."""


class Refused(PermissionError):
    """A document asked for something that is not ours."""


@dataclass(frozen=True)
class Engine:
    """WeasyPrint with our fonts and styles, loaded once a process."""

    library: Any
    fetcher: Any
    fonts: Any
    styles: Any


def render(template: str, context: Mapping[str, Any], *, language: str, styles: str = "", sheet: str = "") -> bytes:
    """The PDF of a template, tagged and in `language`; the template says `<html lang>` and `<title>`.

    `styles` is CSS of ours (a brand's variables), never a person's text; `sheet` names another of our stylesheets.
    Raises CannotRender when libraries of the system are missing. Whatever the document links to is refused (`NAMED`).
    """
    content: bytes = laid_out(template, context, language, styles, sheet).write_pdf(pdf_variant=VARIANT)
    return content


def render_on_one_page(
    template: str, contexts: Iterable[Mapping[str, Any]], *, language: str, styles: str = "", sheet: str = ""
) -> tuple[bytes, Mapping[str, Any]]:
    """The PDF of the first of several contexts that fits on one page, and which; the last one when none does."""
    fitting, chosen = first_on_one_page(template, contexts, language=language, styles=styles, sheet=sheet)
    content: bytes = fitting.write_pdf(pdf_variant=VARIANT)
    return content, chosen


def first_on_one_page(
    template: str, contexts: Iterable[Mapping[str, Any]], *, language: str, styles: str = "", sheet: str = ""
) -> tuple[Any, Mapping[str, Any]]:
    """The first context that fits on one page, laid out; the last one when none does.

    Each of them is to need less room than the one before: after the first, half of what is left is ruled out each time.
    """
    tried = list(contexts)
    low, high, best = 0, len(tried) - 1, laid_out(template, tried[0], language, styles, sheet)
    if len(best.pages) == 1:
        return best, tried[0]
    low, chosen = 1, tried[high]
    best = None
    while low <= high:
        middle = (low + high) // 2
        document = laid_out(template, tried[middle], language, styles, sheet)
        if len(document.pages) == 1:
            best, chosen, high = document, tried[middle], middle - 1
        else:
            low = middle + 1
    return best or laid_out(template, chosen, language, styles, sheet), chosen


def laid_out(template: str, context: Mapping[str, Any], language: str, styles: str, sheet: str) -> Any:
    """A template's pages, not yet written: WeasyPrint's document."""
    with translation.override(language):
        page = get_template(template).render({**context, "language": language})
    loaded = engine()
    sheets = [loaded.styles] + ([named_sheet(sheet)] if sheet else []) + ([brand_sheet(styles)] if styles else [])
    document = loaded.library.HTML(string=page, url_fetcher=loaded.fetcher)
    return document.render(font_config=loaded.fonts, stylesheets=sheets)


@cache
def engine() -> Engine:
    """WeasyPrint with fonts and styles read; raises CannotRender where it cannot be loaded."""
    missing = missing_libraries()
    if missing:
        raise CannotRender(f"missing libraries: {', '.join(missing)}. {ADVICE}")
    import weasyprint  # noqa: PLC0415 - without pango the import raises and the web must still run
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc, unused-ignore]
        """Opens data: addresses and our named files; no network, no disk, no redirect."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """The content of an allowed address; raises Refused for every other."""
            if url.startswith("data:"):
                return super().fetch(url, headers)
            return URLFetcherResponse(url, own_file(url), {"Content-Type": NAMED[url.removeprefix(SCHEME)]})

    # It lets Pillow take pictures that are cut short, for the whole process; photos that people send are held to more.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    fetcher = OwnFilesOnly(allowed_protocols=("data",), allow_redirects=False)
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(url=SCHEME + STYLES, url_fetcher=fetcher, font_config=fonts)
    return Engine(weasyprint, fetcher, fonts, sheet)


@lru_cache(maxsize=256)
def brand_sheet(styles: str) -> Any:
    """A few variables parsed once; they name no address."""
    loaded = engine()
    return loaded.library.CSS(string=styles, url_fetcher=loaded.fetcher, font_config=loaded.fonts)


@cache
def named_sheet(name: str) -> Any:
    """One of our own stylesheets, parsed once a process; raises Refused for one that is not in `NAMED`."""
    loaded = engine()
    return loaded.library.CSS(url=SCHEME + name, url_fetcher=loaded.fetcher, font_config=loaded.fonts)


def own_file(url: str) -> bytes:
    """One of the files in `NAMED`, by its `static:` address; raises Refused."""
    name = url.removeprefix(SCHEME)
    if not url.startswith(SCHEME) or name not in NAMED:
        raise Refused("a document may load only its own fonts and styles")
    found = finders.find(name)
    if found is None:
        raise CannotRender(f"{name} is missing: run manage.py cut_icons")
    return Path(str(found)).read_bytes()


@cache
def missing_libraries() -> list[str]:
    """The system libraries without which no PDF can be made; empty when all are there."""
    return [name for name, files in NEEDED.items() if not opens(files)]


@cache
def slow_libraries() -> list[str]:
    """The libraries without which a PDF takes five times as long."""
    return [name for name, files in FAST.items() if not opens(files)]


def opens(files: tuple[str, ...]) -> bool:
    """Whether the system loads one of these files."""
    return any(opened(file) for file in files)


def opened(file: str) -> bool:
    """Whether the system finds and loads a library."""
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def check_libraries(**options: Any) -> list[CheckMessage]:
    """System check: what the making of vouchers and letters would miss; no error, the web must start without it."""
    missing, slow = missing_libraries(), slow_libraries()
    found: list[CheckMessage] = []
    if missing:
        found.append(
            CheckWarning(f"PDFs cannot be made: {', '.join(missing)} missing.", hint=ADVICE, id="welfare.W001")
        )
    if slow:
        found.append(CheckWarning(f"PDFs are slow: {', '.join(slow)} missing.", hint=ADVICE, id="welfare.W002"))
    return found
