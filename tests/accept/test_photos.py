"""Reading a voucher's code out of a photo: what phones send is read, what is no voucher is not."""

import contextlib
import io
import os
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from catalog.orders import photos
from catalog.orders.photos import Problem, Unreadable, code_in
from tests.accept import pictures
from tests.accept.pictures import askew, blurred, dim, noisy, saved, scene, shaded

CODE, OTHER = "7K2M9QPX4T8W3ZA0", "0123456789ABCDEF"


def read(content: bytes) -> str:
    return code_in(io.BytesIO(content))


def problem(content: bytes) -> Problem:
    """Why a file gives no code."""
    with pytest.raises(Unreadable) as refusal:
        read(content)
    return refusal.value.problem


@pytest.mark.parametrize("angle", [0, 3, 17, 45, 90, 133, 180, 271])
def test_however_the_voucher_lies(angle: float) -> None:
    assert read(saved(scene(CODE, angle=angle))) == CODE


@pytest.mark.parametrize("width", [200, 300, 600, 1500, 2600])
def test_from_afar_and_from_near(width: int) -> None:
    assert read(saved(scene(CODE, width=width, angle=8, size=pictures.PHONE))) == CODE


@pytest.mark.parametrize("orientation", range(1, 9))
def test_however_the_phone_was_held(orientation: int) -> None:
    """Mirrored ones among them."""
    photo = scene(CODE, angle=5)
    turned = {2: Image.Transpose.FLIP_LEFT_RIGHT, 4: Image.Transpose.FLIP_TOP_BOTTOM, 6: Image.Transpose.ROTATE_90}
    stored = photo.transpose(turned[orientation]) if orientation in turned else photo
    assert read(saved(stored, exif=pictures.marked_as_turned(orientation))) == CODE


BAD_PHOTOS = {
    "blurred": lambda: blurred(scene(CODE), 4),
    "grainy": lambda: noisy(scene(CODE, angle=11), 120),
    "dim": lambda: dim(scene(CODE), 0.08),
    "shaded": lambda: shaded(scene(CODE, angle=20)),
    "from the side": lambda: askew(scene(CODE, angle=9)),
    "all at once": lambda: blurred(noisy(shaded(askew(scene(CODE, angle=-14))), 60), 2),
}


@pytest.mark.parametrize("kind", BAD_PHOTOS)
def test_bad_photos(kind: str) -> None:
    assert read(saved(BAD_PHOTOS[kind](), quality=70)) == CODE


@pytest.mark.parametrize("quality", [5, 20, 50, 95])
def test_squeezed_jpegs(quality: int) -> None:
    assert read(saved(scene(CODE, width=300, angle=7), quality=quality)) == CODE


SMALL = scene(CODE, width=200, size=(600, 450))


@pytest.mark.parametrize(
    ("kind", "picture", "options"),
    [
        ("JPEG", SMALL, {"progressive": True}),
        ("JPEG", SMALL.convert("L"), {}),
        ("JPEG", SMALL.convert("CMYK"), {}),
        ("JPEG", SMALL, {"exif": b"Exif\0\0" + b"\xff" * 60_000}),
        ("MPO", SMALL, {"save_all": True, "append_images": [SMALL]}),
        ("PNG", SMALL, {}),
        ("PNG", SMALL.convert("P"), {}),
        ("PNG", SMALL.convert("1"), {}),
        ("PNG", SMALL.convert("L").convert("I;16").point(lambda v: v * 257), {}),
        ("PNG", SMALL, {"save_all": True, "append_images": [SMALL.rotate(90)]}),
        ("WEBP", SMALL, {}),
        ("WEBP", SMALL, {"save_all": True, "append_images": [SMALL.rotate(90)]}),
    ],
    ids=[
        "progressive", "grey", "CMYK", "huge EXIF", "two in one", "PNG", "palette", "black and white", "16 bits",
        "moving PNG", "WebP", "moving WebP",
    ],
)  # fmt: skip
def test_every_kind_of_picture(kind: str, picture: Image.Image, options: dict[str, object]) -> None:
    assert read(saved(picture, kind, **options)) == CODE


def test_a_picture_with_nothing_behind_it_is_read_on_white() -> None:
    black = pictures.symbol(CODE, 500).convert("L").point(lambda v: 255 - v)
    clear = Image.new("RGBA", black.size, (0, 0, 0, 0))
    clear.putalpha(black)
    assert read(saved(clear, "PNG")) == CODE


