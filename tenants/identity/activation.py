"""The way in for who has been invited: type the code of a letter, or open the link of a mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from welfare.access import PUBLIC, access


@access(PUBLIC)
def type_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the letter."""
    return render(request, "identity/activate.html", {})
