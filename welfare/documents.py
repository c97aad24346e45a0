"""Documents that people send as proof: a PDF, or a photo as JPEG or PNG. Looked at here, decoded nowhere."""

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
# More than any phone makes.
MOST_PIXELS = 120_000_000
FORMATS = {"JPEG": "jpg", "PNG": "png"}
CONTENT_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
# Where a PDF begins and ends: programs put a few bytes before and after.
HEAD, TAIL = 1024, 2048
ACCEPT = "application/pdf,image/jpeg,image/png"
OF_APPLE = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis", b"avif")


class NotADocument(ValueError):
    """A file that is none of these, or is damaged; its text says what to do."""


def kind_of(content: bytes, size: int) -> str:
    """The extension that fits what the file holds, whatever its name: `pdf`, `jpg` or `png`.

    `size` is how much was sent, of which `content` may be a part. Raises NotADocument.
    """
    if size > MOST_BYTES or size > len(content):
        raise NotADocument(_("The file is too large: at most 10 MB. Take the photo at a lower quality, or one page."))
    if not content:
        raise NotADocument(_("The file is empty: choose it again."))
    if b"%PDF-" in content[:HEAD]:
        return kind_of_pdf(content)
    if content[4:8] == b"ftyp" and content[8:12] in OF_APPLE:
        raise NotADocument(_("This photo is in a format of Apple's: send it as JPEG, or make a PDF of it."))
    return kind_of_picture(content)


def kind_of_pdf(content: bytes) -> str:
    """`pdf` for one that is whole and that anybody may open."""
    if b"%%EOF" not in content[-TAIL:]:
        raise NotADocument(_("The PDF is cut off: download or scan it again."))
    if b"/Encrypt" in content:
        raise NotADocument(_("The PDF is protected by a password: send one without."))
    return "pdf"


def kind_of_picture(content: bytes) -> str:
    """The extension of a photo: told by its header, without decoding it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=tuple(FORMATS))
    except Image.DecompressionBombError as error:
        raise NotADocument(_("The picture has too many pixels: take the photo again.")) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotADocument(_("This is no PDF, JPG or PNG: choose another file.")) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise NotADocument(_("The picture has too many pixels: take the photo again."))
    return FORMATS[str(picture.format)]
