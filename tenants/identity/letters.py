"""Letters with activation codes, for people without e-mail: one PDF, a page each."""

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.db import transaction
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from tenants import isolation, links
from tenants.brand import colours
from tenants.identity.invitations import LASTS, CannotInvite, can_be_invited, invite_by_code
from tenants.identity.models import Invitation, User
from tenants.isolation import Actor
from welfare import codes, pdf
from welfare.clock import now

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Letter:
    """What one page says."""

    person: User
    code: str
    qr: SafeString


@transaction.atomic
def invite_by_letter(users: Sequence[User], *, actor: Actor) -> bytes:
    """The PDF with a fresh code for each of these people who has no way in yet; old codes die.

    Nothing is changed when the PDF cannot be made. Raises CannotInvite when nobody is left, or for
    more than 200 people at once.
    """
    waiting = [user for user in users if can_be_invited(user)]
    if not waiting:
        raise CannotInvite(_("Everybody here already signs in, or has left: there is no letter to print."))
    if len(waiting) > MOST_AT_ONCE:
        raise CannotInvite(_("Print at most 200 letters at a time."))
    letters = [letter(user, invite_by_code(user, actor=actor)) for user in waiting]
    organization = isolation.current()
    context = {
        "organization": organization,
        "letters": letters,
        "address": links.link_here(reverse("identity:activate")),
        "until": now() + LASTS[Invitation.Channel.LETTER],
    }
    language = letters[0].person.language
    return pdf.render("pdf/letters.html", context, language=language, styles=colours.stylesheet(organization.colour))


def letter(user: User, code: str) -> Letter:
    """One person's page: the code in fours, and a QR that opens the page with the code filled in."""
    link = links.link_here(reverse("identity:open", args=[code]))
    drawing = segno.make(link, error="m").svg_inline(scale=4, border=2)
    # segno's own drawing of a link of ours: no text of a person is in it.
    return Letter(user, codes.in_fours(code), mark_safe(drawing))  # noqa: S308
