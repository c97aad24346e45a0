"""The card on paper, for whoever has no phone at hand: one page with a code that is good for months."""

from django.urls import reverse
from django.utils.http import urlencode

from catalog.cards import cards
from catalog.cards.models import MemberCard
from catalog.orders.qr import svg
from tenants import isolation, links
from tenants.brand import colours
from tenants.isolation import Actor
from welfare import pdf

TEMPLATE = "pdf/card.html"
# The address makes the symbol large: at level M its points stay large enough for any phone.
QR_LEVEL = "m"


def check_address(number: str, code: str) -> str:
    """Where a shop checks a card, with number and code filled in."""
    return links.link_here(reverse("cards:check")) + "?" + urlencode({"t": number, "c": code})


def in_fours(figures: str) -> str:
    """Figures as people read them out: in groups of four."""
    return " ".join(figures[start : start + 4] for start in range(0, len(figures), 4))


def printed(card: MemberCard, *, actor: Actor) -> bytes:
    """The PDF of a card. Nothing is changed when it cannot be made. Raises welfare.pdf.CannotRender."""
    pdf.engine()
    until = cards.print_paper(card, actor=actor)
    code = cards.paper_code(cards.secret_of(card), until)
    organization = isolation.current()
    context = {
        "organization": organization,
        "member": card.member,
        "number": in_fours(card.number),
        "code": in_fours(code),
        "qr": svg(check_address(card.number, code), QR_LEVEL),
        "until": until,
        "address": links.link_here(reverse("cards:check")),
    }
    language = card.member.user.language
    return pdf.render(TEMPLATE, context, language=language, styles=colours.stylesheet(organization.colour))
