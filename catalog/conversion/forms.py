"""What HR types about a window: the agreement, the days, the premiums."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.conversion import queries
from catalog.conversion.models import Window
from catalog.conversion.pay_rules import pay_years
from catalog.conversion.premium_import import MOST
from catalog.conversion.windows import WindowTerms
from catalog.plans.models import Budget
from catalog.plans.setup.fields import day_field
from members.models import Category
from welfare.amounts import AmountField
from welfare.clock import today

MONTHS_AHEAD = 12
LARGEST_RATE = Decimal("15.00")


class MonthField(forms.DateField):
    """A month, kept as its first day."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
        super().__init__(widget=widget, input_formats=["%Y-%m", "%m/%Y"], **options)


class WindowForm(forms.Form):
    """A window; what the law asks of the agreement is ticked, not taken for granted."""

    budget = forms.ModelChoiceField(
        label=_("Credit that converted bonuses go to"), queryset=Budget.objects.none(), empty_label=None
    )
    agreement = forms.CharField(label=_("Agreement"), max_length=120)
    deposited_on = day_field(_("Deposited on"))
    deposit_number = forms.CharField(
        label=_("Protocol number of the deposit"),
        max_length=60,
        help_text=_("The Ministry of Labour gives it when the agreement is deposited online."),
    )
    has_clause = forms.BooleanField(
        label=_("The agreement lets workers choose welfare in place of money"), required=False
    )
    has_increase = forms.BooleanField(label=_("Results have risen, measured as the agreement says"), required=False)
    is_joint = forms.BooleanField(
        label=_("Workers take part in the organization of work as equals"),
        required=False,
        help_text=_("Then the first 800,00 € in money are free of the worker's contributions (L. 208/2015 c. 189)."),
    )
    opens_on = day_field(_("First day to choose"))
    closes_on = day_field(_("Last day to choose"))
    paid_in = MonthField(label=_("Paid with the pay of"), help_text=_("Its year is the tax year of the bonus."))
    contribution = forms.ChoiceField(label=_("The worker's contributions"))
    other_rate = AmountField(
        label=_("Another rate that payroll uses, in percent"), required=False, min_value=0, max_value=LARGEST_RATE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["budget"].queryset = queries.budgets()  # type: ignore[attr-defined]
        self.fields["budget"].label_from_instance = lambda budget: f"{budget.name} · {budget.plan.name}"  # type: ignore[attr-defined]
        self.fields["contribution"].choices = contribution_choices()  # type: ignore[attr-defined]

    def terms(self) -> WindowTerms:
        """What was typed, as a window keeps it."""
        cleaned = dict(self.cleaned_data)
        other = cleaned.pop("other_rate")
        code = cleaned["contribution"]
        known = next(iter(pay_years().values())).contributions[code].rate
        rate = known if other is None else other / 100
        return WindowTerms(contribution_rate=rate, **cleaned)


def contribution_choices() -> list[tuple[str, str]]:
    """The kinds of contributions with their rates; the rates of all years are the same."""
    kinds = next(iter(pay_years().values())).contributions.values()
    language = get_language() or ""
    return [(kind.code, f"{kind.name(language)}: {number_format(kind.rate * 100, 2)}%") for kind in kinds]


def window_initial() -> dict[str, Any]:
    """Two weeks from today, paid in the month in which they end, or the last of the year."""
    first = today()
    last = min(first + datetime.timedelta(days=14), first.replace(month=12, day=31))
    return {"opens_on": first, "closes_on": last, "paid_in": last.replace(day=1), "contribution": "private"}


def initial_of(window: Window) -> dict[str, Any]:
    """A window as its form shows it."""
    known = window.terms.pay_year.contribution(window.contribution).rate
    names = (
        "agreement", "deposited_on", "deposit_number", "has_clause", "has_increase", "is_joint",
        "opens_on", "closes_on", "paid_in", "contribution",
    )  # fmt: skip
    other = None if known == window.contribution_rate else window.contribution_rate * 100
    return {name: getattr(window, name) for name in names} | {
        "budget": window.budget_id,
        "other_rate": other,
    }


class EachForm(forms.Form):
    """The same premium for everybody of a category."""

    category = forms.ModelChoiceField(
        label=_("To whom"),
        queryset=Category.objects.order_by("name"),
        required=False,
        empty_label=_("Everybody"),
    )
    amount = AmountField(
        label=_("Premium for each person before deductions, in euro"),
        min_value=Decimal("0.01"),
        max_value=MOST,
        max_digits=7,
    )


class ExtendForm(forms.Form):
    """A later last day."""

    closes_on = day_field(_("New last day to choose"))
