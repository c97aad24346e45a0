"""What the bars at the top and the bottom show: the places of the side a person is on.

A person may be member, HR and provider's staff at once: each side has its own places, and the
avatar's menu switches. The side follows from the address, else it is the first of the person's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from providers.bookings.reach import reach_of
from tenants.identity.models import User
from tenants.models import EMPLOYERS, Kind, Organization
from welfare.navigation import AccountMenu, NavigationItem, mark_active


@dataclass(frozen=True)
class Side:
    """One side of the house: who may stand there, on which hosts, where it begins."""

    roles: frozenset[str]
    kinds: frozenset[str]
    prefix: str
    home: Callable[[], NavigationItem]
    places: Callable[[User], list[NavigationItem]]
    # Other addresses that belong to it, parted by spaces.
    also: str = ""

    def holds(self, path: str) -> bool:
        """Whether an address lies on this side."""
        return any(path.startswith(prefix) for prefix in f"{self.prefix} {self.also}".split())


SUPPLIERS = frozenset({Kind.COOPERATIVE, Kind.SUPPLIER, Kind.COMPANY})
EVERY_KIND = frozenset(Kind.values)


def member_places(_user: User) -> list[NavigationItem]:
    """Where a member goes."""
    return [
        NavigationItem(_("Home"), "/", "home"),
        NavigationItem(_("Shelf"), reverse("shelf:list"), "shelf"),
        NavigationItem(_("Orders"), reverse("orders:list"), "receipt", phone=False),
        NavigationItem(_("Family"), reverse("family:household"), "people", phone=False),
        NavigationItem(_("Vouchers"), reverse("vouchers:list"), "ticket"),
        NavigationItem(pgettext("a member's credit", "Account"), reverse("home:account"), "wallet"),
        NavigationItem(_("Quotes"), reverse("quotes:list"), "comment", phone=False),
        NavigationItem(_("Bring a provider"), reverse("nominations:list"), "plus", phone=False),
        NavigationItem(_("Agreements"), reverse("cards:search"), "search", phone=False),
        NavigationItem(_("Card"), reverse("cards:card"), "card", phone=False),
    ]


def citizen_places(_user: User) -> list[NavigationItem]:
    """Where a citizen of a territory goes: orders come with the territory's own plan."""
    return [
        NavigationItem(_("Home"), "/", "home"),
        NavigationItem(_("Shelf"), reverse("shelf:list"), "shelf"),
        NavigationItem(_("Family"), reverse("family:household"), "people"),
        NavigationItem(_("Agreements"), reverse("cards:search"), "search", phone=False),
        NavigationItem(_("Card"), reverse("cards:card"), "card", phone=False),
    ]


def hr_places(user: User) -> list[NavigationItem]:
    """Where HR goes; the register of acts is not the welfare manager's."""
    register = [NavigationItem(pgettext("of acts", "Register"), reverse("home:register"), "shield", phone=False)]
    if not user.has_role("hr"):
        register = []
    return [
        NavigationItem(_("Home"), reverse("home:hr"), "home"),
        NavigationItem(_("People"), reverse("people:list"), "people", also=("/identita/",)),
        NavigationItem(_("Plans"), reverse("plans:list"), "gift", also=("/hr/regolamenti/",)),
        NavigationItem(_("Shelf"), reverse("shelf_choice:list"), "shelf"),
        NavigationItem(_("Use of credit"), reverse("plans:take_up"), "chart", phone=False),
        NavigationItem(_("Agreements"), reverse("agreements:list"), "card", phone=False),
        *premiums_place(user),
        *charter_place(user),
        *register,
    ]


def premiums_place(user: User) -> list[NavigationItem]:
    """What people are paid is HR's alone."""
    if not user.has_role("hr"):
        return []
    return [NavigationItem(_("Performance bonuses"), reverse("windows:list"), "gift", phone=False)]


def charter_place(user: User) -> list[NavigationItem]:
    """Who signs for the organization reads and signs the charter, and says whom it presents."""
    if not user.has_role("hr", "provider_manager"):
        return []
    return [NavigationItem(pgettext("of shared values", "Charter"), reverse("charter:charter"), "file", phone=False)]


