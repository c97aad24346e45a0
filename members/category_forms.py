"""The forms of categories: their words and rule, and the order in which rules are tried."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members import finding
from members.categories import in_order
from members.category_rules import MOST_HOURS, MOST_YEARS, NO_RULE, ReversedRule, Rule, rule_from
from members.models import Category
from welfare.amounts import AmountField

CONDITIONS = ("levels", "sites", "hours_from", "hours_to", "years_from", "years_to")


def hours(label: Any) -> AmountField:
    """A week's contract hours."""
    return AmountField(label=label, max_digits=4, min_value=0, max_value=MOST_HOURS, required=False)


def years(label: Any, help_text: Any = "") -> forms.IntegerField:
    """Completed years of service."""
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_YEARS, required=False, help_text=help_text)


class CategoryForm(forms.ModelForm[Category]):
    """A homogeneous category: words that say who belongs to it, and a rule that finds them."""

    levels = forms.MultipleChoiceField(label=_("Levels"), widget=forms.CheckboxSelectMultiple, required=False)
    sites = forms.MultipleChoiceField(label=_("Sites"), widget=forms.CheckboxSelectMultiple, required=False)
    hours_from = hours(_("Contract hours a week, from"))
    hours_to = hours(_("up to"))
    years_from = years(_("Completed years of service, from"))
    years_to = years(_("up to"))
    before = forms.ChoiceField(
        label=_("When this rule is tried"), required=False, help_text=_("The first rule that fits wins.")
    )
    releases = forms.BooleanField(
        label=_("The rule may also move people whose category was given by hand"),
        required=False,
        help_text=_("Otherwise they stay where they were put."),
    )

    class Meta:
        model = Category
        fields = ["name", "description"]
        help_texts = {
            "name": _("A level, a site, a shift: never a single person."),
            "description": _("So that everybody understands who belongs to it and why."),
        }

    def __init__(self, data: Any = None, *, instance: Category) -> None:
        self.rule_before = rule_from(instance.rule)
        self.rule = self.rule_before
        others = list(in_order().exclude(pk=instance.pk))
        self.next = next((each.pk for each in others if comes_after(each, instance)), None)
        initial = {name: getattr(self.rule_before, name) for name in CONDITIONS} | {"before": self.next or ""}
        super().__init__(data, instance=instance, initial=initial)
        last = ("", _("after all others"))
        self.fields["before"].choices = [last, *((each.pk, before(each)) for each in others)]  # type: ignore[attr-defined]
        self.offer("levels", finding.levels(), self.rule_before.levels)
        self.offer("sites", finding.sites(), self.rule_before.sites)

    def offer(self, name: str, there: Iterable[str], kept: Iterable[str]) -> None:
        """Let somebody choose among what people have and what the rule named before."""
        choices = list(dict.fromkeys((*there, *kept)))
        self.fields[name].choices = [(each, each) for each in choices]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """One name, one category, whatever the case."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if Category.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is already a category with this name."), code="taken")
        return name

    def clean(self) -> dict[str, Any]:
        """A rule that does not end before it begins."""
        data: dict[str, Any] = super().clean() or {}
        try:
            self.rule = self.read_rule(data)
        except ReversedRule as error:
            self.rule = NO_RULE
            self.add_error(error.field, _("This is less than where it begins: check the two figures."))
        return data

    def read_rule(self, data: dict[str, Any]) -> Rule:
        """What was chosen, as a rule. Raises ReversedRule."""
        return rule_from({name: data[name] for name in CONDITIONS if data.get(name) is not None})

    @property
    def releases_people(self) -> bool:
        """Whether people who were put somewhere by hand may be moved, too."""
        return bool(self.cleaned_data.get("releases")) and not self.rule.is_empty

    @property
    def put_before(self) -> int | None:
        """The category whose rule is tried next; none for the last."""
        chosen = self.cleaned_data.get("before")
        return int(chosen) if chosen else None

    @property
    def moves_people(self) -> bool:
        """Whether anybody may move for it: otherwise there is nothing to look at before saving."""
        is_moved = self.put_before != self.next and not self.rule.is_empty
        return self.rule != self.rule_before or self.releases_people or is_moved


def comes_after(other: Category, category: Category) -> bool:
    """Whether a category comes after one that is kept; none comes after a new one."""
    return not category._state.adding and (other.place, other.pk) > (category.place, category.pk)


def before(category: Category) -> str:
    """A place in the order, in words."""
    return gettext("before “%(name)s”") % {"name": category.name}


class OrderForm(forms.Form):
    """The order in which the rules are tried, as the keys of all categories."""

    order = forms.CharField(widget=forms.HiddenInput, max_length=4000)
    confirmed = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def clean_order(self) -> list[int]:
        """Each category once: another one means that somebody wrote a category meanwhile."""
        parts = str(self.cleaned_data["order"]).split(",")
        keys = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 10]
        if sorted(keys) != sorted(Category.objects.values_list("pk", flat=True)):
            raise forms.ValidationError(_("The categories have changed meanwhile: look at the list again."))
        return keys
