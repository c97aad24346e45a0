"""`provision`: open an organization from the command line, with its first person if one is named."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from tenants import links, opening, provisioning
from tenants.models import Kind, Organization, Provisioning, Status

PERSON = ("email", "given_name", "family_name")


class Command(BaseCommand):
    """Runs with the owner's role; typed again after a stop, it goes on where it was."""

    help = "Open an organization (owner's role). With a person's e-mail and names, that person is invited."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Kind, slug and name; the first person's e-mail and names go together."""
        parser.add_argument("--kind", required=True, choices=Kind.values)
        parser.add_argument("--slug", required=True, help="the first word of its address")
        parser.add_argument("--name", required=True)
        parser.add_argument("--email", default="", help="of the first person")
        parser.add_argument("--given-name", default="")
        parser.add_argument("--family-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it, or say why not."""
        person = [options[name] for name in PERSON]
        if any(person) and not all(person):
            raise CommandError("The first person needs --email, --given-name and --family-name.")
        try:
            organization = self.opened(options, opening.FirstPerson(*person) if all(person) else None)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{organization.name} is open: {links.base(organization)}/")

    def opened(self, options: dict[str, Any], person: opening.FirstPerson | None) -> Organization:
        """The organization, registered now or by an earlier run that stopped."""
        fields = {name: options[name] for name in ("slug", "kind", "name")}
        begun = Organization.objects.filter(slug=options["slug"], status=Status.DRAFT).first()
        if person is None:
            organization = begun or provisioning.register(**fields)
            provisioning.create_schema(organization)
            provisioning.activate(organization)
            return organization
        organization = begun or opening.queue(person, **fields)
        if not opening.carry_on(organization.pk):
            row = Provisioning.objects.filter(pk=organization.pk).first()
            raise CommandError(f"It stopped: {row.error if row else 'another process is at work on it'}")
        return organization
