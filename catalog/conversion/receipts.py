"""The receipt of a choice: made when it is asked for, out of what the choice keeps, which never changes."""

from catalog.conversion.models import Choice
from catalog.conversion.shown import Comparison
from tenants import isolation
from tenants.brand import colours
from welfare import pdf

TEMPLATE = "pdf/premium_receipt.html"


def rendered(choice: Choice) -> bytes:
    """The PDF in the person's language, in the organization's colours. Raises `pdf.CannotRender`."""
    organization, user = isolation.current(), choice.premium.member.user
    window = choice.window
    context = {
        "choice": choice,
        "window": window,
        "person": user.full_name,
        "member": choice.premium.member,
        "comparison": Comparison(window.terms, choice.facts, choice.converted),
        "law": window.terms.premium_year.law_ref,
        "organization": organization,
    }
    return pdf.render(TEMPLATE, context, language=user.language, styles=colours.stylesheet(organization.colour))
