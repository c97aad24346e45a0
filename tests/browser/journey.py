"""What Anna does to get a voucher, and what Bruna does to accept it, whichever hand they use."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

import pypdf
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from playwright.sync_api import expect

from members import notices
from members.models import Notice
from tenants.identity.models import Role, User
from tests import make
from tests.browser.hands import Hand
from tests.browser.network import PASSWORD, PATIENCE, Network
from tests.conftest import inside

CODE = re.compile(r"[0-9A-Z]{4}( [0-9A-Z]{4}){3}")
MAIN_BUTTON = "main form .actions button.button:not(.secondary)"
expect.set_options(timeout=PATIENCE)


@dataclass
class Member:
    """Anna, at her browser."""

    network: Network
    hand: Hand
    has_script: bool = True

    def sign_in(self) -> None:
        """Come in by the front door, with a wrong password first; read the notice."""
        tab, anna = self.hand.tab, self.network.stage.anna.user
        tab.goto(self.network.url(self.network.stage.issuer, "/accedi/"))
        self.type_password(str(anna.email), "quattro-cani-al-mulino")
        self.expect_summary()
        tab.goto(self.network.url(self.network.stage.issuer, "/accedi/"))
        self.type_password(str(anna.email), PASSWORD)
        expect(tab).to_have_url(re.compile("/privacy/"))
        self.hand.press('form[action="/privacy/presa-visione/"] button')
        expect(tab).to_have_url(self.network.url(self.network.stage.issuer))

    def type_password(self, login: str, password: str) -> None:
        """Fill in the sign-in form and send it."""
        self.hand.write("input[name=login]", login)
        self.hand.write("input[name=password]", password)
        self.hand.press('main form[action="/accedi/"] button.button')

    def expect_summary(self) -> None:
        """The errors stand on top of the form, and with scripts the focus is on them."""
        summary = self.hand.tab.locator(".error-summary")
        expect(summary).to_be_visible()
        if self.has_script:
            expect(summary).to_be_focused()

    def find_camp(self) -> None:
        """Search the shelf with two typing errors and open what is found."""
        tab, title = self.hand.tab, self.network.stage.offer.title
        self.hand.press('nav a[href="/scaffale/"]')
        expect(tab.locator(".offer")).to_have_count(2)
        self.hand.write("#search", "cemtro estvo")
        if not self.has_script:
            self.hand.press("form[role=search] button")
        expect(tab.locator(".offer")).to_have_count(1)
        expect(tab.locator(".offer-title")).to_have_text(title)
        self.hand.press(".offer-title a")
        expect(tab.locator("h1")).to_have_text(title)

    def ask(self) -> None:
        """Choose child and dates and answer; first without the phone number, which is missed."""
        stage = self.network.stage
        self.hand.press(f'main a.button[href="/richieste/nuova/{stage.offer.pk}/"]')
        self.hand.choose(f'input[name=who][value="{stage.leo.pk}"]')
        self.hand.choose(f'input[name=slot][value="{stage.slot.pk}"]')
        self.hand.write("[name=allergies]", "noci")
        self.hand.choose("input[name=photos][value=no]")
        self.hand.press("main button[name=step][value=check]")
        self.expect_summary()
        expect(self.hand.tab.locator("[name=allergies]")).to_have_value("noci")
        self.hand.press('.error-summary a[href="#id_phone"]')
        self.hand.write("[name=phone]", "059 640000")
        self.hand.press("main button[name=step][value=check]")

    def check(self) -> None:
        """Read who, how much, from which credit, what is left, what the law says."""
        main = self.hand.tab.locator("main")
        expect(main.locator('form[action$="/conferma/"]')).to_be_visible()
        for words in ("Leo", "250,00 €", "210,00 €", "40,00 €", "592,50 €", "TUIR art."):
            expect(main).to_contain_text(words)

    def confirm(self) -> None:
        """Push the one button; the result stands on a page of its own."""
        self.hand.press('form[action$="/conferma/"] button.button:not(.secondary)')
        expect(self.hand.tab).to_have_url(re.compile(r"/richieste/[0-9a-f-]{36}/fatto/$"))
        expect(self.hand.tab.locator("main .notice.success")).to_contain_text("250,00 €")

    def open_voucher(self) -> str:
        """Open the voucher; its code, as it is read out."""
        self.hand.press(".ticket-title a")
        expect(self.hand.tab.locator(".qr svg")).to_be_visible()
        code = self.hand.tab.locator(".voucher-code").inner_text().strip()
        assert CODE.fullmatch(code), code
        return code

    def download(self, folder: Path) -> str:
        """Download the document; its text."""
        with self.hand.tab.expect_download() as download:
            self.hand.press('a[href$="/buono.pdf"]')
        path = folder / "buono.pdf"
        download.value.save_as(path)
        return pypdf.PdfReader(path).pages[0].extract_text()

    def cancel(self) -> None:
        """From the voucher to its order; cancel it and read that the credit is back."""
        tab = self.hand.tab
        self.hand.press('main a[href^="/richieste/"]')
        self.hand.press('main a[href$="/annulla/"]')
        self.hand.press("main form button.danger")
        expect(tab).to_have_url(re.compile(r"/richieste/[0-9a-f-]{36}/$"))
        expect(tab.locator("main .notice.success")).to_contain_text("250,00 €")


@dataclass
class Desk:
    """Bruna, at the door of the camp."""

    network: Network
    hand: Hand

    def sign_in(self) -> None:
        """Come in on the provider's own host, with the second factor that staff need."""
        supplier, tab = self.network.stage.supplier, self.hand.tab
        user, secret = staff_of(self.network)
        tab.goto(self.network.url(supplier, "/accedi/"))
        self.hand.write("input[name=login]", str(user.email))
        self.hand.write("input[name=password]", PASSWORD)
        self.hand.press('main form[action="/accedi/"] button.button')
        self.hand.write("form.code-form input[name=code]", app_code(secret))
        self.hand.press("form.code-form button.button")
        expect(tab).to_have_url(self.network.url(supplier, "/fornitore/"))

    def look_up(self, code: str) -> None:
        """Type a code as it comes."""
        if "/fornitore/buoni/" not in self.hand.tab.url:
            self.hand.press('main a.button[href="/fornitore/buoni/"]')
        self.hand.write("form.code-form input[name=code]", code)
        self.hand.press("form.code-form button.button")

    def photograph(self, photo: bytes) -> None:
        """Choose a photo; with scripts it is sent at once. A file of megabytes is quicker to hand over by its path."""
        self.hand.tab.goto(self.network.url(self.network.stage.supplier, "/fornitore/buoni/"))
        chosen = Path(settings.PRIVATE_FILES).with_name("foto.png")
        chosen.write_bytes(photo)
        self.hand.tab.locator("input[type=file]").set_input_files(chosen)
        if self.hand.tab.locator("[data-send]").is_visible():
            self.hand.press("[data-send]")

    def accept(self, code: str) -> None:
        """Check, then accept."""
        self.look_up(code)
        self.accept_what_is_shown()

    def accept_what_is_shown(self) -> None:
        """Read who it is, and accept."""
        main = self.hand.tab.locator("main")
        for words in ("Leo Bianchi", "250,00 €", "noci", "059 640000"):
            expect(main).to_contain_text(words)
        self.hand.press('form[action="/fornitore/buoni/accetta/"] button.button')
        expect(main.locator(".notice.success")).to_contain_text("Leo Bianchi")


def staff_of(network: Network) -> tuple[User, str]:
    """Bruna of the provider's staff, and the secret in her authenticator app."""
    with inside(network.stage.supplier):
        bruna = make.user("Bruna", Role.PROVIDER_STAFF, password=PASSWORD)
        Notice.objects.create(user=bruna, version=notices.VERSION)
        secret = str(totp.generate_totp_secret())
        totp.TOTP.activate(bruna, secret)
        assert Authenticator.objects.filter(user=bruna).exists()
    return bruna, secret


def app_code(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))
