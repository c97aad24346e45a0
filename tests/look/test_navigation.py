"""Which place is marked, and the letters of a mark."""

import pytest

from welfare.navigation import AccountMenu, NavigationItem, initials, mark_active

ITEMS = [
    NavigationItem("Home", "/", "home"),
    NavigationItem("Vouchers", "/fornitore/buoni/", "ticket"),
    NavigationItem("Today", "/fornitore/", "home"),
]


@pytest.mark.parametrize(
    ("path", "label"),
    [("/", "Home"), ("/fornitore/", "Today"), ("/fornitore/buoni/7/", "Vouchers"), ("/fornitore/turni/", "Today")],
)
def test_the_nearest_place_is_marked(path: str, label: str) -> None:
    assert [item.label for item in mark_active(ITEMS, path) if item.active] == [label]


def test_nothing_is_marked_elsewhere() -> None:
    assert not any(item.active for item in mark_active(ITEMS, "/privacy/"))


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Officine Riva", "OR"), ("Coop. Primavera di Carpi", "CP"), ("rete", "RE"), ("", "?"), ("Élan", "ÉL")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
    assert AccountMenu(name).initials == letters
