"""The registers: what HR did in its organization, what operators did in the network. Reading one is itself recorded.

Which acts they show is an allow-list (`tenants/audit/register.py`); how each person reads what was done with
their own record is `tenants/identity/readings.py`.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from catalog.home.register_form import RegisterForm
from catalog.home.register_lines import Names, lines, names_for_hr, names_for_the_network
from tenants.audit import register, trail
from tenants.audit.acts import Text
from tenants.audit.register import Asked
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.clock import ROME
from welfare.exports import csv_response
from welfare.paging import links_of, page_by_key

PAGE_SIZE = 50
# What one file holds: a year of a large organization, and no more than a request can carry.
MOST_ROWS = 10_000


@dataclass(frozen=True)
class Register:
    """One register: its name, the acts it shows, how it names what they are about, its address."""

    title: Text
    intro: Text
    allowed: Collection[str]
    names: Names
    address: str
    file: str


OF_HR = Register(
    gettext_lazy("Register of acts"),
    gettext_lazy(
        "Who did what with people, accounts, credit and shelf. What people choose is never here: you do not see "
        "requests, vouchers or relatives."
    ),
    register.OF_HR,
    names_for_hr,
    "home:register",
    "home:register_file",
)
OF_THE_NETWORK = Register(
    gettext_lazy("Register of acts"),
    gettext_lazy(
        "What operators and the welfare office did in the network. What happens inside an organization is its own."
    ),
    register.OF_THE_NETWORK,
    names_for_the_network,
    "home:network_register",
    "home:network_register_file",
)


@access(roles("hr"), kinds=("company", "cooperative", "network"))
@require_safe
def hr_register(request: HttpRequest) -> HttpResponse:
    """What was done in the organization."""
    return page_of(request, OF_HR)


@access(roles("hr"), kinds=("company", "cooperative", "network"))
@require_POST
def hr_file(request: HttpRequest) -> HttpResponse:
    """The same acts as a file."""
    return file_of(request, OF_HR)


@access(roles("operator", "office"), kinds=("network",))
@require_safe
def network_register(request: HttpRequest) -> HttpResponse:
    """What operators and the office did."""
    return page_of(request, OF_THE_NETWORK)


@access(roles("operator", "office"), kinds=("network",))
@require_POST
def network_file(request: HttpRequest) -> HttpResponse:
    """The same acts as a file."""
    return file_of(request, OF_THE_NETWORK)


def page_of(request: HttpRequest, shown: Register) -> HttpResponse:
    """One page of a register."""
    form = RegisterForm(request.GET, allowed=shown.allowed)
    form.is_valid()
    return answered(request, shown, form)


def answered(request: HttpRequest, shown: Register, form: RegisterForm) -> HttpResponse:
    """The page that answers a question, with what is wrong in it; that it was read is written after it."""
    asked = form.asked()
    found = register.records(form.shown_actions(), asked)
    page = page_by_key(found, register.NEWEST, request.GET.get("dopo", ""), PAGE_SIZE)
    context = links_of(page, form.kept()) | {
        "register": shown,
        "form": form,
        "lines": lines(page.rows, shown.names),
        "kept": list(form.kept().items()),
        "action": reverse(shown.address),
        "file_url": reverse(shown.file),
    }
    note(request, "trail.read", asked)
    return render(request, "home/register.html", context)


def file_of(request: HttpRequest, shown: Register) -> HttpResponse:
    """The acts that answer the question, as CSV; refused when there are too many for one file."""
    form = RegisterForm(request.POST, allowed=shown.allowed)
    if not form.is_valid():
        return answered(request, shown, form)
    asked = form.asked()
    found = list(register.records(form.shown_actions(), asked).order_by(*register.NEWEST)[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        messages.error(request, _("There are more than 10,000 acts: choose a shorter period, then export again."))
        return redirect(shown.address)
    note(request, "trail.exported", asked)
    header = [_("Day"), _("Hour"), _("Who"), _("What"), _("About"), _("Detail")]
    rows = [
        [
            f"{one.at.astimezone(ROME):%d/%m/%Y}",
            f"{one.at.astimezone(ROME):%H:%M}",
            one.who,
            one.act,
            one.about,
            one.detail,
        ]
        for one in lines(found, shown.names)
    ]
    return csv_response("registro.csv", header, rows)


def note(request: HttpRequest, action: str, asked: Asked) -> None:
    """Write that the register was read: once for each of the few people it was asked about, who can then read it."""
    details = {"kind": asked.kind} if asked.kind else {}
    people: list[int | None] = [*sorted(asked.people or ())]
    for person in people or [None]:
        trail.record(actor_of(request), action, person_id=person, details=details)
