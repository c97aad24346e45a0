"""Guessing activation codes is limited over hosts, whatever the request says of its address."""

import html

from tenants.identity.limits import CODE_TRIES, TRY_LATER
from tenants.models import Organization
from tests.conftest import browse


def test_tries_are_counted_over_two_hosts_and_both_ways_in(alfa: Organization, beta: Organization) -> None:
    clients = [browse(alfa), browse(beta)]
    for count in range(CODE_TRIES):
        path = "/attiva/" if count % 3 else f"/attiva/token{count}/"
        forged = {"HTTP_X_FORWARDED_FOR": f"203.0.113.{count}"}
        answer = clients[count % 2].post(path, {"code": f"WRONG{count}"}, **forged)  # type: ignore[arg-type]
        assert str(TRY_LATER) not in html.unescape(answer.content.decode())
    answer = clients[0].post("/attiva/", {"code": "WRONG"})
    assert answer.context["form"].errors["code"] == [str(TRY_LATER)]
