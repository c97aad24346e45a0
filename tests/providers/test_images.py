"""Photos of services: made anew, described, shown to everybody, gone when nothing shows them."""

import datetime
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.utils import translation
from PIL import Image, PngImagePlugin
from pytest_django import Settings

from providers import images, revisions
from providers.models import Offer, OfferImage, OfferRevision, Provider
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.providers.pages import LIST, browser, page, seen, sent
from welfare import clock, pictures


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where pictures lie during a test."""
    settings.PUBLIC_PICTURES = tmp_path
    return tmp_path


def picture(size: tuple[int, int] = (1600, 900), form: str = "JPEG", colour: Any = "teal", **saved: Any) -> bytes:
    """A photo as a phone would send it."""
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, form, **saved)
    return target.getvalue()


def remade(content: bytes) -> pictures.Remade:
    """A whole file made anew."""
    return pictures.remade(content, len(content))


def with_secrets() -> bytes:
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Telefono di Anna", 6
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif, comment=b"via del Mulino 3")


def test_nothing_but_pixels_is_left_and_they_stand_upright() -> None:
    made = remade(with_secrets())
    for content, width in ((made.small, 480), (made.large, 900)):
        shown = Image.open(BytesIO(content))
        assert (shown.format, shown.width, shown.mode) == ("WEBP", width, "RGB")
        assert not shown.getexif()
        assert not set(shown.info) & {"exif", "icc_profile", "xmp", "comment"}
        assert b"Telefono" not in content
    assert (made.width, made.height) == (900, 1600)


def animated() -> bytes:
    frames = [Image.new("RGB", (600, 400), colour) for colour in ("red", "blue", "green")]
    target = BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    return target.getvalue()


def test_of_a_moving_picture_the_first_is_kept() -> None:
    shown = Image.open(BytesIO(remade(animated()).large))
    assert getattr(shown, "n_frames", 1) == 1
    red, _green, blue = shown.convert("RGB").getpixel((10, 10))  # type: ignore[misc]
    assert red > 200 > blue


def bomb() -> bytes:
    """A few kilobytes that unfold to hundreds of millions of pixels."""
    target = BytesIO()
    Image.new("1", (20_000, 20_000)).save(target, "PNG", optimize=True)
    return target.getvalue()


def test_a_large_photo_of_a_phone_is_scaled() -> None:
    made = remade(picture((8000, 6000), quality=30))
    assert (made.width, made.height) == (1280, 960)


def chunk_bomb() -> bytes:
    """A PNG whose text unfolds to more than a decoder should hold."""
    info = PngImagePlugin.PngInfo()
    info.add_text("x", "0" * 80_000_000, zip=True)
    return picture((400, 300), "PNG", pnginfo=info)


@pytest.mark.parametrize(
    "content",
    [
        lambda: b"", lambda: b"%PDF-1.7 no picture", lambda: b"<svg onload='x'></svg>", lambda: b"GIF89a",
        lambda: picture()[:900], bomb, chunk_bomb, lambda: picture((50, 50)), lambda: b"\0\0\0\x18ftypheic" + b"0" * 90,
        lambda: picture(form="TIFF"), lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    ],
)  # fmt: skip
def test_what_is_no_photo_is_refused_in_words(content: Callable[[], bytes]) -> None:
    with pytest.raises(pictures.NotAPicture) as refused:
        remade(content())
    assert str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: b"%PDF-1.7 no picture", "non è una foto"), (lambda: b"<svg onload='x'></svg>", "non è una foto"),
        (lambda: picture((50, 50)), "troppo piccola"), (bomb, "troppi pixel"), (lambda: picture()[:900], "rovinata"),
    ],
)  # fmt: skip
def test_each_is_told_what_is_the_matter_with_it(content: Callable[[], bytes], said: str) -> None:
    with pytest.raises(pictures.NotAPicture) as refused, translation.override("it"):
        remade(content())
    assert said in str(refused.value)


@pytest.fixture
def provider(alfa: Organization) -> Provider:
    """Alfa is a provider."""
    return make.provider(alfa)


@pytest.fixture
def manager(alfa: Organization, provider: Provider) -> Client:
    """Its manager's browser."""
    assert provider.organization == alfa
    return browser(alfa)


