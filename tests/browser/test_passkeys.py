"""A passkey: made on the profile, then the only thing needed to come in."""

import re

from playwright.sync_api import BrowserContext, expect
from playwright.sync_api import Page as Tab

from tests.browser.hands import Pointer
from tests.browser.journey import Member
from tests.browser.looking import defects_at_all_widths
from tests.browser.network import PASSWORD, Network

READER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_made_and_opens_the_door_alone(network: Network) -> None:
    tab, watch = network.tab(context := network.session())
    give_reader(context, tab)
    Member(network, Pointer(tab)).sign_in()
    tab.goto(network.url(network.stage.issuer, "/profilo/passkey/nuova/"))
    assert defects_at_all_widths(tab) == []
    tab.fill("main input[name=password]", PASSWORD)
    tab.click("main form button.button")
    expect(tab.locator("#mfa_webauthn_add")).to_be_visible()
    assert defects_at_all_widths(tab) == []
    tab.fill("main input[name=name]", "Telefono di Anna")
    tab.check("main input[name=passwordless]")
    tab.click("#mfa_webauthn_add")
    expect(tab).not_to_have_url(re.compile("/nuova/"))

    context.clear_cookies()
    tab.goto(network.url(network.stage.issuer, "/accedi/"))
    tab.click("#passkey_login")
    expect(tab).to_have_url(network.url(network.stage.issuer))
    expect(tab.locator("main")).to_contain_text("842,50")
    assert watch.complaints == []


def give_reader(context: BrowserContext, tab: Tab) -> None:
    """A reader of fingerprints that always says yes."""
    devtools = context.new_cdp_session(tab)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": READER})
