"""The form of several weeks and children: a list of weeks for each of the family, and the answers for each, once."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.orders import questions
from catalog.orders.forms import NONCE, question_field
from catalog.orders.grouping import MOST_LINES, GroupChoice, Key
from catalog.orders.people import ME
from catalog.orders.refusals import Terms
from catalog.orders.weeks import PersonWeeks, Unavailable
from providers.models import Offer, Question

WEEKS, ANSWER = "w-", "a-"


@dataclass(frozen=True)
class Section:
    """One person's part of the page."""

    label: str
    weeks: BoundField | None
    answers: Sequence[BoundField]
    others: Sequence[Unavailable]


class WeeksForm(forms.Form):
    """Weeks to tick for each of the family; the answers are needed of those alone who come."""

    def __init__(self, *args: Any, offer: Offer, people: Sequence[PersonWeeks], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer, self.people = offer, people
        for each in people:
            self.add_person(each)

    def add_person(self, each: PersonWeeks) -> None:
        """The fields of one of them."""
        if not each.weeks:
            return
        who = each.person.value
        self.fields[WEEKS + who] = forms.MultipleChoiceField(
            label=_("Weeks for %(person)s") % {"person": each.person.label},
            choices=each.weeks,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": gettext_lazy("One of these dates can no longer be had: choose again.")},
        )
        for question in questions.asked(self.offer):
            field = question_field(question)
            # Of who does not come nothing is needed.
            field.required = field.required and (not self.is_bound or self.comes(who))
            self.fields[f"{ANSWER}{who}-{question}"] = field

    def comes(self, who: str) -> bool:
        """Whether any week of somebody was ticked in what was sent."""
        sent: Any = self.data
        return bool(sent.getlist(WEEKS + who))

    def clean(self) -> dict[str, Any]:
        """At least one week, for anybody."""
        cleaned = super().clean() or {}
        if not self.errors and not any(self.comes(each.person.value) for each in self.people):
            raise forms.ValidationError(_("Tick at least one week, for one of you."))
        return cleaned

    def sections(self) -> Iterator[Section]:
        """The page, person by person."""
        for each in self.people:
            who = each.person.value
            answers = [self[name] for name in self.fields if name.startswith(f"{ANSWER}{who}-")]
            weeks = self[WEEKS + who] if each.weeks else None
            yield Section(each.person.label, weeks, answers, each.others)


class BadChoice(ValueError):
    """What was posted was not made by the page."""


class TermsForm(forms.Form):
    """What the person saw when confirming, and the nonce that makes it once."""

    nonce = forms.CharField(validators=[NONCE])
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    price = forms.DecimalField(max_digits=12, decimal_places=2)

    def terms(self) -> Terms:
        """The revision and the sum that were shown; after `is_valid()`."""
        return Terms(self.cleaned_data["revision"], self.cleaned_data["price"])


def read_choice(offer_id: uuid.UUID, posted: QueryDict) -> GroupChoice:
    """What was ticked and answered, as ids; raises BadChoice for what no page of ours sends."""
    lines: list[Key] = []
    answers: dict[uuid.UUID | None, dict[str, str]] = {}
    for name in posted:
        if name.startswith(WEEKS):
            who = person_of(name.removeprefix(WEEKS))
            lines += [(uuid_of(value), who) for value in posted.getlist(name)]
        elif name.startswith(ANSWER):
            read_answer(name, posted.get(name, ""), answers)
    if len(lines) > MOST_LINES or len(set(lines)) != len(lines):
        raise BadChoice
    coming = {who for _slot, who in lines}
    return GroupChoice(offer_id, tuple(lines), {who: said for who, said in answers.items() if who in coming})


def read_answer(name: str, text: str, answers: dict[uuid.UUID | None, dict[str, str]]) -> None:
    """Put one answer where it belongs."""
    who, _dash, question = name.removeprefix(ANSWER).rpartition("-")
    if question not in Question.values or len(text) > questions.LONGEST:
        raise BadChoice
    if text:
        answers.setdefault(person_of(who), {})[question] = text


def person_of(text: str) -> uuid.UUID | None:
    """Who a field is for; None for the member."""
    return None if text == ME else uuid_of(text)


def uuid_of(text: str) -> uuid.UUID:
    """An id."""
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise BadChoice from error


def as_fields(choice: GroupChoice) -> list[tuple[str, str]]:
    """The same choice as hidden fields, for the page that confirms it."""
    fields = [(WEEKS + value_of(who), str(slot_id)) for slot_id, who in choice.lines]
    for who, said in choice.answers.items():
        fields += [(f"{ANSWER}{value_of(who)}-{question}", text) for question, text in said.items()]
    return fields


def value_of(who: uuid.UUID | None) -> str:
    """Who, as fields name them."""
    return ME if who is None else str(who)
