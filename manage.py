#!/usr/bin/env python
"""Django's command line for Scaffale; `bin/manage` calls it with the database up."""

import os
import sys

OWNER_COMMANDS = frozenset({"migrate_all", "provision", "build_demo", "migrate", "migrate_schemas", "bench_tenants"})


def main() -> None:
    """Choose the settings and the database role that the command needs, then run it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "welfare.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        # Creating schemas and tables needs the owner's role; serving never does.
        os.environ.setdefault("SCAFFALE_PROCESS", "owner")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
