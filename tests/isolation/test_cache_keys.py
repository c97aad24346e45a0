"""What one organization keeps in a cache no other can read; limits on guessing are shared on purpose."""

import pytest
from django.conf import settings
from django.core.cache import caches

from tenants.cache import organization_key
from tenants.models import Organization
from tests.conftest import inside


@pytest.mark.parametrize("alias", sorted(settings.CACHES))
def test_no_alias_shows_a_value_of_another_organization(alias: str, alfa: Organization, beta: Organization) -> None:
    cache = caches[alias]
    with inside(alfa):
        cache.set("greeting", "from alfa")
        assert alfa.schema_name in cache.make_key("greeting")
    with inside(beta):
        assert cache.get("greeting") is None
        cache.set("greeting", "from beta")
    assert cache.get("greeting") is None
    with inside(alfa):
        assert cache.get("greeting") == "from alfa"
        cache.delete("greeting")
    with inside(beta):
        assert cache.get("greeting") == "from beta"


@pytest.mark.parametrize("key", ["allauth:rl:login:ip:192.0.2.7", "allauth:rl:login_failed:key:5d41"])
def test_limits_by_address_or_login_are_shared(key: str, alfa: Organization, beta: Organization) -> None:
    with inside(alfa):
        in_alfa = organization_key(key, "", 1)
    with inside(beta):
        assert organization_key(key, "", 1) == in_alfa


@pytest.mark.parametrize("key", ["allauth:rl:change_password:user:7", "x:allauth:rl:login:ip:1", "allauth:other"])
def test_every_other_key_is_an_organization_s_own(key: str, alfa: Organization, beta: Organization) -> None:
    with inside(alfa):
        in_alfa = organization_key(key, "", 1)
    with inside(beta):
        assert organization_key(key, "", 1) != in_alfa
    assert organization_key(key, "", 1) not in (in_alfa, key)


def test_the_table_keeps_more_than_django_s_few_rows() -> None:
    """A counter that is culled is a fresh allowance."""
    assert caches["default"]._max_entries >= 100_000
