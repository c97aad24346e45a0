"""What a reader asks of the shelf, read from an address that may hold anything.

Only the names written here are looked at, and only values of the lists they belong to count; the
rest is ignored, so that an old or broken link still shows a shelf.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from catalog.fiscal import age_at_year_end, rule_book
from catalog.fiscal.rules import Entry, ServiceType
from catalog.shelf.areas import BY_CODE
from members.models import Member, Relative
from providers.models import Delivery, Origin
from welfare.clock import age_on, today

LONGEST_SEARCH = 100
MYSELF = "io"


class Order(TextChoices):
    """How the shelf is sorted."""

    NEWEST = "nuovi", _("Newest")
    PRICE = "prezzo", _("Lowest price")
    NAME = "nome", _("Name")


@dataclass(frozen=True, slots=True)
class Who:
    """For whom a service is looked for: the member or one relative, and the age today."""

    key: str
    name: str
    is_member: bool
    age: int | None
    age_at_year_end: int | None


@dataclass(frozen=True, slots=True)
class Filters:
    """A question to the shelf; empty text means "any"."""

    q: str = ""
    area: str = ""
    town: str = ""
    delivery: str = ""
    origin: str = ""
    who: Who | None = None
    order: str = ""

    @property
    def narrowing(self) -> int:
        """How many filters are set, apart from words, area and sorting."""
        return sum(map(bool, (self.town, self.delivery, self.origin, self.who)))

    def pairs(self) -> list[tuple[str, str]]:
        """The answers there are, as names and values of an address."""
        values = {
            "q": self.q,
            "area": self.area,
            "per": self.who.key if self.who else "",
            "comune": self.town,
            "consegna": self.delivery,
            "origine": self.origin,
            "ordina": self.order,
        }
        return [(name, value) for name, value in values.items() if value]

    def address(self, **changes: Any) -> str:
        """The query string of this question with some answers changed; `?` alone for none."""
        return "?" + urlencode(replace(self, **changes).pairs())


def read(query: Mapping[str, Any], people: Collection[Who], towns: Collection[str]) -> Filters:
    """The question that a query string asks; `people` and `towns` are those that may be named."""
    return Filters(
        q=plain_text(query.get("q", "")),
        area=one_of(query.get("area"), BY_CODE),
        town=one_of(query.get("comune"), towns),
        delivery=one_of(query.get("consegna"), Delivery.values),
        origin=one_of(query.get("origine"), Origin.values),
        who=next((who for who in people if who.key == query.get("per")), None),
        order=one_of(query.get("ordina"), Order.values),
    )


def one_of(value: Any, allowed: Collection[str]) -> str:
    """`value` if it is one of the allowed ones, else nothing."""
    return value if isinstance(value, str) and value in allowed else ""


def plain_text(text: str) -> str:
    """What may be searched: printable, single spaces, at most 100 characters."""
    visible = "".join(c if c.isprintable() else " " for c in text[: LONGEST_SEARCH * 4])
    return " ".join(visible.split())[:LONGEST_SEARCH].strip()


def people_of(member: Member, relatives: Collection[Relative]) -> list[Who]:
    """Those for whom a member may look: the member first, then the family."""
    own = who_of(MYSELF, member.user.given_name, member.birth_date, is_member=True)
    return [own] + [who_of(str(r.pk), r.given_name, r.birth_date, is_member=False) for r in relatives]


def who_of(key: str, name: str, birth_date: datetime.date | None, *, is_member: bool) -> Who:
    """One person, with the two ages that rules look at."""
    day = today()
    if birth_date is None:
        return Who(key, name, is_member, None, None)
    return Who(key, name, is_member, age_on(birth_date, day), age_at_year_end(birth_date.year, day.year))


def service_types_for(who: Who) -> list[str]:
    """Codes of the service types that tax law opens to a person, going by kind and age alone."""
    return [service.code for service in rule_book().services.values() if is_open_to(service, who)]


def is_open_to(service: ServiceType, who: Who) -> bool:
    """Whether a type has an entry for this kind of beneficiary, of whose age it takes."""
    entry: Entry | None = service.employee if who.is_member else service.family
    if entry is None:
        return False
    youngest = rule_book().category(entry.category).min_age
    return youngest is None or who.age_at_year_end is None or who.age_at_year_end >= youngest
