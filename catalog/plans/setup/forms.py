"""One form a step: what HR types, and what it writes."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.plans import areas
from catalog.plans.forms import new_key
from catalog.plans.models import Basis, Budget, ProRata, Residual, Source
from catalog.plans.setup import answers
from catalog.plans.setup.answers import Write
from catalog.plans.setup.fields import amount_field, choice_field, day_field
from catalog.plans.setup.steps import WITH_AN_ACT, Place, Step
from catalog.plans.setup.terms import EUR
from members.models import Category
from welfare.amounts import AmountField
from welfare.templatetags.kit import day

SOURCE_WORDS = {
    Source.CONTRACT_CCNL: gettext_lazy("National contract: the credit that your CCNL obliges you to give"),
    Source.COMPANY_AGREEMENT: gettext_lazy("Company agreement: what you signed with the unions"),
    Source.COMPANY_REGULATION: gettext_lazy("Company regulation: what you bound yourselves to in writing"),
    Source.VOLUNTARY: gettext_lazy("Voluntary: what you add of your own will"),
    Source.PDR_CONVERSION: gettext_lazy("Performance bonus: who wants turns theirs into welfare"),
    Source.FRINGE: gettext_lazy("Fringe benefit: within the year's limit, for one person too"),
    Source.RISTORNO: gettext_lazy("Ristorno or social prize: the cooperative's own, for its members"),
    Source.CURRENCY: gettext_lazy("Complementary currency: a unit of its own, apart from the euro"),
}
ACTS = [
    (Basis.CONTRACT_CCNL, gettext_lazy("The national contract obliges us")),
    (Basis.COMPANY_AGREEMENT, gettext_lazy("We signed it with the unions")),
    (Basis.COMPANY_REGULATION, gettext_lazy("A regulation of ours, or a decision of the assembly, binds us")),
    (Basis.VOLUNTARY, gettext_lazy("Nothing obliges us: we give it of our own will")),
]
RATIOS = [
    (ProRata.NONE, gettext_lazy("All of it, whenever they join or leave")),
    (ProRata.MONTHS, gettext_lazy("A twelfth for each month in service; one begun counts")),
    (ProRata.DAYS, gettext_lazy("By the days in service")),
]
RESIDUAL_WORDS = [
    (Residual.LOST, gettext_lazy("It is lost: what nobody used simply ends")),
    (Residual.NEXT_YEAR, gettext_lazy("It stays usable until a later day, within the plan")),
    (Residual.PENSION_FUND, gettext_lazy("It goes to the person's pension fund")),
    (Residual.HEALTH_FUND, gettext_lazy("It goes to the person's health fund")),
    (Residual.EMPLOYER, gettext_lazy("It goes back to you, the employer")),
    (Residual.SOLIDARITY, gettext_lazy("It goes to a pool for colleagues in need")),
]
REFUNDS = [
    ("0", gettext_lazy("Treat them like what is left over")),
    ("30", gettext_lazy("Keep them usable for 30 days")),
]
AT_ONCE, SOME_DAYS, UNTIL_EXPIRY = "now", "days", "end"
LEAVING = [
    (AT_ONCE, gettext_lazy("It ends on their last day")),
    (SOME_DAYS, gettext_lazy("They can use it for some days more")),
    (UNTIL_EXPIRY, gettext_lazy("They can use it until it expires")),
]


class StepForm(forms.Form):
    """The form of one step: begins with what is saved, and says how to write what was typed."""

    def __init__(self, place: Place, data: Any = None) -> None:
        self.place = place
        super().__init__(data, initial=self.saved())

    @property
    def budget(self) -> Budget:
        """The budget that the step speaks of."""
        if self.place.budget is None:
            raise LookupError(f"{self.place.step} speaks of no budget")
        return self.place.budget

    def saved(self) -> dict[str, Any]:
        """What the rows say now."""
        return {name: getattr(self.budget, name) for name in self.base_fields}

    def write(self) -> Write:
        """How to write the cleaned answer."""
        return answers.write_columns(self.cleaned_data)


class NameFields(forms.Form):
    """What the plan is called, and its days."""

    name = forms.CharField(label=gettext_lazy("Name of the plan"), max_length=80)
    starts_on = day_field(gettext_lazy("From"))
    ends_on = day_field(
        gettext_lazy("Until"), help_text=gettext_lazy("All credit is used by this day. It may be in the year after.")
    )
    takes_nominations = forms.BooleanField(
        label=gettext_lazy("People can bring a provider that is not in the network yet"),
        required=False,
        help_text=gettext_lazy(
            "Their credit is held while it is invited, for 60 days at most, and comes back if it says no. "
            "You see no names."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """The two days are in order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and first > last:
            self.add_error("ends_on", _("The last day comes after the first."))
        return cleaned


