"""What the shell of a page offers: the places to go and the account's menu.

base.html reads `organization`, `brand_url`, `navigation` and `account_menu` from the context. Context processors fill
them (tenants/context.py, catalog/home/navigation.py); a page without them, like an error page, shows a plain shell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

# As many places fit beside the organization's name at the top of a wide page; the others stand there under More.
TOP_PLACES = 6


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One place: a short label, its address, an icon's name; `phone` puts it in the bottom bar (at most four).

    Places are listed by weight: a wide page shows the first six, those of the bottom bar among them.
    `short` stands in the bar where the label is too long for a fifth of a phone's width.
    """

    label: str
    url: str
    icon: str
    active: bool = False
    phone: bool = True
    short: str = ""
    # Other addresses that belong to it.
    also: tuple[str, ...] = ()

    def holds(self, path: str) -> str:
        """The longest of its addresses that `path` begins with; empty when none does; "/" matches itself alone."""
        own = [each for each in (self.url, *self.also) if path == each or (each != "/" and path.startswith(each))]
        return max(own, key=len, default="")


@dataclass(frozen=True, slots=True)
class AccountMenu:
    """The avatar's menu: who is signed in, the homes of their roles, pages about the account."""

    name: str
    homes: Sequence[NavigationItem] = ()
    items: Sequence[NavigationItem] = ()
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
    """The items with the one marked whose address is the longest beginning of `path`."""
    listed = list(items)
    best = max((item.holds(path) for item in listed), key=len, default="")
    return [replace(item, active=bool(best) and item.holds(path) == best) for item in listed]
