"""A relative's certificate: sent sealed, queued without a name, counted once the office has seen it."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from catalog.orders.beneficiaries import beneficiary
from members import certificates, family
from members.certificates import CannotSend, Paper
from members.models import Certificate, Member, Relative
from tenants import reviews
from tenants.audit.models import Record
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from tenants.models import Organization, Review
from tests import make
from tests.conftest import browse, inside
from tests.members import papers
from tests.queries import counted
from welfare import clock, files

DAY = datetime.date(2026, 6, 10)
FILLED = {"issued_by": "INPS  Modena", "issued_on": "2026-03-01", "valid_until": "", "agrees": "on"}


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.pretend(DAY):
        yield


@pytest.fixture(autouse=True)
def private(tmp_path: Path, settings: Any) -> Path:
    settings.PRIVATE_FILES = tmp_path
    return tmp_path


@pytest.fixture
def olga(alfa: Organization, anna: Member) -> Relative:
    """Anna's mother, not yet 75."""
    with inside(alfa):
        return make.relative(anna, "Olga", kinship="parent", birth_date=datetime.date(1958, 1, 1))


@pytest.fixture
def browser(alfa: Organization, anna: Member) -> Client:
    return browse(alfa, anna.user)


def sent(of: Relative, content: bytes = papers.PDF, **fields: Any) -> Certificate:
    said: dict[str, Any] = {"issued_by": "INPS", "issued_on": datetime.date(2026, 3, 1), "valid_until": None} | fields
    return certificates.send(of, Paper(content=content, extension="pdf", **said), actor=SYSTEM)


def seen(of: Relative, **fields: Any) -> Certificate:
    certificate = sent(of, **fields)
    assert certificates.decide(certificate, is_accepted=True, actor=SYSTEM)
    return certificate


def stored(where: Path) -> list[bytes]:
    return [path.read_bytes() for path in where.rglob("*.sealed")]


def address(olga: Relative) -> str:
    return f"/famiglia/{olga.pk}/certificati/"


def test_it_is_sealed_on_disk_and_queued_without_a_name(
    alfa: Organization, olga: Relative, browser: Client, private: Path
) -> None:
    answer = browser.post(address(olga), FILLED | {"file": papers.upload()})
    assert answer.status_code == 302
    assert len(stored(private)) == 1
    assert b"PDF" not in stored(private)[0]
    with inside(alfa):
        kept = Certificate.objects.get()
        assert (kept.issued_by, kept.state, kept.extension) == ("INPS Modena", "sent", "pdf")
        assert certificates.document_of(kept) == papers.PDF
    row = Review.objects.values().get()
    assert row == {
        "id": kept.pk, "organization_id": alfa.pk, "kind": "certificate", "since": clock.now(), "state": "waiting",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"file": papers.upload(b"MZ not a document")}, "file"),
        ({"file": papers.upload(b"")}, "file"),
        ({"file": papers.upload(b"%PDF-1.4 cut off")}, "file"),
        ({"file": papers.upload(b"%PDF-1.4 /Encrypt %%EOF")}, "file"),
        ({"file": papers.upload(b"\0\0\0\x18ftypheic", "foto.jpg")}, "file"),
        ({"file": papers.upload(papers.picture("GIF"), "foto.png")}, "file"),
        ({}, "file"),
        ({"file": papers.upload(), "agrees": ""}, "agrees"),
        ({"file": papers.upload(), "issued_by": " "}, "issued_by"),
        ({"file": papers.upload(), "issued_on": "2026-06-11"}, "issued_on"),
        ({"file": papers.upload(), "issued_on": "1957-12-31"}, "issued_on"),
        ({"file": papers.upload(), "valid_until": "2026-02-28"}, "valid_until"),
        ({"file": papers.upload(), "valid_until": "2026-06-09"}, "valid_until"),
        ({"file": papers.upload(), "valid_until": "9999-12-31"}, "valid_until"),
    ],
)
def test_what_cannot_be_a_certificate_is_refused(
    alfa: Organization, olga: Relative, browser: Client, private: Path, fields: dict[str, Any], wrong: str
) -> None:
    answer = browser.post(address(olga), FILLED | fields)
    assert list(answer.context["form"].errors) == [wrong]
    assert stored(private) == []
    assert not Review.objects.exists()


@pytest.mark.parametrize("content", [papers.picture(), papers.picture("PNG")])
def test_a_photo_is_taken_for_what_it_is(alfa: Organization, olga: Relative, browser: Client, content: bytes) -> None:
    browser.post(address(olga), FILLED | {"file": papers.upload(content)})
    with inside(alfa):
        pk = Certificate.objects.get().pk
    page = browser.get(f"{address(olga)}{pk}/documento/")
    assert page.content == content
    assert page["Content-Type"] in ("image/jpeg", "image/png")
    assert page["Content-Security-Policy"].startswith("sandbox")


def test_a_file_over_ten_megabytes_is_refused(olga: Relative, browser: Client) -> None:
    answer = browser.post(address(olga), FILLED | {"file": papers.upload(papers.PDF + b"0" * 10 * 1024 * 1024)})
    assert list(answer.context["form"].errors) == ["file"]


def test_the_same_twice_is_one_and_another_waits_its_turn(alfa: Organization, olga: Relative) -> None:
    with inside(alfa):
        assert sent(olga).pk == sent(olga).pk
        with pytest.raises(CannotSend):
            sent(olga, papers.PDF + b" ")
        assert Certificate.objects.count() == Review.objects.count() == 1


