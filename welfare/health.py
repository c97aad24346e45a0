"""What monitors ask: is the database there, and what is missing."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from welfare.access import PUBLIC, access


@access(PUBLIC)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503; names what is missing, reveals nothing else."""
    missing = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        missing.append("database")
    return JsonResponse({"ok": not missing, "missing": missing}, status=503 if missing else 200)
