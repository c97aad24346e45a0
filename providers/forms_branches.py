"""What a provider's manager writes of its branches, and of who may do what at each."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.bookings.models import BranchAccess
from providers.models import Branch, Offer

WHOLE, SOME = "whole", "some"


class BranchForm(forms.ModelForm[Branch]):
    """A branch, and which services are there."""

    offers = forms.MultipleChoiceField(
        label=_("Services that are here"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Branch
        fields = ("name", "address", "town")

    def __init__(self, *args: Any, offers: Sequence[Offer] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not offers:
            del self.fields["offers"]
            return
        choices: Any = self.fields["offers"]
        choices.choices = [(str(offer.pk), offer.title) for offer in offers]
        self.initial["offers"] = [str(offer.pk) for offer in offers if offer.branch_id == self.instance.pk]

    def written(self) -> dict[str, Any]:
        """The branch's own fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def chosen(self) -> list[uuid.UUID]:
        """The services that are there."""
        return [uuid.UUID(key) for key in self.cleaned_data.get("offers", ())]


class AccessForm(forms.Form):
    """Where somebody of the staff works: everywhere, or at some branches, and what they may do at each."""

    where = forms.ChoiceField(
        label=_("Where"),
        choices=[(WHOLE, _("Everywhere: all services and all branches")), (SOME, _("Only at these branches"))],
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, branches: Sequence[Branch], levels: Mapping[uuid.UUID, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.branches, found = branches, levels or {}
        self.initial["where"] = SOME if found else WHOLE
        for branch in branches:
            self.fields[name_of(branch)] = forms.ChoiceField(
                label=branch.name,
                required=False,
                choices=[("", _("Nothing")), *BranchAccess.Level.choices],
                initial=found.get(branch.pk, ""),
            )

    def clean(self) -> dict[str, Any]:
        """Who works at some branches has at least one."""
        cleaned = super().clean() or {}
        if cleaned.get("where") == SOME and not self.chosen():
            self.add_error("where", _("Choose what they do at one branch at least."))
        return cleaned

    def chosen(self) -> dict[uuid.UUID, str]:
        """The levels that were picked, whatever was said of where."""
        picked = {branch.pk: self.cleaned_data.get(name_of(branch), "") for branch in self.branches}
        return {key: level for key, level in picked.items() if level}

    def levels(self) -> dict[uuid.UUID, str]:
        """What is to be written; nothing for who works everywhere."""
        return self.chosen() if self.cleaned_data["where"] == SOME else {}


def name_of(branch: Branch) -> str:
    """The field of a branch."""
    return f"branch-{branch.pk}"


class SlotBranchForm(forms.Form):
    """At which branch dates are."""

    branch = forms.ChoiceField(label=_("Branch"), required=False)

    def __init__(self, *args: Any, branches: Sequence[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(branch.pk): branch for branch in branches}
        field: Any = self.fields["branch"]
        field.choices = [("", _("Where the service is")), *((key, each.name) for key, each in self.by_key.items())]

    def chosen(self) -> Branch | None:
        """The branch; None for the service's own."""
        return self.by_key.get(self.cleaned_data["branch"])
