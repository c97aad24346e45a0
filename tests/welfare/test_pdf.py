"""The one door to PDFs: it loads our own fonts and styles, and nothing else."""

import http.server
import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from pypdf import PdfReader
from pypdf.generic import StreamObject

from welfare import pdf
from welfare.icons import fill_vendor

Rendered = Callable[..., PdfReader]


class Sheet:
    """Stands for a template found by name."""

    def __init__(self, source: str) -> None:
        self.template = engines["django"].from_string(source)

    def render(self, context: dict[str, object]) -> str:
        """The page."""
        return str(self.template.render(context))


@pytest.fixture(scope="module", autouse=True)
def fonts(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The typeface that set-up cuts out."""
    static = Path("static")
    if not (static / "vendor" / "fonts" / "titillium-400.woff2").exists():
        fill_vendor(static)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Rendered:
    """Render a page given as text."""

    def work(body: str, language: str = "it") -> PdfReader:
        source = f'<!doctype html><html lang="{{{{ language }}}}"><title>T</title><body>{body}</body></html>'
        monkeypatch.setattr(pdf, "get_template", lambda name: Sheet(source))
        return PdfReader(io.BytesIO(pdf.render("any.html", {}, language=language)))

    return work


class Visits(http.server.BaseHTTPRequestHandler):
    """Counts who comes."""

    paths: list[str] = []

    def do_GET(self) -> None:
        """Remember the path."""
        self.paths.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server that must not be visited, and the list of visits."""
    Visits.paths.clear()
    server = http.server.HTTPServer(("127.0.0.1", 0), Visits)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", Visits.paths
    server.shutdown()
    thread.join()
    server.server_close()


WAYS_OUT = (
    '<img src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">x</a>',
    '<style>@import url("{url}"); @font-face {{ font-family: x; src: url("{url}") }} p {{ font-family: x }}</style>x',
    '<div style="background: url({url})">x</div>',
    '<object data="{url}"></object><embed src="{url}">',
    '<svg><image href="{url}" width="9" height="9"/><use href="{url}#a"/></svg>',
)


@pytest.mark.parametrize("way", WAYS_OUT)
def test_no_address_of_the_network_is_fetched(rendered: Rendered, canary: tuple[str, list[str]], way: str) -> None:
    url, visits = canary
    assert rendered(way.format(url=url)).pages
    assert visits == []


@pytest.mark.parametrize("way", WAYS_OUT)
def test_no_file_of_the_disk_gets_into_a_document(rendered: Rendered, tmp_path: Path, way: str) -> None:
    secret = tmp_path / "canary.txt"
    secret.write_text("kanarienvogel")
    reader = rendered(way.format(url=secret.as_uri()))
    assert not reader.attachments
    assert b"kanarienvogel" not in whole(reader)


def whole(reader: PdfReader) -> bytes:
    """Everything a PDF holds, unpacked."""
    parts = [reader.get_object(number) for number in range(1, len(reader.xref[0]))]
    return b"".join(part.get_data() for part in parts if isinstance(part, StreamObject))


def test_our_own_files_are_the_only_ones_that_open() -> None:
    assert b"@page" in pdf.own_file("static:css/pdf.css")
    for address in ("static:css/tokens.css", "static:../welfare/settings.py", "file:///etc/passwd", "css/pdf.css"):
        with pytest.raises(pdf.Refused):
            pdf.own_file(address)


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_document_is_tagged_titled_and_says_its_language(rendered: Rendered, language: str) -> None:
    reader = rendered("<h1>Buono</h1><p>Perche' no</p>", language)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None and reader.metadata.title == "T"
    assert "Buono" in reader.pages[0].extract_text()


def test_the_typeface_is_embedded(rendered: Rendered) -> None:
    reader = rendered("<p>Aiuto</p>")
    page: Any = reader.pages[0]
    fonts = page["/Resources"]["/Font"].values()
    assert all("Titillium" in font.get_object()["/BaseFont"] for font in fonts)


def test_a_machine_without_pango_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "NEEDED", {"pango": ("libnowhere.so",)})
    pdf.engine.cache_clear()
    pdf.missing_libraries.cache_clear()
    try:
        assert pdf.missing_libraries() == ["pango"]
        with pytest.raises(pdf.CannotRender, match=r"pango.*Install"):
            pdf.engine()
        assert "welfare.W001" in {found.id for found in pdf.check_libraries()}
    finally:
        pdf.engine.cache_clear()
        pdf.missing_libraries.cache_clear()
