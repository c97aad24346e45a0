"""Photos that people send with a request: decoded, made smaller and written anew, so that nothing of the file they
came in is kept: no place where it was taken, no camera, no hidden content.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from catalog.orders.photos import BROKEN, MOST_BYTES, OF_APPLE, PIECE, Problem, Slow, Unreadable, opened

MOST = 5
# What a screen shows whole, and a tradesperson can look at closely.
LONGEST_SIDE = 1600
QUALITY = 80
ACCEPT = "image/jpeg,image/png,image/webp"
WORDS = {
    Problem.NO_PICTURE: gettext_lazy("“%(name)s” is no photo: choose a JPG, PNG or WebP picture."),
    Problem.HEIC: gettext_lazy("“%(name)s” is in a format of Apple's: send it as JPEG."),
    Problem.TOO_LARGE: gettext_lazy("“%(name)s” is too large: take it at a lower quality, or crop it."),
    Problem.BROKEN: gettext_lazy("“%(name)s” is damaged: take the photo again, or choose another."),
}


class NotPhotos(ValueError):
    """Files that cannot be taken; its text says which, and what to do."""


def cleaned(uploads: Sequence[Any]) -> list[bytes]:
    """Each photo as a new JPEG without metadata, at most 1600 pixels long. Raises NotPhotos."""
    if len(uploads) > MOST:
        raise NotPhotos(_("At most %(most)d photos: choose those that show it best.") % {"most": MOST})
    return [cleaned_one(upload) for upload in uploads]


def cleaned_one(upload: Any) -> bytes:
    """One of them; what its name says of it counts for nothing."""
    try:
        return rewritten(upload)
    except Unreadable as error:
        # The name goes back to who chose the file, to nobody else.
        raise NotPhotos(str(WORDS[error.problem]) % {"name": str(upload.name)[:60]}) from error


def rewritten(upload: Any) -> bytes:
    """The picture itself, upright, in a file of ours. Raises Unreadable."""
    content: bytes = upload.read(MOST_BYTES + 1)
    if (upload.size or 0) > MOST_BYTES or len(content) > MOST_BYTES:
        raise Unreadable(Problem.TOO_LARGE)
    if content[4:8] == b"ftyp" and content[8:12] in OF_APPLE:
        raise Unreadable(Problem.HEIC)
    try:
        return as_jpeg(content)
    except Slow as error:
        raise Unreadable(Problem.TOO_LARGE) from error
    except BROKEN as error:
        raise Unreadable(Problem.BROKEN) from error


def as_jpeg(content: bytes) -> bytes:
    """Decode, turn, shrink and write: pixels alone go over."""
    picture = opened(content)
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    # Small pieces, so that the clock is looked at often.
    picture.decodermaxblock = PIECE
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    plain = on_white(upright) if upright.has_transparency_data else upright.convert("RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = BytesIO()
    Image.frombytes("RGB", plain.size, plain.tobytes()).save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def on_white(picture: Image.Image) -> Image.Image:
    """What a transparent picture looks like on paper."""
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    over = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", over.size, "white"), over).convert("RGB")
