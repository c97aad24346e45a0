"""Declarations, as the member signs them. Nobody else has a page of them: payroll gets what it needs, by year."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from members import declarations
from members.declaration_forms import FORMS as SIGNED_WITH
from members.declaration_words import Figure, figure
from members.declarations import CannotSign, Kind
from members.models import Declaration, Member
from members.queries import member_of
from members.views_family import FORMS, MEMBERS
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare import clock
from welfare.access import access
from welfare.money import amount, format_euro

# A word of the address for each kind.
SLUGS = {
    "figli": Kind.DEPENDENT_CHILDREN,
    "altri-datori": Kind.OTHER_EMPLOYERS_FRINGE,
    "reddito": Kind.PRIOR_YEAR_INCOME,
}
PURPOSES: dict[str, str | Promise] = {
    Kind.DEPENDENT_CHILDREN: gettext_lazy(
        "With a child who is fiscally dependent on you, more of what you get in vouchers and benefits is free of tax."
    ),
    Kind.OTHER_EMPLOYERS_FRINGE: gettext_lazy(
        "If you had another job this year, its benefits and these are added up: say how much, and nothing that would "
        "be taxed happens by surprise."
    ),
    Kind.PRIOR_YEAR_INCOME: gettext_lazy(
        "If you turn your performance premium into welfare, the law looks at what you earned the year before."
    ),
}


@dataclass(frozen=True)
class Card:
    """One kind of declaration, as the page shows it: what it is for, what stands, what stood before."""

    slug: str
    kind: Kind
    purpose: str | Promise
    figure: Figure | None
    standing: Declaration | None
    said: str
    is_outdated: bool
    past: list[tuple[Declaration, str]]


@access(MEMBERS, kinds=EMPLOYERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What each declaration is for, and what the member has signed for a year."""
    member = member_of(request.user)  # type: ignore[arg-type]
    years = declarations.open_years(clock.today())
    year = year_asked(request, years)
    kept = list(member.declarations.filter(year=year).order_by("-signed_at", "pk"))
    codes = {child.tax_code for child in declarations.children_of(member)}
    cards = [card(slug, kind, year, kept, codes) for slug, kind in SLUGS.items()]
    chips = [{"label": str(each), "url": f"?anno={each}", "active": each == year} for each in years]
    context = {"cards": cards, "year": year, "chips": chips if len(chips) > 1 else []}
    return render(request, "declarations/list.html", context)


def year_asked(request: HttpRequest, years: tuple[int, ...]) -> int:
    """The year of the address, if it may still be declared for; else the present one."""
    return {str(year): year for year in years}.get(request.GET.get("anno", ""), years[0])


def card(slug: str, kind: Kind, year: int, kept: list[Declaration], codes: set[str]) -> Card:
    """One kind, with what was signed for a year."""
    own = [each for each in kept if each.kind == kind]
    standing = next((each for each in own if each.revoked_at is None), None)
    declared = set(standing.body.get("children", ())) if standing else set()
    return Card(
        slug=slug,
        kind=kind,
        purpose=PURPOSES[kind],
        figure=figure(kind, year),
        standing=standing,
        said=said(standing) if standing else "",
        is_outdated=not declared <= codes,
        past=[(each, said(each)) for each in own if each.revoked_at is not None],
    )


def said(declaration: Declaration) -> str:
    """What a declaration says: the tax codes, or the amount."""
    body: dict[str, Any] = declaration.body
    return ", ".join(body["children"]) if "children" in body else format_euro(amount(body["amount"]))


@access(MEMBERS, kinds=EMPLOYERS)
@FORMS
def sign(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Read what is declared, fill it in, sign."""
    member = member_of(request.user)  # type: ignore[arg-type]
    kind = SLUGS.get(slug)
    if kind is None or year not in declarations.open_years(clock.today()):
        raise Http404
    form = SIGNED_WITH[kind](request.POST or None, member=member, initial=before(member, kind, year))
    if request.method == "POST" and form.is_valid():
        try:
            name = form.cleaned_data["signed_name"]
            declarations.sign(member, kind, year, form.body(), signed_name=name, actor=actor_of(request))
        except CannotSign as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Signed. It holds for %(year)s, until you revoke it.") % {"year": year})
            return redirect(f"{reverse('family:declarations')}?anno={year}")
    context = {
        "form": form,
        "year": year,
        "before": year - 1,
        "label": kind.label,
        "statement": f"declarations/statements/{kind.value}.html",
        "purpose": PURPOSES[kind],
        "figure": figure(kind, year),
        "lacks_children": kind == Kind.DEPENDENT_CHILDREN and not declarations.children_of(member),
    }
    return render(request, "declarations/sign.html", context)


def before(member: Member, kind: Kind, year: int) -> dict[str, Any]:
    """What stands, as the form shows it to be changed."""
    standing = declarations.standing(member.declarations, year).filter(kind=kind).first()
    if standing is None:
        return {}
    body: dict[str, Any] = standing.body
    return {"amount": amount(body["amount"])} if "amount" in body else dict(body)


@access(MEMBERS, kinds=EMPLOYERS)
@FORMS
def revoke(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask, then take a declaration back."""
    declaration = get_declaration_for(member_of(request.user), key)  # type: ignore[arg-type]
    back = f"{reverse('family:declarations')}?anno={declaration.year}"
    if request.method == "POST":
        if declarations.revoke(declaration, actor=actor_of(request)):
            messages.success(request, _("Revoked: it counts no more for %(year)s.") % {"year": declaration.year})
        return redirect(back)
    context = {
        "title": _("Revoke this declaration?"),
        "text": _(
            "Tax for %(year)s is counted as if you had never signed it: what is over the limits is taxed with your "
            "pay. You can sign it again."
        )
        % {"year": declaration.year},
        "facts": [(Kind(declaration.kind).label, said(declaration))],
        "submit": _("Revoke"),
        "danger": True,
        "back_url": back,
        "back_label": _("Your declarations"),
    }
    return render(request, "confirm.html", context)


def get_declaration_for(member: Member, key: uuid.UUID) -> Declaration:
    """A declaration of this member; somebody else's is as absent as none: 404."""
    found = member.declarations.select_related("member").filter(pk=key).first()
    if found is None:
        raise Http404
    return found
