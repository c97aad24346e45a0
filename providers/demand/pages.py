"""What the network's people, and providers, see of demand: services on a map, and what was searched in vain."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from providers.access import STAFF as PROVIDERS
from providers.access import provider_of
from providers.console_offers import areas
from providers.demand import gaps, town_map
from providers.demand.gaps import Missed
from providers.demand.guessing import kind_meant
from providers.demand.towns import places
from welfare.access import access, roles

NETWORK = ("network",)
STAFF = roles("operator", "office")
MAP_SHOWN = 300


@access(STAFF, kinds=NETWORK)
@require_safe
def services_map(request: HttpRequest) -> HttpResponse:
    """Services by town on a map, and in the table under it; of one area if asked."""
    known = areas()
    area = request.GET.get("area", "")
    area = area if area in known else ""
    towns = town_map.towns_of(area)[:MAP_SHOWN]
    chips = [{"label": pgettext("areas", "All"), "url": "?", "active": not area}] + [
        {"label": label, "url": f"?{urlencode({'area': code})}", "active": code == area}
        for code, label in known.items()
    ]
    listed = reverse("network_offers:list")
    context = {
        "map": town_map.draw(towns, places()),
        "width": town_map.WIDTH,
        "rows": [(town, f"{listed}?{urlencode({'q': town.name, 'area': area})}") for town in towns],
        "count": sum(town.count for town in towns),
        "chips": chips,
    }
    return render(request, "demand/map.html", context)


@access(STAFF, kinds=NETWORK)
@require_safe
def missed(request: HttpRequest) -> HttpResponse:
    """What many searched in vain, by area; each with a way to who could offer it."""
    return missed_page(request, {"is_network": True})


@access(PROVIDERS)
@require_safe
def missed_by_people(request: HttpRequest) -> HttpResponse:
    """The same for a provider: what it could offer."""
    provider_of(request)
    return missed_page(request, {"is_network": False})


def missed_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page, narrowed to a town if one is chosen."""
    everything = gaps.missed()
    towns = gaps.towns_of(everything)
    town = request.GET.get("comune", "")
    town = town if town in towns else ""
    found = [each for each in everything if town in ("", each.town)]
    choices = [("", _("All towns")), *((each, each.title()) for each in towns)]
    context |= {
        "groups": grouped(found),
        "chips": [
            {"label": label, "url": f"?{urlencode({'comune': key})}" if key else "?", "active": key == town}
            for key, label in choices
        ],
        "least_times": gaps.LEAST_TIMES,
        "least_organizations": gaps.LEAST_ORGANIZATIONS,
        "kept_months": gaps.KEPT_MONTHS,
    }
    return render(request, "demand/missed.html", context)


def grouped(found: list[Missed]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The terms by the area that they probably mean, what means none last."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in found:
        kind = kind_meant(each.term)
        label = str(kind.area_label) if kind else ""
        asked = {"area": kind.area} if kind else {"q": each.term}
        url = f"{reverse('network_offers:list')}?{urlencode(asked)}"
        groups.setdefault(label, []).append({"missed": each, "url": url, "town": each.town.title()})
    last = groups.pop("", [])
    return [*groups.items(), *([(_("Anything else"), last)] if last else [])]
