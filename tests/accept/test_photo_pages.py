"""A photo is another way to type the code: the same two steps, the same limits; nothing of it stays."""

import html
import logging
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from catalog.orders import photos
from tenants.identity.models import Role
from tenants.models import Organization, Throttle
from tests import make
from tests.accept import pictures
from tests.accept.desk import CONFIRM, START, balances, page
from tests.accept.pictures import saved, scene
from tests.accept.test_guesses import wrong
from tests.conftest import browse, inside
from tests.orders.stage import Stage

PHOTO = "/fornitore/buoni/foto/"
SIZE = (640, 480)


def of(*texts: str) -> bytes:
    """A small photo of some codes."""
    return saved(scene(*texts, width=200, size=SIZE))


def send(client: Client, content: bytes, name: str = "foto.jpg", kind: str = "image/jpeg") -> str:
    """Send a photo; the words of the answer."""
    answer = client.post(PHOTO, {"photo": SimpleUploadedFile(name, content, kind)})
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.content.decode())


def test_a_photo_leads_to_the_same_second_step(stage: Stage, desk: Client, code: str) -> None:
    shown = send(desk, of(code))
    assert "Leo Bianchi" in shown and f'name="code" value="{code}"' in shown
    assert balances(stage)["held"] == 140
    page(desk, CONFIRM, code=code)
    assert balances(stage)["owed"] == 140
    assert 'class="notice success"' in send(desk, of(code))


def test_a_voucher_that_is_not_ours_stands_in_the_field(desk: Client) -> None:
    shown = send(desk, of(wrong(7)))
    assert f'value="{wrong(7)}"' in shown and "error-summary" in shown


def test_photos_and_typed_codes_are_guesses_alike(desk: Client, code: str) -> None:
    for number in range(5):
        send(desk, of(wrong(number)))
        page(desk, START, code=wrong(number))
    assert desk.post(PHOTO, {"photo": SimpleUploadedFile("a.jpg", of(code))}).status_code == 429
    assert desk.post(START, {"code": code}).status_code == 429


def test_photos_without_a_code_are_no_guesses(desk: Client, code: str) -> None:
    for _ in range(12):
        send(desk, of())
    assert not Throttle.objects.filter(purpose__startswith="voucher-code").exists()
    assert "Leo Bianchi" in send(desk, of(code))


def test_photos_are_limited_too(desk: Client) -> None:
    statuses = [desk.post(PHOTO).status_code for _ in range(61)]
    assert set(statuses[:60]) == {200} and statuses[60] == 429