def payroll_places(_user: User) -> list[NavigationItem]:
    """Where whoever runs payroll goes."""
    return [
        NavigationItem(pgettext("the office", "Payroll"), reverse("payroll:home"), "wallet"),
        NavigationItem(_("Benefits given"), reverse("benefits:list"), "gift", short=_("Benefits")),
        NavigationItem(_("Layouts"), reverse("payroll:layouts"), "list"),
        NavigationItem(_("Year end"), reverse("payroll:certificate"), "calendar"),
        NavigationItem(
            _("Pay providers"), reverse("payables:list"), "receipt", phone=False, also=(reverse("clearing:list"),)
        ),
    ]


def shelf_places(_user: User) -> list[NavigationItem]:
    """Where who chooses a territory's shelf goes."""
    return [
        NavigationItem(_("Shelf"), reverse("shelf_choice:list"), "shelf"),
        NavigationItem(_("Agreements"), reverse("agreements:list"), "card"),
    ]


def accrediting_places(_user: User) -> list[NavigationItem]:
    """Where a municipality's office goes."""
    return [
        NavigationItem(_("Applications"), reverse("office_applications:list"), "accept"),
        NavigationItem(pgettext("for providers", "Calls"), reverse("office_calls:list"), "calendar"),
        NavigationItem(
            _("Accredited providers"), reverse("office_accredited:list"), "check-circle", short=_("Providers")
        ),
    ]


def provider_places(user: User) -> list[NavigationItem]:
    """Where a provider's staff goes; whoever manages keeps the others' accounts."""
    manager = [
        NavigationItem(_("Documents"), reverse("provider_papers:list"), "clip", phone=False),
        *charter_place(user),
        NavigationItem(_("Branches"), reverse("provider:branches"), "map-marker", phone=False),
        NavigationItem(_("Staff"), reverse("identity:accounts"), "people", phone=False),
    ]
    reach = reach_of(user)
    desk = [
        NavigationItem(_("Today"), reverse("provider:home"), "home"),
        NavigationItem(pgettext("a voucher", "Accept"), reverse("accept:start"), "accept"),
    ]
    if reach.only_scans:
        return desk
    # What a branch's staff does not see, since it is of the whole provider.
    money: list[NavigationItem] = []
    answers: list[NavigationItem] = []
    if reach.is_whole:
        money = [
            NavigationItem(_("Earnings"), reverse("provider:owed"), "wallet"),
            NavigationItem(_("Quotes"), reverse("provider_quotes:list"), "comment", phone=False),
        ]
        answers = [
            NavigationItem(_("Statements"), reverse("provider_statements:list"), "receipt", phone=False),
            NavigationItem(pgettext("opinions", "How it went"), reverse("opinions:list"), "comment", phone=False),
        ]
    return [
        *desk,
        NavigationItem(_("Services"), reverse("provider:offers"), "shelf"),
        *money,
        NavigationItem(_("Subscribers"), reverse("subscribers:months"), "calendar", phone=False),
        *answers,
        *(manager if user.has_role("provider_manager") else []),
    ]


def network_places(user: User) -> list[NavigationItem]:
    """Where the network's office and operators go; certificates are the office's, stopped work the operators'."""
    is_office, is_operator = user.has_role("office"), user.has_role("operator")
    stopped = [NavigationItem(_("Stopped work"), reverse("console:failures"), "restore", phone=False)]
    # Pages that stand side by side with the list of providers (templates/office/joining_nav.html).
    pages = ("office_applications:list", "office_calls:list", "office_accredited:list", "office_papers:list")
    joining = tuple(reverse(page) for page in (*pages, "office_charter:charter"))
    return [
        NavigationItem(_("Home"), reverse("home:network"), "home"),
        NavigationItem(
            _("Organizations"),
            reverse("console:organizations"),
            "building",
            short=pgettext("in the bottom bar", "Orgs"),
        ),
        NavigationItem(_("Providers"), reverse("network_providers:list"), "people", also=joining),
        NavigationItem(_("Services"), reverse("network_offers:list"), "shelf"),
        *(office_places() if is_office else []),
        *(stopped if is_operator else []),
        NavigationItem(_("Agreements"), reverse("network_agreements:list"), "card", phone=False),
        NavigationItem(_("Open lists"), reverse("directory:home"), "list", phone=False),
        NavigationItem(pgettext("of acts", "Register"), reverse("home:network_register"), "shield", phone=False),
        NavigationItem(_("Accounts"), reverse("identity:accounts"), "person", phone=False),
    ]


