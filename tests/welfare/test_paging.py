"""Pages by key: every row once, whatever the cursor says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.identity.models import User
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from welfare.paging import links_of, page_by_key, values_of

FIELDS = ("sort_name", "pk")


def test_every_row_comes_once_in_order(alfa: Organization) -> None:
    with inside(alfa):
        for name in ("Zeno", "Anna", "Anna", "Òscar", "Bea"):
            make.user(name)
        seen: list[str] = []
        cursor = ""
        while True:
            page = page_by_key(User.objects.all(), FIELDS, cursor, size=2)
            seen += [user.given_name for user in page.rows]
            cursor = page.next_cursor
            if not cursor:
                break
    assert seen == ["Anna", "Anna", "Bea", "Òscar", "Zeno"]


def test_sorting_down_continues_down(alfa: Organization) -> None:
    with inside(alfa):
        made = [make.user("Anna").pk for _ in range(3)]
        first = page_by_key(User.objects.all(), ("-joined_at", "-pk"), "", size=2)
        rest = page_by_key(User.objects.all(), ("-joined_at", "-pk"), first.next_cursor, size=2)
    assert [u.pk for u in first.rows + rest.rows] == made[::-1]


@pytest.mark.parametrize("cursor", ["x", "e30", "WyJhIl0", "W251bGwsbnVsbF0", "é" * 5, "A" * 2000])
def test_nonsense_starts_from_the_top(alfa: Organization, cursor: str) -> None:
    with inside(alfa):
        make.user("Anna")
        page = page_by_key(User.objects.all(), FIELDS, cursor)
    assert page.is_first and len(page.rows) == 1


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_a_cursor(text: str) -> None:
    values_of(User.objects.all(), FIELDS, text)


def test_one_goes_back_by_the_same_pages(alfa: Organization) -> None:
    with inside(alfa):
        made = [make.user(f"Anna{number}").pk for number in range(7)]
        everybody = User.objects.filter(pk__in=made)
        forward = [page_by_key(everybody, FIELDS, "", size=3)]
        while forward[-1].next_cursor:
            forward.append(page_by_key(everybody, FIELDS, forward[-1].next_cursor, size=3))
        back = [forward[-1]]
        while back[-1].previous_cursor:
            back.append(page_by_key(everybody, FIELDS, back[-1].previous_cursor, size=3))
    names = [[user.pk for user in page.rows] for page in forward]
    assert names == [made[:3], made[3:6], made[6:]]
    assert [[user.pk for user in page.rows] for page in back] == names[::-1]
    assert back[-1].is_first


@pytest.mark.parametrize("cursor", ["~", "~~", "~x", "~e30", "~W251bGwsbnVsbF0"])
def test_nonsense_backwards_starts_from_the_top(alfa: Organization, cursor: str) -> None:
    with inside(alfa):
        make.user("Anna")
        page = page_by_key(User.objects.all(), FIELDS, cursor)
    assert page.is_first and len(page.rows) == 1


def test_the_links_keep_the_question(alfa: Organization) -> None:
    with inside(alfa):
        for _ in range(3):
            make.user("Anna")
        page = page_by_key(User.objects.all(), FIELDS, "", size=2)
        links = links_of(page, {"q": "a b", "sede": "", "dopo": "old"})
    assert links == {"previous_url": "", "next_url": f"?q=a+b&dopo={page.next_cursor}"}
