"""No page leads anybody to a door that is closed to them, or to nothing."""

import pytest

from tests.badinput.crawl import reached
from tests.badinput.world import World

BEGIN = {"anna": "/", "hr": "/hr/", "manager": "/fornitore/", "operator": "/rete/"}


@pytest.mark.parametrize("role", BEGIN)
def test_every_link_leads_to_a_page(role: str, world: World) -> None:
    pages = dict(reached(world.clients[role], BEGIN[role]))
    assert len(pages) > 10