def test_it_counts_once_seen_in_law_too(alfa: Organization, olga: Relative) -> None:
    with inside(alfa):
        certificate = sent(olga)
        assert not certificates.is_certified(olga, 2026)
        certificates.decide(certificate, is_accepted=True, actor=SYSTEM)
        assert certificates.is_certified(olga, 2026)
        facts: Any = beneficiary(olga, 2026)
        assert facts.medical_certificate
        assert [m.kind for m in Message.objects.all()] == ["certificate_seen"]


@pytest.mark.parametrize(
    ("issued_on", "valid_until", "years"),
    [
        ((2025, 12, 31), None, [2025, 2026, 2027]),
        ((2026, 1, 1), None, [2026, 2027]),
        ((2025, 1, 1), (2026, 12, 31), [2025, 2026]),
        ((2025, 1, 1), (2026, 6, 9), [2025]),
        ((2025, 1, 1), (2026, 6, 10), [2025, 2026]),
    ],
)
def test_it_holds_today_or_at_the_end_of_another_year(
    alfa: Organization, olga: Relative, issued_on: Any, valid_until: Any, years: list[int]
) -> None:
    last = datetime.date(*valid_until) if valid_until else None
    with inside(alfa):
        seen(olga, issued_on=datetime.date(*issued_on), valid_until=last)
        assert [year for year in (2024, 2025, 2026, 2027) if certificates.is_certified(olga, year)] == years
        assert [year for year in (2024, 2025, 2026, 2027) if certificates.certified([olga], year)] == years


def test_many_are_read_with_one_query(alfa: Organization, anna: Member, olga: Relative) -> None:
    with inside(alfa):
        seen(olga)
        others = [make.relative(anna, f"Leo{number}") for number in range(29)]
        with counted() as of_a_list:
            assert certificates.certified([olga, *others], 2026) == {olga.pk}
        with counted() as of_a_queryset:
            family_of_anna = certificates.reading(Relative.objects.all(), 2026)
            assert [r.given_name for r in family_of_anna if certificates.is_certified(r, 2026)] == ["Olga"]
    assert [len(of_a_list), len(of_a_queryset)] == [1, 1]


def test_one_that_is_declined_is_erased_and_told_with_its_reason(
    alfa: Organization, olga: Relative, browser: Client, private: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with inside(alfa):
        certificate = sent(olga)
        with django_capture_on_commit_callbacks(execute=True):
            certificates.decide(certificate, is_accepted=False, reason="Manca la pagina 2", actor=SYSTEM)
        assert not certificates.decide(certificate, is_accepted=True, actor=SYSTEM)
        assert not certificates.is_certified(olga, 2026)
        assert [m.kind for m in Message.objects.all()] == ["certificate_declined"]
    assert stored(private) == []
    assert "Manca la pagina 2" in browser.get(address(olga)).content.decode()


@pytest.mark.parametrize(("is_seen", "left"), [(False, 0), (True, 1)])
def test_one_that_is_withdrawn_counts_no_more(
    alfa: Organization, olga: Relative, browser: Client, private: Path, django_capture_on_commit_callbacks: Any,
    is_seen: bool, left: int,
) -> None:  # fmt: skip
    with inside(alfa):
        certificate = seen(olga) if is_seen else sent(olga)
    withdraw = f"{address(olga)}{certificate.pk}/ritira/"
    assert browser.get(withdraw).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(withdraw).status_code == 302
    assert browser.get(withdraw).status_code == 404
    with inside(alfa):
        assert not certificates.is_certified(olga, 2026)
        assert Certificate.objects.get().state == "withdrawn"
        acts = Record.objects.filter(action="certificate_withdrawn").count()
    assert (len(stored(private)), acts, reviews.waiting("certificate").count()) == (left, 1, 0)


def test_what_is_withdrawn_cannot_be_decided(alfa: Organization, olga: Relative) -> None:
    with inside(alfa):
        certificate = sent(olga)
        assert certificates.withdraw(certificate, actor=SYSTEM)
        assert not certificates.decide(certificate, is_accepted=True, actor=SYSTEM)
        assert not Message.objects.exists()


def test_who_leaves_the_family_takes_the_documents_along(
    alfa: Organization, olga: Relative, private: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with inside(alfa), django_capture_on_commit_callbacks(execute=True):
        seen(olga)
        sent(olga, papers.PDF + b" ")
        assert family.remove_relative(olga, actor=SYSTEM)
        assert not Certificate.objects.exists()
    assert stored(private) == []
    assert not reviews.waiting("certificate").exists()


def test_a_document_is_erased_when_tax_cannot_be_asked_for_any_more(
    alfa: Organization, olga: Relative, private: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with inside(alfa):
        seen(olga, valid_until=datetime.date(2026, 12, 31))
        with clock.pretend(datetime.date(2032, 12, 31)):
            assert certificates.erase_due() == 0
        with clock.pretend(datetime.date(2033, 1, 1)), django_capture_on_commit_callbacks(execute=True):
            assert certificates.erase_due() == 1
            assert certificates.erase_due() == 0
    assert stored(private) == []


def test_another_member_s_is_as_absent_as_none(alfa: Organization, olga: Relative) -> None:
    with inside(alfa):
        pk = sent(olga).pk
        bruno = browse(alfa, make.member("Bruno", "member", "hr").user)
    for path in (address(olga), f"{address(olga)}{pk}/ritira/", f"{address(olga)}{pk}/documento/"):
        assert bruno.get(path).status_code == 404
        assert bruno.post(path).status_code in (404, 405)


def test_a_file_without_a_row_is_not_left_behind(
    alfa: Organization, olga: Relative, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_fields: Any) -> None:
        raise RuntimeError

    with inside(alfa):
        monkeypatch.setattr(Certificate.objects, "create", refused)
        with pytest.raises(RuntimeError):
            sent(olga)
    assert stored(private) == []
    assert files.folder_of(alfa.key).is_relative_to(private)
