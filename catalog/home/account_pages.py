"""`/conto/`'s other pages: what this money is, and a person's account of a year, on screen and as a PDF."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.home import statements
from catalog.home.account import signed_in
from catalog.home.models import YearStatement
from catalog.home.tasks import render_statement
from catalog.home.year_figures import is_anything, last_day_of, year_of
from catalog.orders.queries import get_member_for
from members.models import Member
from tenants import kept_pdfs
from tenants.envelope import send_after_commit
from welfare.access import access, roles
from welfare.clock import today

MEMBER = roles("member")
Document = YearStatement.Document


@access(MEMBER)
@require_safe
def what_it_is(request: HttpRequest) -> HttpResponse:
    """What this money is, why it cannot be cash, what the employer sees."""
    return render(request, "home/what_it_is.html")


@access(MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    """What happened in a year, source by source; a POST asks for it as a PDF."""
    member = get_member_for(signed_in(request))
    refuse_unknown(member, year)
    if request.method == "POST":
        row = statements.ask(member, year)
        send_after_commit(render_statement, row.pk)
        return redirect("home:account_year", year)
    until = last_day_of(year)
    context: dict[str, Any] = {
        "year": year,
        "until": until,
        "is_whole": until.year == year and (until.month, until.day) == (12, 31),
        "sources": statements.shown(year_of(member, year, until), until),
        "statement": statements.statement_of(member, year),
    }
    return render(request, "home/year.html", context)


@access(MEMBER)
@require_safe
def statement(request: HttpRequest, year: int) -> HttpResponse:
    """The PDF of a year, when it is ready; else the page where it is asked for."""
    member = get_member_for(signed_in(request))
    refuse_unknown(member, year)
    row = statements.statement_of(member, year)
    content = kept_pdfs.read(row) if row and row.document == Document.READY else None
    if content is None:
        messages.info(request, _("The document is not ready. Ask for it here: it takes a few seconds."))
        return redirect("home:account_year", year)
    return kept_pdfs.attachment(content, f"riepilogo-{year}.pdf")


def refuse_unknown(member: Member, year: int) -> None:
    """Raise Http404 for a year to come, or one before the person's first credit."""
    if not 2000 <= year <= today().year or not is_anything(member, year):
        raise Http404
