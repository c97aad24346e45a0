"""The fragments of the kit: what they promise to readers and to screen readers."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from welfare.money import FloatMoney
from welfare.templatetags import kit


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the document.")
    who = forms.ChoiceField(label="Who", widget=forms.RadioSelect, choices=[("1", "Leo"), ("2", "Sara")])
    days = forms.MultipleChoiceField(
        label="Days", required=False, widget=forms.CheckboxSelectMultiple, choices=[("1", "Monday")]
    )
    agreed = forms.BooleanField(label="I agree")


def field(name: str, form: Sample) -> str:
    return str(form[name].as_field_group())


def test_a_field_ties_label_help_and_error_to_its_control() -> None:
    html = field("name", Sample({}))
    assert '<label for="id_name">Name' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_choices_are_one_group_with_a_legend() -> None:
    html = field("who", Sample())
    assert html.count("<fieldset") == 1
    assert '<legend id="id_who"' in html
    assert '<label class="choice" for="id_who_0">' in html


def test_what_may_be_left_out_says_so_and_what_may_not_does_not() -> None:
    with translation.override("en"):
        assert "(optional)" in field("days", Sample())
        assert "(optional)" not in field("name", Sample())


def test_a_check_box_stands_beside_its_label() -> None:
    html = field("agreed", Sample())
    assert '<label class="choice" for="id_agreed"><input type="checkbox"' in html
    assert html.count("<input") == 1


def test_the_summary_links_each_error_to_something_on_the_page() -> None:
    form = Sample({})
    page = render_to_string("components/form.html", {"form": form, "submit": "Save"})
    targets = [target for target, _, _ in kit.form_errors(form)]
    assert targets == ["id_name", "id_who", "id_agreed"]
    for target in targets:
        assert f'href="#{target}"' in page
        assert f'id="{target}"' in page
    assert "data-focus" in page


def test_no_errors_no_summary() -> None:
    assert "error-summary" not in render_to_string("components/error_summary.html", {"form": Sample()})


def test_what_a_person_wrote_is_escaped_everywhere() -> None:
    hostile = "<script>alert(1)</script>"
    cases: dict[str, dict[str, Any]] = {
        "notice": {"kind": "info", "title": hostile, "text": hostile, "law": hostile},
        "offer_cards": {
            "cards": [
                {"url": "/x", "area": "cura", "kind": hostile, "title": hostile, "provider": hostile, "pill": hostile}
            ]
        },
        "ticket": {"url": "/x", "title": hostile, "detail": hostile, "pill": hostile},
        "facts": {"facts": [(hostile, hostile, hostile)]},
        "link_card": {"url": "/x", "label": hostile, "count": 1, "detail": hostile},
        "empty": {"title": hostile, "text": hostile},
        "search": {"action": "/x", "label": hostile, "value": hostile},
    }
    for name, context in cases.items():
        html = render_to_string(f"components/{name}.html", context)
        assert "<script" not in html, name
        assert "&lt;script&gt;" in html, name


@pytest.mark.parametrize(
    ("kind", "css", "icon"),
    [
        ("warn", "warn", "clock"),
        ("error", "refusal", "error"),
        ("success", "success", "check-circle"),
        ("debug", "info", "info-circle"),
    ],
)
def test_a_notice_has_a_colour_and_an_icon(kind: str, css: str, icon: str) -> None:
    html = render_to_string("components/notice.html", {"kind": kind, "title": "x"})
    assert f'class="notice {css}"' in html
    assert f"#{icon}" in html


def test_the_balance_lists_what_its_bar_shows() -> None:
    parts = [{"label": "Contract", "amount": Decimal("1210.00")}, {"label": "Plan", "amount": Decimal("0.00")}]
    html = render_to_string("components/balance.html", kit.balance("Yours", Decimal("1210.00"), parts))
    assert html.count("<rect") == 1
    assert html.count("<li>") == 2
    assert 'width="1000"' in html
    assert "1.210,00\N{NO-BREAK SPACE}€" in html


def test_a_chart_has_a_table_with_the_same_figures() -> None:
    points = [{"label": "May", "short": "M", "value": 40, "shown": "40 €"}, {"label": "June", "short": "J", "value": 0}]
    html = render_to_string("components/bar_chart.html", kit.bar_chart("Used", points, "Credit"))
    assert html.count("<rect") == 2
    assert '<th scope="row">May</th><td class="number">40 €</td>' in html


def test_work_under_way_asks_again_and_can_be_asked_without_script() -> None:
    html = render_to_string("components/progress.html", {"label": "Making it", "poll_url": "/x/"})
    assert 'hx-get="/x/"' in html
    assert 'hx-trigger="every 2s"' in html
    assert "<noscript>" in html


def test_amounts_are_never_floats() -> None:
    assert kit.euro(Decimal("1234.5")) == "1.234,50\N{NO-BREAK SPACE}€"
    with pytest.raises(FloatMoney):
        kit.euro(12.5)  # type: ignore[arg-type]


def test_dates_are_written_as_each_language_writes_them() -> None:
    moment = datetime.date(2026, 11, 22)
    with translation.override("it"):
        assert kit.day(moment) == "22 novembre 2026"
        assert kit.day(moment, "short") == "22 novembre"
    with translation.override("en"):
        assert kit.day(moment) == "22 November 2026"
    assert kit.day(None) == ""


def test_a_code_is_read_in_fours() -> None:
    assert kit.grouped("7K2M9QPX4TABCD12") == "7K2M 9QPX 4TAB CD12"


def test_a_question_in_the_summary_is_followed_by_a_colon_alone() -> None:
    class Question(forms.Form):
        town = forms.CharField(label="In quale comune?")

    shown = render_to_string("components/error_summary.html", {"form": Question({})})
    assert "In quale comune: " in shown


def test_a_choice_not_made_says_choose_instead_of_dashes() -> None:
    class Kin(forms.Form):
        kind = forms.ChoiceField(choices=[("", "---------"), ("child", "Figlio")])

    shown = Kin()["kind"].as_widget()
    assert "---------" not in shown
    assert "Figlio" in shown
