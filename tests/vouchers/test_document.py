"""The voucher's document: what it says, for whom, and what user text cannot make it do."""

import hashlib
import io
from typing import Any

import pytest
from pypdf import PdfReader

from catalog.orders import documents
from catalog.orders.models import Order, Voucher
from catalog.orders.vouchers import ShownVoucher
from tests.conftest import inside
from tests.orders.stage import Stage
from welfare import files


def made(stage: Stage, voucher: Voucher) -> Voucher:
    """The voucher after its document was made."""
    with inside(stage.issuer):
        assert documents.make_document(voucher.pk)
        return Voucher.objects.select_related("order").get(pk=voucher.pk)


def reader_of(stage: Stage, voucher: Voucher) -> PdfReader:
    """The stored PDF."""
    with inside(stage.issuer):
        content = documents.read_document(voucher)
    assert content is not None
    return PdfReader(io.BytesIO(content))


def text_of(reader: PdfReader) -> str:
    """All words of a PDF, on one line."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_is_kept_privately_with_its_hash(stage: Stage, voucher: Voucher) -> None:
    kept = made(stage, voucher)
    content = files.read(stage.issuer.key, kept.file_name)
    assert content.startswith(b"%PDF-") and kept.sha256 == hashlib.sha256(content).hexdigest()
    assert (kept.document, kept.attempts, bool(kept.rendered_at)) == ("ready", 1, True)


def test_it_names_person_service_dates_value_and_law_on_one_page(stage: Stage, voucher: Voucher) -> None:
    reader = reader_of(stage, made(stage, voucher))
    text = text_of(reader)
    with inside(stage.issuer):
        shown = ShownVoucher(voucher)
        code = shown.code
    grouped = f"{code[:4]} {code[4:8]} {code[8:12]} {code[12:]}"
    for words in ("Leo Bianchi", "Estate al Mulino", "140,00", "Primavera", grouped, "51", "25", "2016", "633/1972"):
        assert words in text, words
    assert len(reader.pages) == 1


def test_it_says_nothing_that_the_provider_may_not_know(stage: Stage, voucher: Voucher) -> None:
    text = text_of(reader_of(stage, made(stage, voucher)))
    for words in ("Anna", "Contratto", "Piano", "842", "702", str(stage.anna.number)):
        assert words not in text, words


def test_it_is_tagged_and_in_the_language_of_the_person(stage: Stage, voucher: Voucher) -> None:
    with inside(stage.issuer):
        stage.anna.user.language = "en"
        stage.anna.user.save()
    reader = reader_of(stage, made(stage, voucher))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en" and root["/MarkInfo"]["/Marked"]
    assert "Valid until" in text_of(reader)


def test_a_multi_purpose_voucher_says_so(stage: Stage, voucher: Voucher) -> None:
    with inside(stage.issuer):
        stage.anna.user.language = "en"
        stage.anna.user.save()
        order = voucher.order
        order.snapshot["is_single_purpose"] = False
        order.save()
    text = text_of(reader_of(stage, made(stage, voucher)))
    assert "Multi-purpose voucher" in text and "6-quater" in text and "Single-purpose" not in text


def test_a_changed_document_is_not_given_out(stage: Stage, voucher: Voucher) -> None:
    kept = made(stage, voucher)
    path = files.path_of(stage.issuer.key, kept.file_name)
    path.write_bytes(path.read_bytes() + b" ")
    with inside(stage.issuer):
        assert documents.read_document(kept) is None
        path.unlink()
        assert documents.read_document(kept) is None


@pytest.mark.parametrize("state", ["cancelled", "expired"])
def test_an_order_that_ended_first_gets_no_document_and_no_mail(stage: Stage, voucher: Voucher, state: str) -> None:
    with inside(stage.issuer):
        Order.objects.update(state=state)
    kept = made(stage, voucher)
    assert (kept.document, kept.file_name) == ("ready", "")
    assert stage.traces()["messages"] == 0
