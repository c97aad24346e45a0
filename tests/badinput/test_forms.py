"""Every form against every bad value: the form says what is wrong, nothing changed, never a 500."""

import json
from typing import Any

import pytest

from tests.badinput.form import Form
from tests.badinput.probe import Answer, Rows, send, snapshot, taken_back
from tests.badinput.table import FORMS
from tests.badinput.values import ODD, must_be_refused
from tests.badinput.world import World

Columns = dict[str, list[str]]
each_form = pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
with_fields = pytest.mark.parametrize("form", [f for f in FORMS if f.fields], ids=[f.name for f in FORMS if f.fields])


def post(world: World, form: Form, fields: dict[str, Any], **options: Any) -> Answer:
    """Send a form as who may, and take it back."""
    return send(world.clients[form.role], form.path(world), fields, **options)


def told(answer: Answer) -> str:
    """What a failure shows: the status, the address it went to."""
    return f"{answer.status} {answer.location}"


@with_fields
def test_a_bad_value_is_refused_and_changes_nothing(form: Form, world: World) -> None:
    good, before = form.filling(world), snapshot()
    wrong = {}
    for name, kind in form.fields.items():
        for value in must_be_refused(kind):
            answer = post(world, form, good | {name: value})
            is_unchanged = answer.rows is None or answer.rows == before
            if answer.status >= 500 or not answer.is_refusal or not is_unchanged:
                wrong[name, value[:20]] = told(answer)
    assert wrong == {}


@with_fields
def test_odd_and_absent_values_break_nothing(form: Form, world: World) -> None:
    good, before = form.filling(world), snapshot()
    texts = [name for name, kind in form.fields.items() if kind.rstrip("!") in ("text", "code", "email")]
    tries = [good | dict.fromkeys(texts, value) for value in ODD]
    tries += [{key: value for key, value in good.items() if key != name} for name in form.fields]
    tries += [{name: ["1", "2"] for name in form.fields}, dict.fromkeys(form.fields, ""), {}]
    wrong = []
    for fields in tries:
        answer = post(world, form, fields)
        is_unchanged = answer.rows is None or answer.rows == before
        if answer.status >= 500 or (answer.is_refusal and not is_unchanged):
            wrong.append((fields, told(answer)))
    assert wrong == []


@each_form
def test_sent_twice_it_is_done_once(form: Form, world: World) -> None:
    good, client, path = form.filling(world), world.clients[form.role], form.path(world)
    with taken_back():
        client.post(path, good)
        once = counted()
        again = client.post(path, good)
        assert again.status_code < 500
        assert counted() == once


def counted() -> dict[str, int]:
    """How many rows each table has."""
    return {table: len(rows) for table, rows in snapshot().items()}


@each_form
def test_a_good_filling_is_taken_and_extra_fields_are_not(form: Form, world: World) -> None:
    good = form.filling(world)
    first, second, forged = (post(world, form, fields, keep_rows=True) for fields in (good, good, FORGED | good))
    assert not first.is_refusal, (told(first), first.errors)
    assert bool(first.written) is form.writes
    assert forged.status == first.status
    assert steady(forged, first, second) == steady(first, first, second)


FORGED = {
    "id": "1", "pk": "1", "uuid": "00000000-0000-0000-0000-000000000001", "member": "1", "member_id": "1", "user": "1",
    "user_id": "1", "is_staff": "on", "is_superuser": "on", "is_active": "", "roles": ["operator", "hr"],
    "state": "archived", "status": "closed", "schema_name": "public", "tenant": "1", "parent": "1", "provider": "1",
    "taken": "0", "origin": "public", "published_at": "2020-01-01", "closed_on": "2020-01-01", "left_on": "2020-01-01",
    "year": "1999", "unit_price": "0.01", "price_agreed": "0.01", "amount": "0.01", "price": "0.01",
    "beneficiary_name": "Forged", "offer_id": "1", "plan": "1", "budget": "1", "password": "forged", "left": "999",
    "is_accredited": "on", "organization": "1", "sort_name": "aaa", "accreditation": "x", "capacity": "1000",
}  # fmt: skip


def steady(answer: Answer, first: Answer, second: Answer) -> dict[str, Columns]:
    """What an answer left, without the columns that differ between two runs of the same form (keys, moments)."""
    one, two, found = (columns(each.rows or {}) for each in (first, second, answer))
    return {
        table: {name: values for name, values in shown.items() if one[table].get(name) == two[table].get(name)}
        for table, shown in found.items()
    }


def columns(rows: Rows) -> dict[str, Columns]:
    """The values of each column of each table, sorted."""
    found: dict[str, Columns] = {}
    for table, lines in rows.items():
        for line in lines:
            for name, value in json.loads(line).items():
                found.setdefault(table, {}).setdefault(name, []).append(json.dumps(value))
    return {table: {name: sorted(values) for name, values in shown.items()} for table, shown in found.items()}
