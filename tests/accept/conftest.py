"""The stage of the acceptance tests: that of the order tests, an order of it, and Bruna of Beta's staff."""

import pytest
from django.test import Client

from catalog.orders.models import Order
from tenants.identity.models import Role, User
from tenants.isolation import Actor
from tenants.models import Organization
from tests import make
from tests.accept.desk import ANSWERS, code_of
from tests.conftest import browse, inside
from tests.orders import stage as stages
from tests.orders.stage import Stage


@pytest.fixture
def stage(alfa: Organization, beta: Organization) -> Stage:
    """Anna of Alfa, her son Leo, and Beta's summer camp at 140,00."""
    return stages.set_up(alfa, beta, questions=["allergies", "photos"])


@pytest.fixture
def order(stage: Stage) -> Order:
    """A week of camp for Leo, who is allergic to nuts."""
    return stage.place(answers=ANSWERS)


@pytest.fixture
def code(stage: Stage, order: Order) -> str:
    """The code of Leo's voucher."""
    return code_of(stage, order)


@pytest.fixture
def bruna(stage: Stage) -> User:
    """Who stands at Beta's door."""
    with inside(stage.supplier):
        return make.user("Bruna", Role.PROVIDER_STAFF)


@pytest.fixture
def actor(stage: Stage, bruna: User) -> Actor:
    """Bruna, as she acts."""
    return Actor(stage.supplier.key, bruna.pk, "person")


@pytest.fixture
def desk(stage: Stage, bruna: User) -> Client:
    """Bruna's browser on Beta's host."""
    return browse(stage.supplier, bruna)
