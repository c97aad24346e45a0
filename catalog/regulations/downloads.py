"""Handing out a version's PDF."""

from django.http import HttpResponse

from catalog.regulations.documents import read_document
from catalog.regulations.models import Version

# A document is never a page: a browser that opens it may run nothing and load nothing.
SANDBOX = "default-src 'none'; sandbox"


def pdf_response(version: Version) -> HttpResponse | None:
    """The PDF as an attachment; None when it is not there."""
    content = read_document(version)
    if content is None:
        return None
    headers = {
        "Content-Disposition": f'attachment; filename="regolamento-{version.plan.year}-{version.number}.pdf"',
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
