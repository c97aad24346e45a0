"""The files of payroll: of locked months, by layout, and of a year for the Certificazione Unica."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.fiscal import certificate_points
from catalog.payroll import certificate as certificates
from catalog.payroll import exporting, files, layouts, rows, runs
from catalog.payroll.forms import CertificateForm, ExportForm, LayoutForms
from catalog.payroll.models import Layout, PayrollRun
from catalog.payroll.pages import PAYROLL, attachment, download
from catalog.payroll.terms import SAMPLE, Format, Shape, Terms, terms_from
from catalog.payroll.views import context_of
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access
from welfare.clock import today

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@access(PAYROLL, kinds=EMPLOYERS)
@require_POST
def export(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The file of a locked month, by the layout chosen."""
    run, form = runs.get_run(pk), ExportForm(request.POST)
    if run.state != PayrollRun.State.LOCKED:
        messages.error(request, _("Only a locked month can leave as a file: lock it first."))
        return redirect("payroll:run", pk)
    if not form.is_valid():
        return render(request, "payroll/run.html", context_of(request, run, form))
    name, terms = form.cleaned_data["layout"]
    return download(exporting.export(run, terms, layout_name=name, actor=actor_of(request)))


@access(PAYROLL, kinds=EMPLOYERS)
@require_POST
def export_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A file that was made before, with the same bytes."""
    return download(exporting.export_again(exporting.get_export(pk), actor=actor_of(request)))


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def layout_list(request: HttpRequest) -> HttpResponse:
    """The layouts, and the sample beside them."""
    shown = [(layout, described(terms_from(layout.terms))) for layout in layouts.layouts()]
    context = {"layouts": shown, "sample": layouts.sample_name(), "sample_detail": described(SAMPLE)}
    return render(request, "payroll/layouts.html", context)


def described(terms: Terms) -> str:
    """A layout in a few words."""
    shape = str(Shape(terms.shape).label)
    return f"{Format(terms.format).label} · {shape}"


@access(PAYROLL, kinds=EMPLOYERS)
@FORMS
def layout_new(request: HttpRequest) -> HttpResponse:
    """Map a layout, beginning from the sample."""
    return layout_page(request, None, "", SAMPLE)


@access(PAYROLL, kinds=EMPLOYERS)
@FORMS
def layout_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a layout; files that were made with it keep their own terms."""
    layout = layouts.get_layout(pk)
    return layout_page(request, layout, layout.name, terms_from(layout.terms))


def layout_page(request: HttpRequest, layout: Layout | None, name: str, terms: Terms) -> HttpResponse:
    """The mapping: looked at on invented people, or written."""
    forms = LayoutForms(name, terms, request.POST if request.method == "POST" else None)
    is_good = request.method == "POST" and forms.is_valid()
    if is_good and "preview" not in request.POST:
        user: Any = request.user
        try:
            layouts.save(layout, forms.name, forms.terms(), user=user, actor=actor_of(request))
        except layouts.NameTaken as error:
            forms.terms_form.add_error("name", str(error))
            is_good = False
        else:
            messages.success(request, _("The layout is saved."))
            return redirect("payroll:layouts")
    shown = forms.terms() if is_good else terms
    context = {"forms": forms, "layout": layout, "preview": preview_of(shown), "is_preview": "preview" in request.POST}
    return render(request, "payroll/layout.html", context)


def preview_of(terms: Terms) -> dict[str, Any]:
    """The first rows on invented people: as a table, and of a CSV as its text."""
    made = list(rows.rows_of(terms, today().year, today().month, rows.invented()))
    table = [[files.csv_cell(cell, terms.decimal) for cell in row] for row in made]
    text = "" if terms.format == Format.XLSX else files.csv_bytes(terms, made).decode(terms.encoding)
    return {"table": table, "has_header": terms.has_header, "text": text.lstrip("\ufeff")}


@access(PAYROLL, kinds=EMPLOYERS)
@require_POST
def layout_remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a layout away."""
    if layouts.remove(layouts.get_layout(pk), actor=actor_of(request)):
        messages.success(request, _("The layout is gone. Files made with it can still be made again."))
    return redirect("payroll:layouts")


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """A year's totals for the Certificazione Unica; the people are in the file."""
    years = certificates.years()
    asked = request.GET.get("anno", "")
    year = next((each for each in years if str(each) == asked), years[0] if years else None)
    return render(request, "payroll/certificate.html", certificate_context(year, years))


def certificate_context(year: int | None, years: list[int], form: CertificateForm | None = None) -> dict[str, Any]:
    """What the page of a year shows."""
    context: dict[str, Any] = {"years": years, "year": year, "is_verified": certificate_points().is_verified}
    if year is not None:
        found = certificates.certificate(year)
        context |= {
            "totals": found.totals,
            "people": len(found.people),
            "last": found.last,
            "form": form or CertificateForm(initial={"year": year}),
            "chips": [{"label": str(each), "url": f"?anno={each}", "active": each == year} for each in years],
        }
    return context


@access(PAYROLL, kinds=EMPLOYERS)
@require_POST
def certificate_file(request: HttpRequest) -> HttpResponse:
    """The year's figures by person as a file."""
    years, form = certificates.years(), CertificateForm(request.POST)
    if form.is_valid() and form.cleaned_data["year"] not in years:
        form.add_error("year", _("Choose a year of which a month is locked."))
    if not form.is_valid():
        shown = certificate_context(years[0] if years else None, years, form)
        return render(request, "payroll/certificate.html", shown)
    year, kind = form.cleaned_data["year"], form.cleaned_data["format"]
    content = certificates.certificate_file(year, kind, actor=actor_of(request))
    return attachment(f"cu-{year}.{kind}", content, files.media_type(Terms((), format=kind)))
