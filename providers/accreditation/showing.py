"""A stored paper as a browser gets it: photos in the page, a PDF to save; nothing in it is run."""

from collections.abc import Callable

from django.http import Http404, HttpResponse

from welfare import documents

SANDBOX = "sandbox; default-src 'none'"


def document_page(read: Callable[[], bytes], name: str, extension: str) -> HttpResponse:
    """The answer that holds a document; 404 once it is erased."""
    try:
        content = read()
    except FileNotFoundError as error:
        raise Http404 from error
    where = "attachment" if extension == "pdf" else "inline"
    headers = {
        "Content-Disposition": f'{where}; filename="{name}.{extension}"',
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=documents.CONTENT_TYPES[extension], headers=headers)
