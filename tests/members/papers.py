"""Documents for tests: small, and what they say they are."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(format_name: str = "JPEG", size: tuple[int, int] = (8, 8)) -> bytes:
    """A grey photo."""
    written = io.BytesIO()
    Image.new("L", size, 128).save(written, format_name)
    return written.getvalue()


def upload(content: bytes = PDF, name: str = "certificato.pdf") -> SimpleUploadedFile:
    """A document as a browser sends it."""
    return SimpleUploadedFile(name, content, "application/pdf")