def add(client: Client, offer: Offer, content: bytes, alt: str = "Un prato") -> Any:
    """Send a photo with its words."""
    photo = SimpleUploadedFile("foto.jpg", content, content_type="image/jpeg")
    return client.post(f"{LIST}{offer.pk}/foto/", {"photo": photo, "alt": alt})


def test_a_photo_is_seen_by_anybody_once_it_is_published(
    manager: Client, alfa: Organization, beta: Organization, provider: Provider, folder: Path
) -> None:
    offer = seen(provider)
    assert add(manager, offer, picture()).status_code == 302
    assert Offer.objects.get(pk=offer.pk).images == []
    assert sent(manager, offer) == f"{LIST}{offer.pk}/"
    (shown,) = images.images_of([Offer.objects.get(pk=offer.pk)])[offer.pk]
    assert (shown.alt, shown.width, shown.height) == ("Un prato", 1280, 720)
    for where in (alfa, beta):
        answer = browse(where).get(shown.large)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert not answer.cookies
    assert browse(alfa).get(f"/immagini/{'0' * 64}.webp").status_code == 404
    assert len(list(folder.rglob("*.webp"))) == 2


def test_at_most_five_and_the_same_once(manager: Client, provider: Provider) -> None:
    offer = seen(provider)
    for number in (0, 0, 1, 2, 3, 4):
        add(manager, offer, picture(colour=(number * 40, 90, 90)))
    assert len(OfferRevision.objects.get().images) == 5
    refused = add(manager, offer, picture(colour="red"))
    assert "photo" in refused.context["form"].errors
    assert OfferImage.objects.count() == 5


def test_bad_photos_change_nothing_and_say_why(manager: Client, provider: Provider) -> None:
    offer = seen(provider)
    for content, alt in ((b"no", "Un prato"), (picture(), ""), (picture(), "x" * 151)):
        assert add(manager, offer, content, alt).context["form"].errors
    assert not OfferImage.objects.exists()
    assert not OfferRevision.objects.exists()


def test_words_order_and_taking_away(manager: Client, provider: Provider) -> None:
    offer = seen(provider)
    add(manager, offer, picture(), "Uno")
    add(manager, offer, picture(colour="red"), "Due")
    first, second = (each["image"] for each in OfferRevision.objects.get().images)
    address = f"{LIST}{offer.pk}/foto/"
    manager.post(address, {"prima": second, f"alt-{second}": "Il secondo", "alt-altro": "x"})
    assert [each["alt"] for each in OfferRevision.objects.get().images] == ["Il secondo", "Uno"]
    manager.post(address, {"salva": "1", f"alt-{first}": ""})
    assert sent(manager, offer) == address
    manager.post(address, {"togli": first})
    assert sent(manager, offer) == f"{LIST}{offer.pk}/"
    assert "Il secondo" in page(manager, f"{LIST}{offer.pk}/foto/")


def test_what_nothing_shows_goes_with_its_files(manager: Client, provider: Provider, folder: Path) -> None:
    """A photo that two offers show stays until the last of them gives it up."""
    offer, other = seen(provider), seen(provider, title="Altro")
    for each in (offer, other):
        add(manager, each, picture())
        sent(manager, each)
    for left, each in ((2, offer), (0, other)):
        (photo,) = Offer.objects.get(pk=each.pk).images
        manager.post(f"{LIST}{each.pk}/foto/", {"togli": photo["image"]})
        sent(manager, each)
        OfferImage.objects.update(added_at=clock.now() - datetime.timedelta(days=2))
        erase_and_commit()
        assert len(list(folder.rglob("*.webp"))) == left
    assert not OfferImage.objects.exists()
    assert OfferRevision.objects.filter(state=OfferRevision.State.PUBLISHED, fields__images__0__alt="Un prato").exists()


def erase_and_commit() -> None:
    """The nightly work, with what it does once it is written."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        images.erase_unused()


def test_a_photo_of_another_service_cannot_be_slipped_in(alfa: Organization, provider: Provider) -> None:
    offer, other = seen(provider), seen(provider, title="Altro")
    with inside(alfa):
        foreign = images.add(other, remade(picture()), "Altrove", actor=SYSTEM)
        revision = images.writable(offer, SYSTEM)
        revision.images = [{"image": str(foreign.pk), "alt": "Rubata"}]
        assert revisions.images_of(revision) == []
