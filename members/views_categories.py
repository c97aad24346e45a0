"""Homogeneous categories, as HR keeps them: credit is granted to these, never to one person."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import categories, queries
from members.category_forms import CategoryForm, OrderForm
from members.category_preview import moves_of_order, preview
from members.category_rules import rule_from
from members.category_words import said
from members.models import Category
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access, roles

HR = roles("hr", "welfare_manager")


@access(HR, kinds=EMPLOYERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every category in the order of the rules, with how many people in force it has."""
    return list_page(request)


def list_page(request: HttpRequest, form: OrderForm | None = None) -> HttpResponse:
    """The list; with the form of an order that could not be kept."""
    counts = queries.headcount_by_category()
    kept = list(categories.in_order())
    keys = [category.pk for category in kept]
    rows = [
        {
            "category": category,
            "people": counts.get(category.pk, 0),
            "rule": said(rule_from(category.rule)),
            "order": first_by_one(keys, place) if place else "",
        }
        for place, category in enumerate(kept)
    ]
    context = {"rows": rows, "without": counts.get(None, 0), "form": form}
    return render(request, "people/categories.html", context, status=400 if form else 200)


def first_by_one(keys: Sequence[int], place: int) -> str:
    """The order in which one category comes before the one above it, as the form of the order sends it."""
    moved = [*keys[: place - 1], keys[place], keys[place - 1], *keys[place + 1 :]]
    return ",".join(str(key) for key in moved)


@access(HR, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Write a category."""
    return keep(request, Category())


@access(HR, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a category's words and its rule."""
    return keep(request, queries.get_category(pk))


def keep(request: HttpRequest, category: Category) -> HttpResponse:
    """The form of one category, the preview of whom its rule takes, and its writing."""
    context: dict[str, Any] = {"title": category.name, "is_alone": is_alone(category)}
    form = CategoryForm(request.POST or None, instance=category)
    if request.method == "POST" and form.is_valid():
        if not form.moves_people:
            return saved(request, form)
        shown = preview(category, form.rule, releases=form.releases_people, before=form.put_before)
        if shown.refusal and not form.rule.is_empty:
            form.add_error(None, shown.refusal)
        elif request.POST.get("seen") == shown.digest:
            return saved(request, form)
        context |= {"preview": shown, "said": said(form.rule), "is_renewed": bool(request.POST.get("seen"))}
    return render(request, "people/category.html", context | {"form": form, "category": category})


def is_alone(category: Category) -> bool:
    """Whether exactly one person in force is in a category."""
    return category.pk is not None and queries.headcount_of(category) == 1


def saved(request: HttpRequest, form: CategoryForm) -> HttpResponse:
    """Write a category, and say how many people moved with it."""
    category = form.save(commit=False)
    moved = categories.keep(
        category, rule=form.rule, releases=form.releases_people, before=form.put_before, actor=actor_of(request)
    )
    messages.success(request, with_moves(_("Saved."), moved))
    return redirect("people:categories")


def with_moves(sentence: str, moved: int) -> str:
    """A sentence, and how many people are in another category now."""
    if not moved:
        return sentence
    told = ngettext("%(n)s person changed category.", "%(n)s people changed category.", moved) % {"n": moved}
    return f"{sentence} {told}"


@access(HR, kinds=EMPLOYERS)
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Try the rules in another order; when people would move, they are shown first."""
    form = OrderForm(request.POST)
    if not form.is_valid():
        return list_page(request, form)
    keys = form.cleaned_data["order"]
    moves = moves_of_order(keys)
    if moves and not form.cleaned_data["confirmed"]:
        return render(request, "confirm.html", question(request, form, moves))
    moved = categories.put_in_order(keys, actor=actor_of(request))
    messages.success(request, with_moves(_("The order is kept."), moved))
    return redirect("people:categories")


def question(request: HttpRequest, form: OrderForm, moves: Sequence[Any]) -> dict[str, Any]:
    """What is asked before an order that moves people."""
    return {
        "title": _("Change the order of the rules?"),
        "text": _("The first rule that fits wins, so these people would come to another category."),
        "facts": [(f"{move.source} → {move.target}", move.people) for move in moves],
        "submit": _("Change the order"),
        "form": OrderForm(initial={"order": request.POST["order"], "confirmed": True}),
        "back_url": reverse("people:categories"),
        "back_label": _("Categories"),
    }
