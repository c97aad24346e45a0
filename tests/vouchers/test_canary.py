"""No free text of anybody makes a document fetch, read or attach anything (acceptance point 36)."""

import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from catalog.orders import documents
from catalog.orders.models import Order, Voucher
from catalog.orders.vouchers import ShownVoucher
from tenants import isolation
from tests.conftest import inside
from tests.orders.stage import Stage

SECRET = "kanarienvogel"
MARKUP = (
    '"><img src="{url}"><link rel=attachment href="{url}"><link rel=stylesheet href="{url}">'
    '<style>@import "{url}"; * {{ background: url({url}) }}</style><object data="{url}"></object>'
    '<svg><image href="{url}"/></svg><a rel=attachment href="{url}">x</a>&{{{{ 7|add:7 }}}}'
)


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback that must stay alone."""
    seen: list[str] = []

    class Canary(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/canary", seen
    server.shutdown()
    thread.join()
    server.server_close()


def poison(stage: Stage, order: Order, text: str) -> None:
    """Write `text` in every field that a person can fill and a voucher shows."""
    snapshot: dict[str, Any] = order.snapshot
    for key in ("title", "type_label", "town", "address", "unit"):
        snapshot[key] = text
    snapshot["provider"] = dict.fromkeys(snapshot["provider"], text)
    snapshot["slot"] |= {"hours": text, "place": text}
    Order.objects.filter(pk=order.pk).update(snapshot=snapshot, beneficiary_name=text[:161])
    organization = isolation.current()
    for field in ("name", "legal_name", "subtitle", "help_phone", "help_hours", "vat_number"):
        setattr(organization, field, text)


def packed(content: bytes) -> bytes:
    """Everything in a PDF, unpacked."""
    reader = PdfReader(io.BytesIO(content))
    assert not reader.attachments
    parts = [reader.get_object(number) for number in range(1, len(reader.xref[0]))]
    return b"".join(part.get_data() for part in parts if isinstance(part, StreamObject))


@pytest.mark.parametrize("kind", ["server", "file"])
def test_free_text_stays_text(
    stage: Stage, voucher: Voucher, visits: tuple[str, list[str]], tmp_path: Path, kind: str
) -> None:
    secret = tmp_path / "canary.txt"
    secret.write_text(SECRET)
    url = visits[0] if kind == "server" else secret.as_uri()
    with inside(stage.issuer):
        poison(stage, voucher.order, MARKUP.format(url=url))
        content = documents.rendered(ShownVoucher(Voucher.objects.get(pk=voucher.pk)))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "<img" in text and "{{ 7|add:7 }}" in "".join(text.split("\n"))
    assert visits[1] == [] and SECRET.encode() not in packed(content)
