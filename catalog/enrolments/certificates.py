"""The certificate of an enrolment: made when it is asked for, out of what the enrolment keeps, and kept itself."""

from catalog.enrolments import queries
from catalog.enrolments.models import Enrolment
from tenants import isolation
from tenants.brand import colours
from welfare import files, pdf
from welfare.money import ZERO

TEMPLATE = "pdf/enrolment.html"


def certificate(enrolment: Enrolment) -> bytes:
    """The PDF in the person's language; the first one is kept as long as who is covered stays the same.

    Raises `pdf.CannotRender`.
    """
    organization = isolation.current()
    mark = mark_of(enrolment)
    if enrolment.document and enrolment.document_of == mark:
        try:
            return files.read(organization.key, enrolment.document)
        except FileNotFoundError:
            pass
    content = rendered(enrolment)
    name = files.write(organization.key, content, "pdf")
    Enrolment.objects.filter(pk=enrolment.pk).update(document=name, document_of=mark)
    if enrolment.document:
        files.remove(organization.key, enrolment.document)
    return content


def mark_of(enrolment: Enrolment) -> str:
    """What the document depends on besides the enrolment: who is covered until when, and where it stands."""
    people = [f"{one.pk}/{one.until or ''}" for one in enrolment.covered.all() if queries.is_paid(one)]
    return f"{enrolment.state}{enrolment.order.state}:{','.join(people)}"[:200]


def rendered(enrolment: Enrolment) -> bytes:
    """The PDF in the organization's colours."""
    organization, user = isolation.current(), enrolment.member.user
    people = [one for one in enrolment.covered.all() if queries.is_paid(one)]
    fees = sum((one.order.price for one in people if one.order), ZERO)
    context = {
        "enrolment": enrolment,
        "agreed": enrolment.agreed,
        "person": user.full_name,
        "member": enrolment.member,
        "people": people,
        "total": enrolment.order.price + fees,
        "organization": organization,
    }
    return pdf.render(TEMPLATE, context, language=user.language, styles=colours.stylesheet(organization.colour))
