"""What monitors ask: is the database there, and what is missing."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from welfare import checks, pdf
from welfare.access import PUBLIC, access

# What serving can do without; anything else that is missing answers 503.
BEARABLE = "pdf: "


@access(PUBLIC)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served, else 503; names what is missing, reveals nothing else. Two small queries."""
    missing = [*lacking_in_database(), *(f"{BEARABLE}{name}" for name in pdf.missing_libraries())]
    ok = all(name.startswith(BEARABLE) for name in missing)
    return JsonResponse({"ok": ok, "missing": missing}, status=200 if ok else 503)


def lacking_in_database() -> list[str]:
    """`database`, `database role`, and what the rooms' own probes name."""
    try:
        role = ["database role"] if checks.serves_with_too_many_rights() else []
        return role + [name for probe in probes() for name in probe()]
    except DatabaseError:
        return ["database"]


def probes() -> list[Callable[[], list[str]]]:
    """The probes that settings name: the kernel imports no room."""
    return [import_string(path) for path in settings.HEALTH_PROBES]
