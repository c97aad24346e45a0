"""What an application still lacks: the steps of its page, and the words that say what keeps it from being sent."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.accreditation import presenting
from providers.accreditation.models import Criterion, Presentation
from providers.applications import papers
from providers.applications.models import Application

PILLS = {
    Presentation.State.ASKED: "warn",
    Presentation.State.CONFIRMED: "",
    Presentation.State.DECLINED: "refusal",
}


@dataclass(frozen=True)
class Step:
    """One part of an application: where it is done, and how far it is."""

    label: str
    url: str
    pill: Any
    pill_kind: str
    detail: str = ""


def steps_of(application: Application, token: str) -> list[Step]:
    """The parts, in the order in which they are done."""
    steps = [Step(_("Your data"), address("data", token), _("Done"), "")]
    if application.call_id:
        steps.append(criteria_step(application, token))
    return [*steps, papers_step(application, token), presenter_step(application, token)]


def address(name: str, token: str) -> str:
    """A page of the application."""
    return reverse(f"applications:{name}", args=[token])


def criteria_step(application: Application, token: str) -> Step:
    """The questions of the call."""
    left = unanswered(application)
    pill = ngettext("%(n)d to answer", "%(n)d to answer", left) % {"n": left} if left else _("Done")
    return Step(_("Questions of the call"), address("criteria", token), pill, "warn" if left else "")


def papers_step(application: Application, token: str) -> Step:
    """The documents."""
    left = [str(each.kind.label) for each in papers.asked_for(application) if each.is_missing]
    pill = ngettext("%(n)d missing", "%(n)d missing", len(left)) % {"n": len(left)} if left else _("Done")
    return Step(_("Documents"), address("documents", token), pill, "warn" if left else "", ", ".join(left))


def presenter_step(application: Application, token: str) -> Step:
    """Who presents it: wished for, not asked for."""
    found = presenting.of_application(application.pk)
    label, url = _("Who presents you"), address("presenter", token)
    if found is None:
        return Step(label, url, _("If you know somebody"), "neutral")
    return Step(label, url, found.get_state_display(), PILLS[Presentation.State(found.state)], found.asked_of.name)


def unanswered(application: Application) -> int:
    """How many questions that must be met have no answer."""
    answered = [each.criterion_id for each in application.answers.all() if each.is_yes is not None or each.text]
    needed = Criterion.objects.filter(call=application.call_id, is_required=True)
    return needed.exclude(pk__in=answered).count()


def missing_in(application: Application) -> list[str]:
    """What keeps an application from being sent, in words; empty when nothing does."""
    found = []
    left = unanswered(application) if application.call_id else 0
    if left:
        words = ngettext("answer %(n)d question of the call", "answer %(n)d questions of the call", left)
        found.append(words % {"n": left})
    unsent = [one.kind.label for one in papers.asked_for(application) if one.is_missing]
    return [*found, *(_("send “%(paper)s”") % {"paper": label} for label in unsent)]