def test_only_the_voucher_among_other_codes_counts() -> None:
    others = ("https://example.org/attiva/7K2M9QPX4T8W3ZA0/", "7k2m9qpx4t8w3za0", "7K2M 9QPX 4T8W 3ZA0", "0123456789")
    for other in others:
        assert read(saved(scene(CODE, other, width=500))) == CODE
        assert problem(saved(scene(other, width=500))) == Problem.NO_CODE


def test_two_vouchers_are_too_many_and_one_seen_twice_is_one() -> None:
    assert problem(saved(scene(CODE, OTHER, width=500))) == Problem.SEVERAL
    assert read(saved(scene(CODE, CODE, width=500))) == CODE


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Problem.NO_PICTURE),
        (b"7K2M 9QPX 4T8W 3ZA0", Problem.NO_PICTURE),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', Problem.NO_PICTURE),
        (saved(SMALL, "GIF"), Problem.NO_PICTURE),
        (saved(SMALL, "GIF") + b"*/=1;alert(1)//", Problem.NO_PICTURE),
        (saved(SMALL, "TIFF"), Problem.NO_PICTURE),
        (saved(SMALL, "BMP"), Problem.NO_PICTURE),
        (saved(SMALL, "PDF"), Problem.NO_PICTURE),
        (b"\0\0\0\x18ftypheic" + b"\0" * 500, Problem.HEIC),
        (pictures.png_that_says(50_000, 50_000), Problem.TOO_LARGE),
        (pictures.png_that_says(0, 0), Problem.NO_PICTURE),
        (pictures.png_that_says(9000, 9000), Problem.TOO_LARGE),
        (saved(SMALL) + b"\0" * photos.MOST_BYTES, Problem.TOO_LARGE),
        (saved(Image.new("RGB", (800, 600), "white")), Problem.NO_CODE),
        (saved(blurred(SMALL, 12)), Problem.NO_CODE),
    ],
)
def test_what_gives_no_code_says_why(content: bytes, expected: Problem) -> None:
    assert problem(content) == expected


@pytest.mark.parametrize("forgiving", [False, True])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "header of a PNG"])
def test_half_a_picture_is_no_voucher(kind: str, forgiving: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint, once in the process, makes Pillow fill up what is missing."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", forgiving)
    content = pictures.png_that_says(300, 300) if "header" in kind else saved(SMALL, kind)[:1500]
    assert problem(content) == (Problem.NO_CODE if forgiving else Problem.BROKEN)


def test_half_a_webp_is_damaged() -> None:
    assert problem(saved(SMALL, "WEBP")[:900]) == Problem.BROKEN


def test_html_behind_a_good_photo_is_only_a_photo() -> None:
    assert read(saved(SMALL) + b"<script>alert(1)</script>") == CODE


def test_a_picture_that_never_ends_is_given_up() -> None:
    """Without the limit this one takes more than an hour."""
    begin = time.thread_time()
    assert problem(pictures.endless_jpeg()) == Problem.TOO_LARGE
    assert time.thread_time() - begin < 3 * photos.MOST_SECONDS


def test_a_picture_full_of_corners_of_codes_is_soon_looked_through() -> None:
    """Every three corners could be a code: what a search takes grows with their number, and more than that."""
    begin = time.thread_time()
    assert problem(saved(pictures.corners((photos.LONGEST_SIDE, photos.LONGEST_SIDE)), "PNG")) == Problem.NO_CODE
    assert time.thread_time() - begin < 3 * photos.MOST_SECONDS


def test_twelve_megapixels_of_noise_are_soon_looked_through() -> None:
    noise = Image.frombytes("RGB", pictures.PHONE, os.urandom(4000 * 3000 * 3))
    content = saved(noise, quality=75)
    begin = time.thread_time()
    assert problem(content) == Problem.NO_CODE
    assert time.thread_time() - begin < photos.MOST_SECONDS


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@given(seed=st.integers(0, 2**32), flips=st.integers(1, 40))
def test_damaged_files_are_read_or_refused_and_nothing_else(kind: str, seed: int, flips: int) -> None:
    content, chance = bytearray(DAMAGED[kind]), random.Random(seed)
    for _ in range(flips):
        content[chance.randrange(len(content))] = chance.randrange(256)
    with contextlib.suppress(Unreadable):
        assert read(bytes(content)) == CODE


DAMAGED = {kind: saved(scene(CODE, width=120, size=(240, 180)), kind) for kind in ("JPEG", "PNG", "WEBP")}
