"""What the shell of a page shows: the organization's masthead, the places to go, the account's menu.

base.html reads three names from the context: `masthead`, `navigation`, `account_menu`. Apps fill them in context
processors; a page without them (an error page, the bare domain) shows the shell without a menu.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One place: a short label, its address, an icon's name; `phone` puts it in the bottom bar (at most four)."""

    label: str
    url: str
    icon: str
    active: bool = False
    phone: bool = True


@dataclass(frozen=True, slots=True)
class AccountMenu:
    """The avatar's menu: who is signed in, the homes of their roles, pages about the account."""

    name: str
    homes: Sequence[NavigationItem] = ()
    items: Sequence[NavigationItem] = ()
    initials: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "initials", initials(self.name))


@dataclass(frozen=True, slots=True)
class Masthead:
    """The organization as the header and footer show it; `brand_url` is its stylesheet of colours."""

    name: str
    subtitle: str = ""
    home_url: str = "/"
    brand_url: str = ""
    help_phone: str = ""
    help_hours: str = ""
    initials: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "initials", initials(self.name))


def initials(name: str) -> str:
    """Two capitals for a mark: "Officine Riva" gives OR, "Coop. Primavera" CP, "Rete" RE."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalnum()]
    if len(words) > 1:
        return (words[0][0] + words[1][0]).upper()
    return words[0][:2].upper() if words else "?"


def mark_active(items: Iterable[NavigationItem], path: str) -> list[NavigationItem]:
    """The items with the one whose address is the longest beginning of `path` marked; "/" matches itself alone."""
    listed = list(items)
    matching = [item.url for item in listed if path == item.url or (item.url != "/" and path.startswith(item.url))]
    best = max(matching, key=len, default=None)
    return [replace(item, active=item.url == best) for item in listed]
