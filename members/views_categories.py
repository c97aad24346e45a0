"""Homogeneous categories, as HR keeps them: credit is granted to these, never to one person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members import people, queries
from members.forms import CategoryForm
from members.models import Category
from tenants.identity.actors import actor_of
from welfare.access import access, roles

HR = roles("hr", "welfare_manager")
EMPLOYERS = ("company", "cooperative", "network")


@access(HR, kinds=EMPLOYERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every category with how many people in force it has."""
    counts = queries.headcount_by_category()
    rows = [(category, counts.get(category.pk, 0)) for category in Category.objects.order_by("name")]
    return render(request, "people/categories.html", {"rows": rows, "without": counts.get(None, 0)})


@access(HR, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Write a category."""
    return keep(request, Category())


@access(HR, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a category's words."""
    return keep(request, queries.get_category(pk))


def keep(request: HttpRequest, category: Category) -> HttpResponse:
    """The form of one category, and its writing."""
    form = CategoryForm(request.POST or None, instance=category)
    if request.method == "POST" and form.is_valid():
        people.keep_category(form.save(commit=False), actor=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("people:categories")
    return render(request, "people/category.html", {"form": form, "category": category})
