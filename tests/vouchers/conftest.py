"""The stage of the voucher tests: that of the order tests, and one order of it."""

from pathlib import Path

import pytest
from pytest_django import Settings

from catalog.orders.models import Order, Voucher
from tenants.models import Organization
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import Stage
from welfare.icons import fill_vendor


@pytest.fixture(scope="session", autouse=True)
def typeface() -> None:
    """The typeface that set-up cuts out; documents embed it."""
    static = Path("static")
    if not (static / "vendor" / "fonts" / "titillium-700.woff2").exists():
        fill_vendor(static)


@pytest.fixture(autouse=True)
def private_files(settings: Settings, tmp_path: Path) -> Path:
    """A folder of this test's own for documents."""
    settings.PRIVATE_FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def stage(alfa: Organization, beta: Organization) -> Stage:
    """Anna of Alfa, her son Leo, and Beta's summer camp at 140,00."""
    return stages.set_up(alfa, beta)


@pytest.fixture
def order(stage: Stage) -> Order:
    """A week of camp for Leo; its document has not been made."""
    return stage.place()


@pytest.fixture
def voucher(stage: Stage, order: Order) -> Voucher:
    """The voucher of the order."""
    with inside(stage.issuer):
        return Voucher.objects.select_related("order__member__user").get(order=order)
