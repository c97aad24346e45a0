"""Handing out a version's PDF."""

from django.http import HttpResponse

from catalog.regulations.models import Version
from tenants import kept_pdfs


def pdf_response(version: Version) -> HttpResponse | None:
    """The PDF as an attachment; None when it is not there."""
    content = kept_pdfs.read(version)
    if content is None:
        return None
    return kept_pdfs.attachment(content, f"regolamento-{version.plan.year}-{version.number}.pdf")
