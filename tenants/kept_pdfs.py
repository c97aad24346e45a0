"""PDFs that a row keeps by `file_name` and `sha256`: stored privately, read as they were made, handed out."""

import hashlib
from typing import Protocol

from django.http import HttpResponse

from tenants import isolation
from welfare import files

# A document is never a page: a browser that opens it may run nothing and load nothing.
SANDBOX = "default-src 'none'; sandbox"


class Kept(Protocol):
    """A row with a document, or none yet (an empty `file_name`)."""

    file_name: str
    sha256: str


def store(content: bytes) -> tuple[str, str]:
    """Keep a PDF for the organization in force; returns its private name and its SHA-256."""
    return files.write(isolation.current().key, content, "pdf"), hashlib.sha256(content).hexdigest()


def remove(file_name: str) -> None:
    """Delete a PDF of the organization in force that is nobody's any more; an empty name is none."""
    if file_name:
        files.remove(isolation.current().key, file_name)


def read(row: Kept) -> bytes | None:
    """The PDF as it was made; None when it is not there yet, is gone, or is not what was made."""
    try:
        content = files.read(isolation.current().key, row.file_name) if row.file_name else b""
    except (FileNotFoundError, files.ForeignFile):
        return None
    return content if content and hashlib.sha256(content).hexdigest() == row.sha256 else None


def attachment(content: bytes, name: str) -> HttpResponse:
    """A PDF to be saved under a name, which no cache keeps."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