BATTERY: dict[str, tuple[str, bytes]] = {
    "nothing": ("foto.jpg", b""),
    "text": ("foto.jpg", b"7K2M 9QPX 4T8W 3ZA0"),
    "SVG": ("foto.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "GIF and script": ("foto.gif", saved(Image.new("RGB", (9, 9)), "GIF") + b"*/=1;alert(1)//"),
    "PNG and page": ("foto.png", saved(Image.new("RGB", (9, 9)), "PNG") + b"<script>alert(1)</script>"),
    "half a JPEG": ("foto.jpg", of(wrong(1))[:2000]),
    "a bomb": ("foto.png", pictures.png_that_says(50_000, 50_000)),
    "HEIC": ("IMG_0001.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 500),
    "no code": ("foto.jpg", of()),
    "two codes": ("foto.jpg", of(wrong(1), wrong(2))),
    "a PDF": ("buono.pdf", b"%PDF-1.7\n"),
    "a zip": ("foto.jpg", b"PK\x03\x04" + b"\0" * 300),
}


@pytest.mark.parametrize("kind", BATTERY)
def test_what_is_no_photo_of_a_voucher_is_told_and_changes_nothing(stage: Stage, desk: Client, kind: str) -> None:
    before = stage.traces()
    shown = send(desk, BATTERY[kind][1], BATTERY[kind][0])
    assert "error-summary" in shown and "field-error" in shown and 'name="code"' in shown
    assert "alert(1)" not in shown and BATTERY[kind][0] not in shown
    assert stage.traces() == before


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\x.jpg", "a\0b.jpg", "\u202egpj.exe", "a" * 3000 + ".jpg", "con.jpg", "'.jpg", "…"]
)
def test_the_name_of_the_file_does_not_matter(desk: Client, code: str, name: str) -> None:
    assert "Leo Bianchi" in send(desk, of(code), name, "text/html")


def test_a_form_without_a_photo_says_so(desk: Client) -> None:
    for fields in ({}, {"photo": "not a file"}, {"code": wrong(1)}):
        answer = desk.post(PHOTO, fields)
        assert answer.status_code == 200 and "field-error" in answer.content.decode()


@pytest.mark.parametrize("megabytes", [3, 13, 60])
def test_what_is_too_large_is_said_and_not_kept(
    desk: Client, megabytes: int, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three are no photo but small enough to be looked at."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    most = 0
    looked = photos.code_in

    def noting(photo: photos.Readable) -> str:
        nonlocal most
        most = max(file.stat().st_size for file in tmp_path.iterdir())
        return looked(photo)

    monkeypatch.setattr(photos, "code_in", noting)
    shown = send(desk, b"\0" * (megabytes * 1024 * 1024))
    assert ("12 MB" in shown) is (megabytes > 12)
    assert most == (megabytes * 1024 * 1024 if megabytes <= 12 else 0)
    assert list(tmp_path.iterdir()) == []


def test_no_more_of_a_request_than_the_limit_reaches_the_disk(
    desk: Client, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR, settings.UPLOAD_MOST_BYTES = str(tmp_path), 4 * 1024 * 1024
    sizes: list[int] = []
    monkeypatch.setattr(photos, "code_in", lambda photo: sizes.extend(f.stat().st_size for f in tmp_path.iterdir()))
    files = {name: SimpleUploadedFile("a.jpg", b"\0" * 3 * 1024 * 1024) for name in ("other", "photo", "third")}
    desk.post(PHOTO, files)
    assert sum(sizes) == settings.UPLOAD_MOST_BYTES


def test_neither_photo_nor_code_is_logged(desk: Client, code: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        send(desk, of(code), "leo.jpg")
        send(desk, of(code)[:2000], "leo.jpg")
    said = " ".join(entry.getMessage() for entry in caplog.records if entry.name != "django.db.backends")
    assert code not in said and "leo.jpg" not in said


@pytest.mark.parametrize("role", [Role.MEMBER, Role.HR, Role.OFFICE])
def test_other_roles_may_not(stage: Stage, code: str, role: str) -> None:
    with inside(stage.supplier):
        other = make.user("Dario", role)
    assert browse(stage.supplier, other).post(PHOTO, {"photo": SimpleUploadedFile("a", of(code))}).status_code == 403


def test_another_provider_learns_nothing(rete: Organization, stage: Stage, code: str) -> None:
    with inside(rete):
        stranger = browse(rete, make.user("Carlo", Role.PROVIDER_MANAGER))
    ours, none = (send(stranger, of(text)).replace(text, "") for text in (code, wrong(3)))
    assert "Leo" not in ours and ("error-summary" in ours, len(ours)) == ("error-summary" in none, len(none))


def test_whoever_changes_the_language_comes_back_to_the_page(desk: Client) -> None:
    assert desk.get(PHOTO).headers["Location"] == START


def test_the_camera_is_open_to_the_one_page_that_uses_it(desk: Client, code: str) -> None:
    allowed = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
    answers = [desk.get(START), desk.post(START, {"code": "?"}), desk.post(PHOTO), desk.post(CONFIRM, {"code": code})]
    assert {answer.headers["Permissions-Policy"] for answer in answers} == {allowed}
    assert desk.get("/fornitore/").headers["Permissions-Policy"].startswith("camera=(),")
    assert desk.post(START, {"code": wrong(1)}).headers["Content-Security-Policy"] == desk.get("/").headers.get(
        "Content-Security-Policy"
    )
