"""The statement of a year as a PDF, made by a worker when its person asks, and made anew when they ask again."""

import datetime
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.home.models import YearStatement
from catalog.home.movement_words import IN_A_YEAR
from catalog.home.year_figures import SourceYear, last_day_of, year_of
from members.models import Member
from tenants import failures, isolation, kept_pdfs
from tenants.brand import colours
from tenants.sweep import Outbox
from welfare import pdf
from welfare.clock import now
from welfare.money import format_amount

log = logging.getLogger(__name__)
KIND = "statement"
OUTBOX = Outbox(YearStatement, "document", KIND)
TEMPLATE = "pdf/statement.html"
Document = YearStatement.Document


@dataclass(frozen=True)
class ShownSource:
    """A source as the document lists it: its lines with their amounts."""

    name: str
    lines: Sequence[tuple[str, str]]
    closing: str
    # Its last day, where that is over: what is left then waits for what the plan says, and cannot be used.
    ended_on: datetime.date | None


def statement_of(member: Member, year: int) -> YearStatement | None:
    """What a person asked for of a year, if they did."""
    return YearStatement.objects.filter(member=member, year=year).first()


def ask(member: Member, year: int) -> YearStatement:
    """Ask for the statement of a year up to its end, or to today; a second time it is made anew.

    One that is waiting or under way is left as it is.
    """
    wanted = {"until": last_day_of(year), "language": get_language() or "it", "since": now()}
    row, is_new = YearStatement.objects.get_or_create(member=member, year=year, defaults=wanted)
    if not is_new:
        over = YearStatement.objects.filter(pk=row.pk, document__in=[Document.READY, Document.FAILED])
        if over.update(document=Document.QUEUED, attempts=0, **wanted):
            failures.settle(KIND, row.pk)
    return row


def pending_ids(limit: int = 50) -> list[UUID]:
    """Statements of the organization in force that are due, oldest first."""
    return OUTBOX.pending_ids(limit)


def make_document(statement_id: UUID) -> bool:
    """Make a PDF that is waited for; safe to call twice. False when it was not made by this call."""
    row = OUTBOX.claim(statement_id)
    if row is None:
        return False
    try:
        name, digest = kept_pdfs.store(rendered(row))
    except Exception as error:
        log.warning("statement %s not rendered: %s", row.pk, failures.describe(error))
        OUTBOX.refuse(row, error)
        return False
    done = OUTBOX.finish(row, Document.READY, file_name=name, sha256=digest)
    # The one before, or this one when another process came first, is nobody's any more.
    kept_pdfs.remove(row.file_name if done else name)
    return done


def rendered(row: YearStatement) -> bytes:
    """The PDF, in the language in which it was asked for and the organization's colours."""
    organization = isolation.current()
    member = Member.objects.select_related("user").get(pk=row.member_id)
    context = {
        "statement": row,
        "member": member,
        # Called by the template: the words are those of the document's language.
        "sources": partial(shown, year_of(member, row.year, row.until), row.until),
        "is_whole": row.until.month == 12 and row.until.day == 31,
        "organization": organization,
    }
    return pdf.render(TEMPLATE, context, language=row.language, styles=colours.stylesheet(organization.colour))


def shown(sources: Sequence[SourceYear], until: datetime.date) -> list[ShownSource]:
    """The sources with their amounts in words, as of a day."""
    return [
        ShownSource(
            each.budget.name,
            lines_of(each),
            format_amount(each.closing, each.unit),
            ended_on(each, until),
        )
        for each in sources
    ]


def ended_on(source: SourceYear, until: datetime.date) -> datetime.date | None:
    """The last day of a source, if it was over on a day and something is left."""
    last = source.budget.carried_until or source.budget.expires_on
    return last if source.closing and last < until else None


def lines_of(source: SourceYear) -> list[tuple[str, str]]:
    """The opening balance and the movements."""
    lines = [(_("At the beginning"), source.opening)]
    lines += [(str(IN_A_YEAR[reason]), amount) for reason, amount in source.movements]
    return [(words, format_amount(amount, source.unit)) for words, amount in lines]


@failures.retrier(KIND)
def try_again(statement_id: UUID) -> None:
    """Queue a statement that had been given up, at an operator's request."""
    OUTBOX.requeue(statement_id)
