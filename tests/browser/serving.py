"""The application on a port of its own, in threads of the test, with static files as in service."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings

from welfare.icons import fill_vendor

COMPRESSED = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}


class QuietHandler(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
        """What went wrong is seen in the browser."""


@contextmanager
def static_files(folder: Path) -> Iterator[None]:
    """Serve hashed and compressed files from `folder`, which `collect` has filled."""
    with override_settings(STATIC_ROOT=folder, STORAGES={**settings.STORAGES, "staticfiles": COMPRESSED}):
        yield


def collect(folder: Path) -> None:
    """Gather, hash and compress the static files, icons and typeface among them."""
    vendor = Path(settings.BASE_DIR) / "static"
    if not (vendor / "vendor" / "icons.svg").exists():
        fill_vendor(vendor)
    with static_files(folder):
        call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """The port of the running application; a thread for every connection, its database connection closed with it."""
    with ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler, allow_reuse_address=False) as server:
        with static_files(folder):
            server.set_app(WSGIHandler())
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
