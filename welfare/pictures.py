"""Photos that are shown to everybody: made anew, so that nothing of the file that was sent remains.

Place, date, camera, thumbnails and whatever hides in a file go; what is left is pixels, in two widths. Each lies under
the hash of its own content: an address that never changes what it shows.
"""

import hashlib
import os
import re
import struct
import tempfile
import time
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

MEGABYTE = 1024 * 1024
MOST_BYTES = 12 * MEGABYTE
# A plain JPEG is made smaller while it is read; every other format unfolds whole in memory.
MOST_PIXELS, MOST_PIXELS_OF_JPEG = 26_000_000, 60_000_000
LEAST_SIDE = 200
SMALL, LARGE = 480, 1280
# Higher than this the picture is cut: a card and a page are wide.
TALLEST = 2
QUALITY = {SMALL: 60, LARGE: 72}
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
ACCEPT = "image/jpeg,image/png,image/webp"
OF_APPLE = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis", b"avif")
# What Pillow's decoders raise on a file that is damaged or made up.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, struct.error, zlib.error)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
MOST_SECONDS = 4
PIECE = 4096
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class NotAPicture(ValueError):
    """A file that cannot be shown; its text says why and what to do."""


class Slow(OSError):
    """The picture takes longer than any photo does."""


@dataclass(frozen=True)
class Remade:
    """A photo in two widths, as WebP; `width` and `height` are the large one's."""

    small: bytes
    large: bytes
    width: int
    height: int


class Timed(BytesIO):
    """A file that gives a decoder nothing more once its time is over."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.until = time.monotonic() + MOST_SECONDS

    def read(self, size: int | None = -1) -> bytes:
        """As any file; raises Slow when time is over."""
        if time.monotonic() > self.until:
            raise Slow
        return super().read(size)


def remade(content: bytes, size: int) -> Remade:
    """The photo made anew, the first picture of several; `size` is how much was sent. Raises NotAPicture."""
    if size > MOST_BYTES or size > len(content):
        raise NotAPicture(_("The photo is too large: at most 12 MB. Save it smaller and send it again."))
    if content[4:8] == b"ftyp" and content[8:12] in OF_APPLE:
        raise NotAPicture(_("This photo is in a format of Apple's: save it as JPEG and send it again."))
    try:
        picture = upright(opened(content))
    except NotAPicture:
        # It is a ValueError, too, and says more than that the photo is damaged.
        raise
    except Slow as error:
        raise NotAPicture(_("The photo takes too long to read: save it as JPEG and send it again.")) from error
    except BOMBS as error:
        raise NotAPicture(_("The photo has too many pixels: save it smaller and send it again.")) from error
    except BROKEN as error:
        raise NotAPicture(_("The photo is damaged: choose it again, or another one.")) from error
    return in_two_widths(picture)


def opened(content: bytes) -> ImageFile.ImageFile:
    """The picture with its header read and its size bearable."""
    try:
        picture = Image.open(Timed(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise NotAPicture(_("This is no photo: send a JPEG, PNG or WebP.")) from error
    is_plain = picture.format in ("JPEG", "MPO") and "progressive" not in picture.info
    width, height = picture.size
    if width * height > (MOST_PIXELS_OF_JPEG if is_plain else MOST_PIXELS):
        raise NotAPicture(_("The photo has too many pixels: save it smaller and send it again."))
    if min(width, height) < LEAST_SIDE:
        raise NotAPicture(_("The photo is too small to be shown: it needs at least 200 points a side."))
    return picture


def upright(picture: ImageFile.ImageFile) -> Image.Image:
    """The pixels alone: turned as the camera was held, in the colours of screens, on white, at most LARGE wide."""
    picture.draft("RGB", (LARGE * 2, LARGE * 2))
    picture.decodermaxblock = PIECE
    picture.load()
    profile = picture.info.get("icc_profile")
    turned: Image.Image = ImageOps.exif_transpose(picture)
    turned.thumbnail((LARGE * 2, LARGE * 2))
    if turned.has_transparency_data:
        over = turned.convert("RGBA")
        turned = Image.alpha_composite(Image.new("RGBA", over.size, "white"), over)
    return in_screen_colours(turned.convert("RGB"), profile)


def in_screen_colours(picture: Image.Image, profile: Any) -> Image.Image:
    """Colours of a phone's wide gamut as every screen shows them; a profile that is none changes nothing."""
    if not profile:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, *BROKEN):
        return picture
    return converted or picture


def in_two_widths(picture: Image.Image) -> Remade:
    """Both widths; one that is very tall is cut to its middle."""
    width, height = picture.size
    if height > width * TALLEST:
        top = (height - width * TALLEST) // 2
        picture = picture.crop((0, top, width, top + width * TALLEST))
    large = fitted(picture, LARGE)
    return Remade(written(fitted(picture, SMALL), SMALL), written(large, LARGE), *large.size)


def fitted(picture: Image.Image, width: int) -> Image.Image:
    """The picture at most so wide."""
    if picture.width <= width:
        return picture
    return picture.resize((width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS)


def written(picture: Image.Image, width: int) -> bytes:
    """As WebP, without anything but pixels."""
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    target = BytesIO()
    clean.save(target, "WEBP", quality=QUALITY[width], method=4)
    return target.getvalue()


def path_of(digest: str) -> Path:
    """Where a picture lies; raises ValueError for what is no hash."""
    if not DIGEST.fullmatch(digest):
        raise ValueError("not a hash")
    return Path(settings.PUBLIC_PICTURES) / digest[:2] / f"{digest}.webp"


def keep(content: bytes) -> str:
    """Store a picture whole or not at all under the hash of its content; returns the hash."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(temporary, path)
    return digest


def read(digest: str) -> bytes | None:
    """The content of a picture; None when it is not there."""
    try:
        return path_of(digest).read_bytes()
    except (FileNotFoundError, ValueError):
        return None


def remove(digest: str) -> None:
    """Delete a picture; one that is gone already is no error."""
    path_of(digest).unlink(missing_ok=True)