class BeginForm(NameFields):
    """The first page: a draft is written with it."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_key)


class NameForm(NameFields, StepForm):
    """The same for a draft."""

    def saved(self) -> dict[str, Any]:
        """The plan's."""
        return {name: getattr(self.place.plan, name) for name in self.base_fields}

    def write(self) -> Write:
        """Name and dates."""
        return answers.write_name(self.cleaned_data)


class SourcesForm(StepForm):
    """Where the credit comes from."""

    sources = forms.MultipleChoiceField(
        label=gettext_lazy("Sources"),
        choices=list(SOURCE_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("A plan needs credit from at least one source.")},
    )

    def saved(self) -> dict[str, Any]:
        """Those that the plan has."""
        return {"sources": [budget.source for budget in self.place.plan.budgets.all()]}

    def write(self) -> Write:
        """Those that are ticked."""
        return answers.write_sources(set(self.cleaned_data["sources"]))


class AboutForm(StepForm):
    """What people call it; for sources that the law does not name, by which act; for a currency, its unit."""

    name = forms.CharField(
        label=gettext_lazy("Name people see"),
        max_length=40,
        help_text=gettext_lazy("They read it beside their balance. Short is better."),
    )
    basis = choice_field(gettext_lazy("By which act do you give it?"), ACTS)
    unit = forms.RegexField(
        r"^[A-Z][A-Z0-9]{1,7}\Z",
        label=gettext_lazy("Code of the currency"),
        max_length=8,
        help_text=gettext_lazy("Two to eight capital letters or digits, such as LBX."),
    )

    def __init__(self, place: Place, data: Any = None) -> None:
        super().__init__(place, data)
        if self.budget.source not in WITH_AN_ACT:
            del self.fields["basis"]
        if self.budget.source != Source.CURRENCY:
            del self.fields["unit"]

    def clean_unit(self) -> str:
        """Not the euro."""
        unit: str = self.cleaned_data["unit"]
        if unit == EUR:
            raise forms.ValidationError(_("Write the code of the currency, such as LBX: it is not the euro."))
        return unit


class AmountsForm(StepForm):
    """How much for everybody, and for the categories that have another amount."""

    everybody = amount_field(
        gettext_lazy("For everybody"),
        help_text=gettext_lazy("For each person, in a full year. Leave it empty if only some categories have it."),
    )

    def __init__(self, place: Place, data: Any = None) -> None:
        self.categories = list(Category.objects.order_by("name", "pk"))
        super().__init__(place, data)
        for category in self.categories:
            self.fields[field_of(category)] = amount_field(category.name)

    @property
    def of_categories(self) -> list[forms.BoundField]:
        """The fields of the categories."""
        return [self[field_of(category)] for category in self.categories]

    def saved(self) -> dict[str, Any]:
        """The amounts that there are."""
        return {f"category-{row.category_id}" if row.category_id else "everybody": row.amount for row in self.rows()}

    def rows(self) -> Iterable[Any]:
        """The saved amounts."""
        return self.budget.amounts.all()

    def write(self) -> Write:
        """The amounts that are typed."""
        amounts: dict[int | None, Decimal | None] = {None: self.cleaned_data["everybody"]}
        amounts |= {category.pk: self.cleaned_data[field_of(category)] for category in self.categories}
        return answers.write_amounts({key: value for key, value in amounts.items() if value is not None})

    def clean(self) -> dict[str, Any]:
        """At least one."""
        cleaned = super().clean() or {}
        if not self.errors and not any(value is not None for value in cleaned.values()):
            self.add_error("everybody", _("Write an amount, for everybody or for one category at least."))
        return cleaned


def field_of(category: Category) -> str:
    """The name of a category's field."""
    return f"category-{category.pk}"


class SharesForm(StepForm):
    """Hours, children, joiners and leavers."""

    # Typed as an amount is: "38,5" and "38.5", and nothing that could be read in two ways.
    full_time_hours = AmountField(
        label=gettext_lazy("Full time, in hours a week"),
        min_value=1,
        max_value=60,
        max_digits=4,
        required=False,
        help_text=gettext_lazy("Who works fewer gets less, in proportion. Leave it empty if hours do not count."),
    )
    per_child = amount_field(
        gettext_lazy("For each dependent child, in addition"),
        help_text=gettext_lazy("For the children that people have declared. Leave it empty if children do not count."),
    )
    most_children = forms.IntegerField(
        label=gettext_lazy("For at most how many children"), min_value=1, max_value=20, required=False
    )
    pro_rata = choice_field(gettext_lazy("Who joins or leaves within the year has"), RATIOS)


