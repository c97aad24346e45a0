"""A voucher's code out of a photo of its QR. The photo is looked at once, and neither kept nor logged.

A picture is a program for its decoder, and may be one that never ends or fills the memory: format and
size are read from its header first, the decoder gets it in small pieces and a short time, and what is
searched for a code is small.
"""

import struct
import time
import zlib
from enum import Enum, auto
from io import BytesIO
from typing import Any, Protocol

import zxingcpp
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from catalog.orders import codes

MOST_BYTES = 12 * 1024 * 1024
# Phones make 12, 24 or 50 million pixels. Only a plain JPEG is made smaller while it is read.
MOST_PIXELS, MOST_PIXELS_OF_JPEG = 25_000_000, 52_000_000
# The QR of a voucher on a sheet photographed whole is 150 of these wide, and 45 are enough. Twice as many would
# let a picture full of the corners of QRs keep the search busy for seconds.
LONGEST_SIDE = 1200
# Of processor time, and by the clock on a busy machine; then no more of the picture is decoded.
MOST_SECONDS, MOST_SECONDS_WAITED = 1, 3
PIECE = 1024
QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
FORMATS = ("JPEG", "PNG", "WEBP")
# What iPhones keep their photos in; they send JPEG where a page asks for any image.
OF_APPLE = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis", b"avif")
# What Pillow's decoders raise on a file that is damaged or made up.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, struct.error, zlib.error)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class Problem(Enum):
    """Why a photo gave no code."""

    NO_PICTURE = auto()
    HEIC = auto()
    TOO_LARGE = auto()
    BROKEN = auto()
    NO_CODE = auto()
    SEVERAL = auto()


class Unreadable(Exception):
    """There is not one voucher's code in the photo; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.name)
        self.problem = problem


class Slow(OSError):
    """The picture takes longer than any photo does."""


class Readable(Protocol):
    """A file, uploaded or not."""

    def read(self, size: int, /) -> Any:
        """At most so many bytes of it."""


class Timed(BytesIO):
    """A file that gives a decoder nothing more once its time is over."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.until, self.until_clock = time.thread_time() + MOST_SECONDS, time.monotonic() + MOST_SECONDS_WAITED

    def read(self, size: int | None = -1) -> bytes:
        """As any file; raises Slow when time is over."""
        if time.thread_time() > self.until or time.monotonic() > self.until_clock:
            raise Slow
        return super().read(size)


def code_in(photo: Readable) -> str:
    """The code of the one voucher whose QR is in the photo; raises Unreadable."""
    content = photo.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable(Problem.TOO_LARGE)
    found = codes_in(small_and_grey(content))
    if not found:
        raise Unreadable(Problem.NO_CODE)
    if len(found) > 1:
        raise Unreadable(Problem.SEVERAL)
    return found.pop()


def codes_in(picture: Image.Image) -> set[str]:
    """What the QRs in a picture say, as far as it has the form of a voucher's code."""
    seen = {symbol.text for symbol in zxingcpp.read_barcodes(picture, formats=QR)}
    return {text for text in seen if text and codes.normalise(text) == text}


def small_and_grey(content: bytes) -> Image.Image:
    """The picture, first of several, at most LONGEST_SIDE long; however it is turned, QRs are found."""
    if content[4:8] == b"ftyp" and content[8:12] in OF_APPLE:
        raise Unreadable(Problem.HEIC)
    try:
        return shrunk(opened(content))
    except Slow as error:
        raise Unreadable(Problem.TOO_LARGE) from error
    except BROKEN as error:
        raise Unreadable(Problem.BROKEN) from error


def opened(content: bytes) -> ImageFile.ImageFile:
    """The picture with its header read and its size bearable."""
    try:
        picture = Image.open(Timed(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Unreadable(Problem.NO_PICTURE) from error
    except BOMBS as error:
        raise Unreadable(Problem.TOO_LARGE) from error
    width, height = picture.size
    is_plain = picture.format in ("JPEG", "MPO") and "progressive" not in picture.info
    if width * height > (MOST_PIXELS_OF_JPEG if is_plain else MOST_PIXELS):
        raise Unreadable(Problem.TOO_LARGE)
    return picture


def shrunk(picture: ImageFile.ImageFile) -> Image.Image:
    """The picture decoded, small, grey, on white where it is transparent, with its contrast spread."""
    size = fitting(picture.size)
    picture.draft("L", size)
    # Small pieces, so that the clock is looked at often.
    picture.decodermaxblock = PIECE
    picture.load()
    if picture.has_transparency_data:
        return on_white(picture, max(1, max(picture.size) // LONGEST_SIDE))
    grey = picture.convert("L")
    grey.thumbnail(size)
    return ImageOps.autocontrast(grey, cutoff=1)


def on_white(picture: Image.Image, factor: int) -> Image.Image:
    """What a transparent picture looks like on paper: grey, `factor` times smaller and at most LONGEST_SIDE long."""
    over = picture.convert("RGBA").reduce(factor)
    over.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return Image.alpha_composite(Image.new("RGBA", over.size, "white"), over).convert("L")


def fitting(size: tuple[int, int]) -> tuple[int, int]:
    """The size of the same shape whose longer side is LONGEST_SIDE, or the size itself when it is less."""
    share = min(1, LONGEST_SIDE / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))
