"""`build_demo`: the demo network, once; and the file that says where it answers."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.demo import addresses, build


class Command(BaseCommand):
    """Build the demo network if it is not there, and write `var/demo.json` again."""

    help = "Build the demo network (owner's role) and write var/demo.json."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the demo answers."""
        parser.add_argument("--base", default=f"http://{settings.SCAFFALE_DOMAIN}:8000")
        parser.add_argument("--address", default="127.0.0.1:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; a network that stands is left as it is."""
        if not settings.SCAFFALE_DEMO:
            raise CommandError("build_demo runs only where SCAFFALE_DEMO=1: it writes invented people.")
        if not build.is_built():
            build.build()
        addresses.write(options["base"], options["address"])
