"""What HR types about plans: terms, amounts, the text of the regulation."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.plans.models import Plan, Source
from catalog.plans.planning import BudgetTerms, PlanTerms
from welfare.clock import today

OLDEST, LATEST = datetime.date(2020, 1, 1), datetime.date(2099, 12, 31)
LATE_REFUNDS = [("0", gettext_lazy("They are lost")), ("30", gettext_lazy("They stay usable for 30 days"))]
BUDGETS = {"contract": Source.CONTRACT_CCNL, "voluntary": Source.VOLUNTARY}


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A date typed with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def new_key() -> str:
    """A nonce: a form sent twice is written once."""
    return str(uuid.uuid4())


class BudgetFields(forms.Form):
    """The three fields of one budget of a new plan; without a name there is no budget."""

    name = forms.CharField(
        label=gettext_lazy("Name people see"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Leave it empty if the plan has no credit of this source."),
    )
    expires_on = day_field(gettext_lazy("To be used by"), required=False)
    refund_days = forms.TypedChoiceField(
        label=gettext_lazy("Refunds that come after that day"), choices=LATE_REFUNDS, initial="30", coerce=int
    )

    def clean(self) -> dict[str, Any]:
        """A budget with a name needs its last day, within reach."""
        cleaned = super().clean() or {}
        expires_on = cleaned.get("expires_on")
        if cleaned.get("name") and "expires_on" in cleaned:
            if expires_on is None:
                self.add_error("expires_on", _("Say until when this credit can be used."))
            elif not today() <= expires_on <= LATEST:
                self.add_error("expires_on", _("Choose a day that has not passed yet, before 2100."))
        return cleaned

    def terms(self, source: str) -> BudgetTerms | None:
        """The budget, if there is one."""
        cleaned = self.cleaned_data
        if not cleaned["name"]:
            return None
        return BudgetTerms(source, cleaned["name"], cleaned["expires_on"], cleaned["refund_days"])


class PlanForm(forms.Form):
    """A new plan without its budgets."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_key)
    name = forms.CharField(label=gettext_lazy("Name of the plan"), max_length=80)
    starts_on = day_field(gettext_lazy("From"))
    ends_on = day_field(gettext_lazy("Until"))
    regulation = forms.CharField(
        label=gettext_lazy("Regulation"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("People read it beside their balance. You can write it later."),
    )

    def clean(self) -> dict[str, Any]:
        """The two days are in order and within reach."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and not OLDEST <= first <= LATEST:
            self.add_error("starts_on", _("Choose a day between 2020 and 2099."))
        if first and last and not first <= last <= LATEST:
            self.add_error("ends_on", _("The last day comes after the first, before 2100."))
        return cleaned


class NewPlan:
    """The page's three forms as one: the plan, its contractual and its voluntary budget."""

    def __init__(self, data: Any = None) -> None:
        self.plan = PlanForm(data, initial=plan_initial())
        self.contract = BudgetFields(data, prefix="contract", initial=budget_initial(Source.CONTRACT_CCNL))
        self.voluntary = BudgetFields(data, prefix="voluntary", initial=budget_initial(Source.VOLUNTARY))

    @property
    def forms(self) -> list[forms.Form]:
        """All three, in the order of the page."""
        return [self.plan, self.contract, self.voluntary]

    def is_valid(self) -> bool:
        """Whether all three are, and there is a budget."""
        # Each is asked, so that every field tells what is wrong with it.
        verdicts = [form.is_valid() for form in self.forms]
        if not all(verdicts):
            return False
        if not self.budgets():
            self.contract.add_error("name", _("A plan needs credit from at least one source."))
            return False
        return True

    def budgets(self) -> list[BudgetTerms]:
        """The budgets that were filled in."""
        found = [self.contract.terms(Source.CONTRACT_CCNL), self.voluntary.terms(Source.VOLUNTARY)]
        return [terms for terms in found if terms is not None]

    def terms(self) -> PlanTerms:
        """What the new plan says; the year is that of its first day."""
        cleaned = self.plan.cleaned_data
        return PlanTerms(
            name=cleaned["name"],
            year=cleaned["starts_on"].year,
            starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"],
            regulation=cleaned["regulation"],
            budgets=self.budgets(),
        )


def plan_initial() -> dict[str, Any]:
    """A plan of this year."""
    year = today().year
    return {
        "name": _("Welfare plan %(year)s") % {"year": year},
        "starts_on": datetime.date(year, 1, 1),
        "ends_on": datetime.date(year, 12, 31),
    }


def budget_initial(source: str) -> dict[str, Any]:
    """The usual names and days: a contract's credit lives until the May after."""
    year = today().year
    if source == Source.CONTRACT_CCNL:
        return {"name": _("Contract"), "expires_on": datetime.date(year + 1, 5, 31)}
    return {"name": _("Plan %(year)s") % {"year": year}, "expires_on": datetime.date(year, 12, 31)}


class RegulationForm(forms.ModelForm[Plan]):
    """The text that members read."""

    class Meta:
        model = Plan
        fields = ["regulation"]
        widgets = {"regulation": forms.Textarea(attrs={"rows": 20})}
