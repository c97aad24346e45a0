"""Every act that the sources record has words; what HR reads is a written list."""

import ast
from collections.abc import Iterator

import pytest
from django.utils import translation

from tenants.audit import register
from tenants.audit.wording import ACTS, Kind, told_of, words_of
from tests.project.sources import product_modules, shown

# Codes that are made at run time, by the place that makes them; with what fills the braces.
SUFFIXES = {
    "organization.suspended.": ("requested", "contract", "security", "check"),
    "offer.suspended.": ("check", "complaint", "content", "papers"),
}


def is_recorder(call: ast.Call) -> bool:
    """Whether a call writes to the trail: `record(...)`, `trail.record(...)`, or the row itself."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name == "record" or (name == "create" and any(k.arg == "action" for k in call.keywords))


def texts(node: ast.AST | None) -> Iterator[str]:
    """The codes that an expression may be; nothing for a name."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        constant = node.values[0]
        assert isinstance(constant, ast.Constant) and isinstance(constant.value, str)
        beginning = constant.value
        yield from (beginning + suffix for suffix in SUFFIXES[beginning])


def codes_of(tree: ast.Module) -> Iterator[str]:
    """Every code that a module records: written there, kept in a variable, or handed to its own function."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if is_recorder(call):
                action = next((k.value for k in call.keywords if k.arg == "action"), None)
                yield from resolved(tree, function, action or call.args[1])


def resolved(tree: ast.Module, function: ast.FunctionDef, action: ast.expr) -> list[str]:
    """The codes of one call; a code that cannot be told fails, so that none escapes."""
    found = list(texts(action))
    if isinstance(action, ast.Name):
        assigned = (node for node in ast.walk(function) if isinstance(node, ast.Assign))
        found = [t for a in assigned if getattr(a.targets[0], "id", "") == action.id for t in texts(a.value)]
        found = found or list(handed(tree, function, action.id))
    assert found, f"{function.name}: what code does it record?"
    return found


def handed(tree: ast.Module, function: ast.FunctionDef, parameter: str) -> Iterator[str]:
    """The codes that a module's own calls hand to one of its functions."""
    names = [argument.arg for argument in function.args.args]
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if getattr(call.func, "id", "") == function.name:
            keyword = next((k.value for k in call.keywords if k.arg == parameter), None)
            yield from texts(keyword or call.args[names.index(parameter)])


RECORDED = {
    code: shown(path)
    for path in product_modules()
    if shown(path) != "tenants/audit/trail.py"
    for code in codes_of(ast.parse(path.read_text(encoding="utf-8")))
}


def test_every_act_of_the_sources_has_words() -> None:
    assert {code: where for code, where in RECORDED.items() if code not in ACTS} == {}


def test_no_words_are_left_over() -> None:
    assert sorted(set(ACTS) - set(RECORDED)) == []


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_words_are_there_in_both_languages(language: str) -> None:
    with translation.override(language):
        words = {code: (str(words_of(code)), str(told_of(code))) for code in ACTS}
    assert [code for code, both in words.items() if not all(both) or code in both] == []
    if language == "it":
        with translation.override("en"):
            assert [code for code in ACTS if str(words_of(code)) == words[code][0]] == []


def test_an_act_of_newer_code_is_shown_by_its_code() -> None:
    assert (words_of("from.tomorrow"), told_of("from.tomorrow")) == ("from.tomorrow", "from.tomorrow")


def test_hr_reads_exactly_this() -> None:
    assert sorted(register.OF_HR) == [
        "account.added",
        "account.closed",
        "account.mended",
        "account.opened",
        "account.read",
        "category_kept",
        "credit.remind_all",
        "file_imported",
        "grant",
        "import_confirmed",
        "imports_erased",
        "invitation.all",
        "invitation.mailed",
        "invitation.printed",
        "invitation.used",
        "offer_listed",
        "offer_taken_off",
        "offer_terms_changed",
        "organization.opened",
        "organization.resumed",
        "organization.suspended.check",
        "organization.suspended.contract",
        "organization.suspended.requested",
        "organization.suspended.security",
        "person_added",
        "person_corrected",
        "person_left",
        "person_read",
        "person_taken_back",
        "plan.create",
        "plan.open",
        "plan.regulation",
        "regulation.approved",
        "regulation.dropped",
        "regulation.in_force",
        "regulation.proposed",
        "roles_given",
        "trail.exported",
        "trail.read",
    ]


def test_no_register_shows_what_people_choose() -> None:
    private = {code for code, act in ACTS.items() if act.kind == Kind.PRIVATE}
    assert private == {
        "attendance_marked",
        "bookings_read",
        "entered",
        "order_called_off",
        "order_cancelled",
        "order_expired",
        "order_placed",
        "regulation.read",
        "relative_added",
        "relative_corrected",
        "relative_removed",
        "voucher_accepted",
        "voucher_checked",
        "waiting_joined",
        "waiting_left",
    }
    assert private & (register.OF_HR | register.OF_THE_NETWORK) == set()
    assert Kind.PRIVATE not in register.kinds_in(register.OF_HR)
