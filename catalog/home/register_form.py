"""What a register may be asked: about whom, what kind of act, between which days."""

import datetime
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms import date_input
from tenants.audit.acts import Kind
from tenants.audit.register import Asked, kinds_in
from tenants.identity.models import User
from welfare.sorting import sort_key

FIRST_DAY = datetime.date(2000, 1, 1)
LAST_DAY = datetime.date(2100, 1, 1)
# Each of them can read that somebody looked for them: a search is about a few.
MOST_PEOPLE = 20
FILTER = "django/forms/filter.html"


class RegisterForm(forms.Form):
    """The question to a register, sent by GET; an empty field asks nothing."""

    persona = forms.CharField(label=_("Person"), required=False, max_length=80)
    tipo = forms.ChoiceField(label=_("What about"), required=False)
    dal = forms.DateField(label=_("From"), required=False, widget=date_input())
    al = forms.DateField(label=_("Until"), required=False, widget=date_input())

    def __init__(self, *args: Any, allowed: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowed = allowed
        for field in self.fields.values():
            field.template_name = FILTER  # type: ignore[attr-defined]
        kinds = [(kind.value, kind.label) for kind in kinds_in(allowed)]
        self.fields["tipo"].choices = [("", _("Everything")), *kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days in order, and within what a calendar of ours holds; no more people than a search is about."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("dal"), data.get("al")
        for name in ("dal", "al"):
            if data.get(name) and not FIRST_DAY <= data[name] <= LAST_DAY:
                self.add_error(name, _("Check the year."))
        if first and last and first > last:
            self.add_error("al", _("The last day is before the first: check them."))
        data["people"] = people_named(data.get("persona", ""))
        if data["people"] is not None and len(data["people"]) > MOST_PEOPLE:
            data["people"] = None
            message = _("More than %(most)s people match: write given name and family name.")
            self.add_error("persona", message % {"most": MOST_PEOPLE})
        return data

    def asked(self) -> Asked:
        """The question, as far as it makes sense: what is wrong is said beside its field and asks nothing."""
        data = getattr(self, "cleaned_data", {})
        return Asked(data.get("people"), data.get("tipo", ""), data.get("dal"), data.get("al"))

    def kept(self) -> dict[str, str]:
        """The question as the values of an address."""
        data = getattr(self, "cleaned_data", {})
        return {name: value_of(data[name]) for name in ("persona", "tipo", "dal", "al") if data.get(name)}

    def shown_actions(self) -> Collection[str]:
        """The acts asked for; readings of the register itself only when they are what is asked."""
        from_reading = {"trail.read", "trail.exported"}
        if getattr(self, "cleaned_data", {}).get("tipo") == Kind.REGISTER:
            return self.allowed
        return frozenset(self.allowed) - from_reading


def value_of(value: Any) -> str:
    """A cleaned value as an address carries it."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def people_named(search: str) -> frozenset[int] | None:
    """The accounts whose names hold each word, whatever the case, accents and order; None for no words.

    At most one more than a search may be about.
    """
    words = sort_key(search).split()
    if not words:
        return None
    found = User.objects.all()
    for word in words:
        found = found.filter(sort_name__contains=word)
    return frozenset(found.order_by("sort_name", "pk").values_list("pk", flat=True)[: MOST_PEOPLE + 1])