def office_places() -> list[NavigationItem]:
    """What the network's office alone looks after: what people complain of, and money."""
    return [
        NavigationItem(_("Complaints"), reverse("office_complaints:list"), "comment", phone=False),
        NavigationItem(
            _("Statements"),
            reverse("network_statements:overview"),
            "receipt",
            phone=False,
            also=(reverse("network_clearing:list"),),
        ),
        NavigationItem(
            _("Disputes"), reverse("office_disputes:list"), "warning-circle", phone=False, also=("/rete/garanzia/",)
        ),
        NavigationItem(_("Certificates"), reverse("office_certificates:list"), "file", phone=False),
        NavigationItem(_("Base plans"), reverse("plans:list"), "gift", phone=False),
    ]


SIDES = (
    Side(
        frozenset({"member"}),
        EVERY_KIND - {Kind.TERRITORY},
        "",
        lambda: NavigationItem(_("For you and your family"), "/", "person"),
        member_places,
    ),
    Side(
        frozenset({"member", "desk"}),
        frozenset({Kind.TERRITORY}),
        "",
        lambda: NavigationItem(_("For you and your family"), "/", "person"),
        citizen_places,
    ),
    Side(
        frozenset({"hr", "welfare_manager"}),
        frozenset(EMPLOYERS),
        "/hr/",
        lambda: NavigationItem(_("Human resources"), reverse("home:hr"), "chart"),
        hr_places,
        also="/identita/ /carta/",
    ),
    Side(
        frozenset({"payroll"}),
        frozenset(EMPLOYERS),
        "/paghe/",
        lambda: NavigationItem(pgettext("the office", "Payroll"), reverse("payroll:home"), "wallet"),
        payroll_places,
    ),
    Side(
        frozenset({"welfare_manager"}),
        frozenset({Kind.TERRITORY}),
        "/hr/",
        lambda: NavigationItem(_("Choose for the shelf"), reverse("shelf_choice:list"), "shelf"),
        shelf_places,
    ),
    Side(
        frozenset({"office"}),
        frozenset({Kind.TERRITORY}),
        "/rete/",
        lambda: NavigationItem(_("Accredit providers"), reverse("office_applications:list"), "accept"),
        accrediting_places,
    ),
    Side(
        frozenset({"provider_staff", "provider_manager"}),
        SUPPLIERS,
        "/fornitore/",
        lambda: NavigationItem(_("Provider"), reverse("provider:home"), "building"),
        provider_places,
        also="/identita/ /carta/",
    ),
    Side(
        frozenset({"office", "operator"}),
        frozenset({Kind.NETWORK}),
        "/rete/",
        lambda: NavigationItem(_("Network"), reverse("home:network"), "shield"),
        network_places,
        also="/identita/",
    ),
)


def sides_of(user: User, organization: Organization) -> list[Side]:
    """The sides a person may stand on here, in the order of their homes."""
    held = set(user.roles)
    return [side for side in SIDES if side.roles & held and organization.kind in side.kinds]


def side_at(sides: list[Side], path: str) -> Side | None:
    """The side an address belongs to: the one whose prefix it begins with, else the first."""
    for side in sides:
        if side.holds(path):
            return side
    return sides[0] if sides else None


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation` and `account_menu` for base.html; nothing for visitors."""
    user = getattr(request, "user", None)
    organization = getattr(request, "tenant", None)
    if organization is None or user is None or not user.is_authenticated:
        return {}
    sides = sides_of(user, organization)
    side = side_at(sides, request.path)
    homes = mark_active([item.home() for item in sides], side.home().url if side else "")
    own = [NavigationItem(_("Profile and sign-in"), reverse("identity:profile"), "person")]
    return {
        "navigation": mark_active(side.places(user), request.path) if side else [],
        "account_menu": AccountMenu(user.full_name, homes if len(homes) > 1 else (), own),
    }
