"""What the pages of payroll share: who may open them, the names of its figures, the words of a run."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalog.payroll import exporting, periods
from catalog.payroll.exporting import File
from catalog.payroll.models import LEVELS, Alert, Figure, PayrollLine, PayrollPerson, PayrollRun
from tenants.identity.actors import actor_of
from welfare.access import roles

PAYROLL = roles("payroll")
State = PayrollRun.State
PILLS = {State.DRAFT: "warn", State.LOCKED: "", State.FAILED: "refusal"}
# Alerts by the word of the address.
WORDS = {
    "da-correggere": Alert.UNREADABLE,
    "oltre": Alert.CROSSED,
    "vicino": Alert.NEAR,
    "decadute": Alert.LAPSED,
    "in-meno": Alert.LESS,
    "senza-codice": Alert.NO_TAX_CODE,
}
# Everybody whom the year tells of, besides those of the month.
ALL = "tutti"
SHOWN_LABELS = {str(figure): figure.label for figure in Figure}


@dataclass(frozen=True)
class Total:
    """A figure over everybody: of the month, since January, of how many people."""

    label: Any
    amount: Decimal
    to_date: Decimal
    people: int


def title_of(run: PayrollRun) -> str:
    """What a run is called: "Novembre 2026"."""
    return periods.name((run.year, run.month)).capitalize()


def totals_of(run: PayrollRun) -> list[Total]:
    """The sums of a run, in the order of its figures; one query. What is no sum is left out."""
    lines = PayrollLine.objects.filter(person__run=run).exclude(figure__in=list(LEVELS)).order_by()
    rows = lines.values_list("figure").annotate(
        Sum("amount"), Sum("to_date"), people=Count("person", distinct=True, filter=~Q(amount=0))
    )
    found = {figure: (amount, to_date, people) for figure, amount, to_date, people in rows}
    return [Total(figure.label, *found[figure]) for figure in Figure if figure in found]


def alerts_of(run: PayrollRun) -> dict[str, int]:
    """How many people each alert is about; one query."""
    rows = run.people.order_by().annotate(alert=Func(F("alerts"), function="unnest")).values_list("alert")
    return dict(rows.annotate(n=Count("pk")))


def moved(run: PayrollRun) -> QuerySet[PayrollPerson]:
    """The people who have a figure in the month itself."""
    told = PayrollLine.objects.filter(person=OuterRef("pk")).exclude(figure__in=list(LEVELS)).exclude(amount=0)
    return run.people.filter(Exists(told))


def chips(counts: dict[str, int], active: str, run: PayrollRun) -> list[dict[str, Any]]:
    """The people of the month, everybody of the year, then the alerts that there are, each with its number."""
    shown = [
        {"label": f"{_('This month')} ({moved(run).count()})", "url": "?", "active": not active},
        {"label": f"{_('Everybody')} ({run.people_count})", "url": f"?avviso={ALL}", "active": active == ALL},
    ]
    return shown + [
        {"label": f"{alert.label} ({counts[alert]})", "url": f"?avviso={word}", "active": word == active}
        for word, alert in WORDS.items()
        if counts.get(alert)
    ]


@dataclass(frozen=True)
class ShownPerson:
    """One row of the list of people."""

    person: PayrollPerson
    amounts: list[tuple[Any, Decimal]]
    alerts: list[str]


def shown_person(person: PayrollPerson) -> ShownPerson:
    """A person with the figures of the month that are something, and the alerts in words."""
    lines = sorted(person.lines.all(), key=lambda line: list(SHOWN_LABELS).index(line.figure))
    amounts = [(SHOWN_LABELS[line.figure], line.amount) for line in lines if line.amount and line.figure not in LEVELS]
    return ShownPerson(person, amounts, [str(Alert(alert).label) for alert in person.alerts if alert in Alert.values])


def note_reading(request: HttpRequest, run: PayrollRun, people: Iterable[PayrollPerson]) -> None:
    """One line in the trail of each person whose figures a page shows."""
    accounts = [person.member.user_id for person in people]
    exporting.note_people(accounts, "payroll.read", subject=str(run.pk), actor=actor_of(request))


def download(file: File) -> HttpResponse:
    """A file as a download, never kept by a shared computer."""
    return attachment(file.name, file.content, file.media_type)


def attachment(name: str, content: bytes, media_type: str) -> HttpResponse:
    """Bytes as a download called `name`."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
