"""A member brings a provider, with the keyboard alone on a phone, and sees the credit kept on her account."""

import re

from playwright.sync_api import expect

from catalog.plans.models import Plan
from tests.browser.hands import Keyboard
from tests.browser.looking import grave_violations
from tests.browser.network import PHONE, Network
from tests.conftest import inside

CHECK, CONFIRM = "main button[name=step][value=check]", "main button[name=step][value=confirm]"
FILLED = {
    "name": "Scuola di nuoto Delfino", "town": "Carpi", "email": "ciao@delfino.example",
    "what": "Corso di nuoto, 10 lezioni",
}  # fmt: skip


def test_a_provider_is_brought_by_keyboard_on_a_phone(network: Network) -> None:
    stage = network.stage
    with inside(stage.issuer):
        Plan.objects.update(takes_nominations=True)
    context = network.session(PHONE)
    network.sign_in(context, stage.issuer, stage.anna.user)
    tab, watch = network.tab(context)
    anna = Keyboard(tab)
    seen: list[str] = []

    def look(title: str) -> None:
        expect(tab.locator("h1")).to_have_text(title)
        seen.extend(grave_violations(tab))
        seen.extend(["wider than the phone"] * (tab.evaluate("document.documentElement.scrollWidth") > PHONE[0]))

    tab.goto(network.url(stage.issuer, "/scaffale/?q=zzzzzz"))
    anna.press('main a[href="/porta/"]')
    look("Porta il tuo fornitore")
    anna.press('main a.button[href="/porta/nuovo/"]')
    look("Indica un fornitore")
    for name, text in FILLED.items():
        anna.write(f"[name={name}]", text)
    anna.go_to("[name=kind]")
    tab.keyboard.type("Piscina")
    anna.choose(f'input[name=who][value="{stage.leo.pk}"]')
    anna.write("[name=amount]", "900")
    anna.press(CHECK)
    expect(tab.locator("main .notice.refusal")).to_be_visible()
    look("Il tuo credito non basta")
    # What fits is one press away, and all that was typed comes along.
    anna.press(CHECK)
    expect(tab.locator("main")).to_contain_text("842,50 €")
    anna.press("main button[name=step][value=change]")
    expect(tab.locator("[name=name]")).to_have_value(FILLED["name"])
    anna.write("[name=amount]", "140,00")
    anna.press(CHECK)
    for words in ("Leo", "140,00 €", "702,50 €", "Delfino"):
        expect(tab.locator("main")).to_contain_text(words)
    look("Controlla e conferma")
    anna.press(CONFIRM)
    expect(tab).to_have_url(re.compile(r"/porta/[0-9a-f-]{36}/$"))
    look("Scuola di nuoto Delfino")
    tab.goto(network.url(stage.issuer, "/conto/"))
    expect(tab.locator("main")).to_contain_text("702,50 €")
    movement = tab.get_by_role("link", name="Da parte per Scuola di nuoto Delfino").get_attribute("href")
    anna.press(f'main a[href="{movement}"]')
    anna.press('main a[href^="/porta/"]')
    anna.press('main a[href$="/ritira/"]')
    anna.press("main form .actions button")
    expect(tab.locator("main .notice.success").first).to_be_visible()
    assert stage.lots() == [210, 632.50]
    assert seen == []
    assert [each for each in watch.complaints if "409" not in each] == []