class AreasForm(StepForm):
    """What the credit pays for."""

    opens = forms.MultipleChoiceField(
        label=gettext_lazy("Areas of the shelf"),
        choices=areas.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("With none ticked it opens all of them, and those to come."),
    )


class DatesForm(StepForm):
    """From when until when."""

    opens_on = day_field(
        gettext_lazy("Can be used from"),
        required=False,
        help_text=gettext_lazy("Leave it empty for the first day of the plan."),
    )
    expires_on = day_field(gettext_lazy("Can be used until"))

    def clean(self) -> dict[str, Any]:
        """In order, and before the day until which what is left stays usable."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("opens_on"), cleaned.get("expires_on")
        if first and last and first > last:
            self.add_error(
                "expires_on", _("This credit would end before it begins: it begins on %(day)s.") % {"day": day(first)}
            )
        carried = self.budget.carried_until
        if last and carried and last >= carried:
            text = _("What is left stays usable until %(day)s: choose a day before it, or change that answer first.")
            self.add_error("expires_on", text % {"day": day(carried)})
        return cleaned


class RestForm(StepForm):
    """What becomes of what is left, of refunds that come late, and of a leaver's credit."""

    residual = choice_field(gettext_lazy("What is left when it expires"), RESIDUAL_WORDS)
    carried_until = day_field(gettext_lazy("If it stays usable: until"), required=False)
    refund_days = forms.TypedChoiceField(
        label=gettext_lazy("Refunds that come after that day"), choices=REFUNDS, widget=forms.RadioSelect, coerce=int
    )
    leaving = choice_field(gettext_lazy("When somebody leaves"), LEAVING)
    leaver_days = forms.IntegerField(label=gettext_lazy("How many days"), min_value=1, max_value=730, required=False)

    def saved(self) -> dict[str, Any]:
        """What the budget says now."""
        days = self.budget.leaver_days
        leaving = UNTIL_EXPIRY if days is None else SOME_DAYS if days else AT_ONCE
        rest = {name: getattr(self.budget, name) for name in ("residual", "carried_until", "refund_days")}
        return rest | {"leaving": leaving, "leaver_days": days or None}

    def clean(self) -> dict[str, Any]:
        """The two answers that ask for a second one have it."""
        cleaned = super().clean() or {}
        carried = cleaned.get("carried_until")
        if cleaned.get("residual") == Residual.NEXT_YEAR and "carried_until" not in self.errors:
            if carried is None:
                self.add_error("carried_until", _("Say until when it stays usable."))
            elif carried <= self.budget.expires_on:
                text = _("What is left stays usable until a day after %(day)s, when this credit ends.")
                self.add_error("carried_until", text % {"day": day(self.budget.expires_on)})
        if (
            cleaned.get("leaving") == SOME_DAYS
            and cleaned.get("leaver_days") is None
            and "leaver_days" not in self.errors
        ):
            self.add_error("leaver_days", _("Say for how many days."))
        return cleaned

    def write(self) -> Write:
        """What was chosen; what another choice would ask is left out."""
        cleaned = self.cleaned_data
        days = {AT_ONCE: 0, SOME_DAYS: cleaned["leaver_days"], UNTIL_EXPIRY: None}[cleaned["leaving"]]
        stays = cleaned["residual"] == Residual.NEXT_YEAR
        return answers.write_columns(
            {
                "residual": cleaned["residual"],
                "carried_until": cleaned["carried_until"] if stays else None,
                "refund_days": cleaned["refund_days"],
                "leaver_days": days,
            }
        )


class NominationsForm(forms.Form):
    """Which answer is meant, so that a second submit does not turn it back."""

    YES, NO = "yes", "no"
    allow = forms.ChoiceField(choices=[(YES, YES), (NO, NO)], widget=forms.HiddenInput)


class LabourCostForm(forms.Form):
    """What the year's wages cost: the measure of what may be deducted under art. 100."""

    labour_cost = AmountField(
        label=gettext_lazy("Labour cost of the year, in euro"),
        min_value=1,
        max_value=9_999_999_999,
        max_digits=12,
        help_text=gettext_lazy("Wages and contributions of everybody, as in the tax return."),
    )


FORMS: dict[Step, type[StepForm]] = {
    Step.NAME: NameForm,
    Step.SOURCES: SourcesForm,
    Step.ABOUT: AboutForm,
    Step.AMOUNTS: AmountsForm,
    Step.SHARES: SharesForm,
    Step.AREAS: AreasForm,
    Step.DATES: DatesForm,
    Step.REST: RestForm,
}
