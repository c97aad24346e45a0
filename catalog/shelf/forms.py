"""On which terms an offer stands on the shelf."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.plans.models import Plan
from catalog.shelf.choice import open_plans
from catalog.shelf.models import ShelfItem

LIMITS = ("most_a_year", "most_at_once")


class TermsForm(forms.Form):
    """The plans whose credit opens an offer, and how often one person may ask for it."""

    plans = forms.ModelMultipleChoiceField(
        label=_("Plans whose credit pays for it"), queryset=Plan.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With none chosen people see it, with the help phone, and cannot order it."),
    )  # fmt: skip
    most_a_year = forms.IntegerField(
        label=_("At most how many times a year"), required=False, min_value=1, max_value=366,
        help_text=_("For each person with the family, from January to December. Empty: no limit."),
    )  # fmt: skip
    most_at_once = forms.IntegerField(
        label=_("At most how many at once"), required=False, min_value=1, max_value=100,
        help_text=_("Requests that are not used yet, for each person with the family. Empty: no limit."),
    )  # fmt: skip

    def __init__(self, *args: Any, item: ShelfItem | None, is_paid: bool = True, **kwargs: Any) -> None:
        plans = open_plans() if is_paid else Plan.objects.none()
        chosen = list(item.plans.all()) if item else list(plans)
        kwargs["initial"] = {"plans": chosen, **{name: getattr(item, name, None) for name in LIMITS}}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["plans"]
        field.queryset = plans
        # A plan has its name alone: "Piano 2026".
        field.label_from_instance = str
        if not is_paid:
            # Information and discounts have no terms: they stand on the shelf or they do not.
            self.fields.clear()
        for name in LIMITS:
            if name in self.fields:
                self.fields[name].widget.attrs["inputmode"] = "numeric"

    def limits(self) -> dict[str, int | None]:
        """How often a person may ask for it; nothing for information."""
        return {name: self.cleaned_data[name] for name in LIMITS if name in self.cleaned_data}
