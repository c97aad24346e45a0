"""Somebody opens the link of an invitation in a real browser, which says of each form where it comes from."""

import re

from playwright.sync_api import expect

from tenants.identity import invitations
from tenants.isolation import SYSTEM
from tests import make
from tests.browser.network import PASSWORD, PHONE, Network
from tests.conftest import inside
from welfare import keys


def test_a_link_of_a_mail_leads_in(network: Network) -> None:
    issuer = network.stage.issuer
    with inside(issuer):
        bruna = make.user("Bruna", email="bruna@example.org")
        invitation = invitations.invite_by_mail(bruna, actor=SYSTEM)
        token = keys.unseal(invitations.PURPOSE, issuer.key, bytes(invitation.sealed_token))
    tab, watch = network.tab(network.session(PHONE))
    tab.goto(network.url(issuer, f"/attiva/{token}/"))
    tab.click("main form button")
    tab.fill("input[name=password1]", PASSWORD)
    tab.click("main form button[type=submit]")
    expect(tab).not_to_have_url(re.compile("/attiva/"))
    with inside(issuer):
        bruna.refresh_from_db()
        assert bruna.check_password(PASSWORD)
    assert watch.complaints == []
