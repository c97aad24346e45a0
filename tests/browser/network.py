"""The organizations of a browser test, who signs in there, and the browser's sessions."""

from dataclasses import dataclass, field

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Tab

from tenants.identity.models import User
from tenants.models import Organization
from tests.browser.looking import Watch
from tests.conftest import browse
from tests.orders.stage import Stage

PASSWORD = "quattro-gatti-al-mulino"
PHONE, DESKTOP = (360, 740), (1280, 800)
# Generous: on a busy machine a page may take its time. Nothing waits this long that is there.
PATIENCE = 30_000


@dataclass
class Network:
    """What the stage holds, and a browser on it."""

    stage: Stage
    rete: Organization
    chromium: Browser
    port: int
    opened: list[BrowserContext] = field(default_factory=list)

    def url(self, where: Organization | None, path: str = "/") -> str:
        """The address of a page on an organization's host, or on the bare domain."""
        host = f"{where.slug}.localhost" if where else "localhost"
        return f"http://{host}:{self.port}{path}"

    def session(self, size: tuple[int, int] = DESKTOP, *, has_script: bool = True) -> BrowserContext:
        """A fresh browser session; what its pages complain of is kept and told by `Watch`."""
        width, height = size
        context = self.chromium.new_context(
            viewport={"width": width, "height": height},
            locale="it-IT",
            reduced_motion="reduce",
            java_script_enabled=has_script,
        )
        context.set_default_timeout(PATIENCE)
        self.opened.append(context)
        return context

    def tab(self, context: BrowserContext) -> tuple[Tab, Watch]:
        """A page, and what it complains of."""
        opened = context.new_page()
        return opened, Watch(opened)

    def sign_in(self, context: BrowserContext, where: Organization, user: User) -> None:
        """Make the browser somebody's without the form: notice read, second factor shown."""
        cookie = browse(where, user).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.url(where)}])

    def close(self) -> None:
        """End every session, so that no request is under way when the tables are emptied."""
        for context in self.opened:
            context.close()
