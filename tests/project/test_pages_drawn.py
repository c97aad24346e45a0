"""The table of pages that bin/screens draws and axe reads speaks of pages that exist."""

import pytest
from django.conf import settings
from django.urls import resolve

from tests.browser.pages import BARE, EXPECTED, PAGES, Page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_of_the_table_has_a_view(page: Page) -> None:
    routes = settings.BARE_URLCONF if page.slug == BARE else settings.ROOT_URLCONF
    if EXPECTED.get(page.name) != 404:
        assert resolve(page.path.partition("?")[0], routes)


def test_names_are_file_names_and_unique() -> None:
    names = [page.name for page in PAGES]
    assert len(set(names)) == len(names)
    assert set(EXPECTED) <= set(names)
