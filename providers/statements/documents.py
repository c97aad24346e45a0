"""A statement's documents: PDF, CSV and pro-forma. Kept with their hash: asked for again, they have the same bytes."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from providers import invoice_data
from providers.statements import vat
from providers.statements.models import Correction, Statement, StatementFile, StatementLine
from providers.statements.queries import BY_DAY
from tenants.brand import colours
from tenants.models import Organization
from welfare import exports, files, pdf
from welfare.clock import day_in_rome
from welfare.money import ZERO

Kind = StatementFile.Kind
# What a PDF lists; the CSV has all of them.
MOST_LINES = 400
# A document of Italian tax law, whoever asks for it.
LANGUAGE = "it"
EXTENSIONS: Mapping[str, str] = {Kind.PDF: "pdf", Kind.CSV: "csv", Kind.PROFORMA: "pdf"}
NAMES: Mapping[str, str] = {Kind.PDF: "rendiconto", Kind.CSV: "rendiconto", Kind.PROFORMA: "proforma"}
MEDIA: Mapping[str, str] = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}
OF_A_PROVIDER = (
    "name", "legal_name", "vat_number", "tax_code", "address", "postcode", "town", "iban", "form", "certified_email",
)  # fmt: skip
OF_AN_ISSUER = ("name", "legal_name", "vat_number", "tax_code")
# Written since; empty they leave the hash, and the documents that were kept, as they were.
WHERE_AN_ISSUER_IS = ("address", "postcode", "town")


def document(statement: Statement, kind: str) -> bytes:
    """One of the documents of a statement (with its provider and issuer), made when first asked for and kept.

    Raises welfare.pdf.CannotRender.
    """
    owner = organization_of(statement)
    basis = basis_of(statement)
    found = StatementFile.objects.filter(statement=statement, kind=kind, basis=basis).first()
    content = kept(owner, found) if found else None
    if content is not None:
        return content
    content = MAKERS[kind](statement)
    return keep(statement, kind, basis, content)


def organization_of(statement: Statement) -> Organization:
    """The provider's organization, in whose folder the documents lie."""
    organization = statement.provider.organization
    if organization is None:
        raise ValueError(f"statement {statement.pk} is of no organization")
    return organization


def basis_of(statement: Statement) -> str:
    """A hash of all that a statement's documents are made of."""
    said = [statement.revision, str(statement.total)]
    said += [str(getattr(statement.provider, name)) for name in OF_A_PROVIDER]
    said += [str(getattr(statement.issuer, name)) for name in OF_AN_ISSUER]
    said += [code_of(statement.issuer)]
    said += [value for value in (getattr(statement.issuer, name) for name in WHERE_AN_ISSUER_IS) if value]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def kept(owner: Organization, row: StatementFile) -> bytes | None:
    """The bytes that were kept; None when they are gone, or are not those."""
    try:
        content = files.read(owner.key, row.file_name)
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == row.sha256 else None


def keep(statement: Statement, kind: str, basis: str, content: bytes) -> bytes:
    """Keep a document that was made; of two made at once the first stays, and both who asked get that one."""
    owner = organization_of(statement)
    name = files.write(owner.key, content, EXTENSIONS[kind])
    said = {"file_name": name, "sha256": hashlib.sha256(content).hexdigest()}
    row, is_new = StatementFile.objects.get_or_create(statement=statement, kind=kind, basis=basis, defaults=said)
    if is_new:
        return content
    before = kept(owner, row)
    if before is not None:
        files.remove(owner.key, name)
        return before
    StatementFile.objects.filter(pk=row.pk).update(**said)
    return content


def file_name(statement: Statement, kind: str) -> str:
    """What the download is called."""
    return f"{NAMES[kind]}-{statement.number}.{EXTENSIONS[kind]}"


def csv(statement: Statement) -> bytes:
    """Every line with what was corrected, then corrections of earlier months; amounts in Italian writing."""
    with override(LANGUAGE):
        header = [
            _("Number"), _("Month"), _("Customer"), _("Accepted on"), _("Service"), _("Voucher"), _("VAT rate"),
            _("Amount"),
        ]  # fmt: skip
        rows = [line_cells(statement, line) for line in statement.lines.order_by(*BY_DAY).iterator()]
        rows += [correction_cells(statement, each) for each in corrections_in(statement)]
        return exports.csv_text(header, rows).encode()


def line_cells(statement: Statement, line: StatementLine) -> list[str]:
    """One line as cells."""
    day = f"{line.accepted_on:%d/%m/%Y}"
    return [*head(statement), day, line.title, line.last_four, written(line.vat_rate), written(line.amount)]


def correction_cells(statement: Statement, each: Correction) -> list[str]:
    """One correction as cells, of the line that it corrects."""
    line = each.fulfilment.statement_line
    day = f"{day_in_rome(each.answered_at):%d/%m/%Y}" if each.answered_at else ""
    title = f"{_('Correction')}: {line.title} ({each.get_reason_display()})"
    return [*head(statement), day, title, line.last_four, written(line.vat_rate), written(each.amount)]


def head(statement: Statement) -> list[str]:
    """What each row begins with."""
    issuer = statement.issuer
    return [statement.number, f"{statement.month:%m/%Y}", issuer.legal_name or issuer.name]


def written(amount: Any) -> str:
    """A figure with a decimal comma; an accountant's program reads it as one."""
    return f"{amount:.2f}".replace(".", ",")


def corrections_in(statement: Statement) -> list[Correction]:
    """The corrections that count in a statement."""
    return list(statement.corrections.select_related("fulfilment__statement_line").order_by("answered_at", "pk"))


def statement_pdf(statement: Statement) -> bytes:
    """The statement for people to read: totals, lines (the first 400), corrections."""
    lines = list(statement.lines.order_by(*BY_DAY)[:MOST_LINES])
    more = statement.lines_count - len(lines)
    said = {"lines": lines, "more": more, "corrections": corrections_in(statement)}
    return pdf.render(
        "pdf/provider_statement.html", context_of(statement) | said, language=LANGUAGE, styles=styles_of(statement)
    )


def proforma(statement: Statement) -> bytes:
    """What the provider's own invoice has to say."""
    said = {"summary": vat.summary_of(statement), "code": code_of(statement.issuer)}
    return pdf.render("pdf/proforma.html", context_of(statement) | said, language=LANGUAGE, styles=styles_of(statement))


def context_of(statement: Statement) -> dict[str, Any]:
    """What both PDFs show."""
    provider, issuer = statement.provider, statement.issuer
    return {
        "statement": statement,
        "provider": provider,
        "issuer": issuer,
        "provider_name": provider.legal_name or provider.name,
        "issuer_name": issuer.legal_name or issuer.name,
        "organization": organization_of(statement),
        "has_corrections": statement.corrected != ZERO,
    }


def styles_of(statement: Statement) -> str:
    """The provider's colour."""
    return colours.stylesheet(organization_of(statement).colour)


def code_of(issuer: Organization) -> str:
    """How an invoice reaches the issuer through the exchange system; else as it wrote it as a provider."""
    own = invoice_data.reached_at(issuer)
    provider = getattr(issuer, "provider", None)
    return own or (provider.sdi_code or provider.certified_email) if provider else ""


MAKERS: Mapping[str, Callable[[Statement], bytes]] = {
    Kind.PDF: statement_pdf,
    Kind.CSV: csv,
    Kind.PROFORMA: proforma,
}
