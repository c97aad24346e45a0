"""Every act that the sources record has words; what HR reads is a written list."""

import ast
from collections.abc import Iterator

import pytest
from django.utils import translation

from tenants.audit import register
from tenants.audit.acts import Kind
from tenants.audit.wording import ACTS, told_of, words_of
from tests.project.sources import product_modules, shown

# Codes that are made at run time, by the place that makes them; with what fills the braces.
SUFFIXES = {
    "organization.suspended.": ("requested", "contract", "security", "check"),
    "offer.suspended.": ("charter", "check", "complaint", "content", "papers"),
    "accreditation.withdrawn.": ("closed", "conditions", "requested"),
    "application.paper_": ("accepted", "refused"),
    "dossier.": ("accepted", "refused"),
    "presentation.": ("confirmed", "declined"),
}


def is_recorder(call: ast.Call) -> bool:
    """Whether a call writes to the trail: `record(...)`, `trail.record(...)`, for many people, or the row itself."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    is_row = name in ("create", "Record") and any(k.arg == "action" for k in call.keywords)
    return is_row or name in ("record", "note_people")


def texts(node: ast.AST | None) -> Iterator[str]:
    """The codes that an expression may be; nothing for a name."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from texts(value)
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
    found = list(texts(action)) + constants(tree, action)
    if not found:
        names = {node.id for node in ast.walk(action) if isinstance(node, ast.Name)}
        assigned = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
        values = [node.value for node in assigned if getattr(node.targets[0], "id", "") in names]
        found = [t for value in values for t in [*texts(value), *constants(tree, value)]]
    if isinstance(action, ast.Name):
        found = found or list(handed(tree, function, action.id))
    assert found, f"{function.name}: what code does it record?"
    return found


def constants(tree: ast.Module, expression: ast.expr) -> list[str]:
    """The codes of a module's own constants that an expression names."""
    known: dict[str, ast.expr] = {}
    for node in (each for each in tree.body if isinstance(each, ast.Assign)):
        names, values = node.targets[0], node.value
        pairs = (
            zip(names.elts, values.elts, strict=True)
            if isinstance(names, ast.Tuple) and isinstance(values, ast.Tuple)
            else [(names, values)]
        )
        known |= {name.id: value for name, value in pairs if isinstance(name, ast.Name)}
    named = [node.id for node in ast.walk(expression) if isinstance(node, ast.Name)]
    return [text for name in named if name in known for text in texts(known[name])]


def handed(tree: ast.Module, function: ast.FunctionDef, parameter: str) -> Iterator[str]:
    """The codes that a module's own calls hand to one of its functions."""
    names = [argument.arg for argument in function.args.args]
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if getattr(call.func, "id", "") == function.name:
            keyword = next((k.value for k in call.keywords if k.arg == parameter), None)
            given = keyword or call.args[names.index(parameter)]
            yield from [*texts(given), *constants(tree, given)]


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


# What HR reads of the register: each act is added here by hand.
READ_BY_HR = [
    "account.added",
    "account.closed",
    "account.mended",
    "account.narrowed",
    "account.opened",
    "account.read",
    "agreement.changed",
    "agreement.ended",
    "agreement.hidden",
    "agreement.resumed",
    "agreement.shop_back",
    "agreement.shop_off",
    "agreement.shown",
    "agreement.written",
    "benefit.recorded",
    "benefit.withdrawn",
    "budget.close",
    "categories_ordered",
    "category_applied",
    "category_kept",
    "charter.signed",
    "clearing.accepted",
    "clearing.refused",
    "closing_read",
    "conversion.closed",
    "conversion.erased",
    "conversion.exported",
    "conversion.extended",
    "conversion.opened",
    "conversion.premiums",
    "conversion.reminded",
    "conversion.written",
    "credit.remind_all",
    "file_imported",
    "grant",
    "grant.corrected",
    "grant.correction_refused",
    "grant.exported",
    "import_confirmed",
    "imports_erased",
    "invitation.all",
    "invitation.mailed",
    "invitation.printed",
    "invitation.used",
    "law_switch.turn",
    "law_switch.turn_back",
    "offer_bargained",
    "offer_kept",
    "offer_listed",
    "offer_taken_off",
    "offer_terms_changed",
    "organization.invoice_data",
    "organization.opened",
    "organization.resumed",
    "organization.suspended.check",
    "organization.suspended.contract",
    "organization.suspended.requested",
    "organization.suspended.security",
    "payment.account",
    "payment.file_downloaded",
    "payment.file_made",
    "payment.file_withdrawn",
    "payment.paid",
    "payroll.certificate",
    "payroll.exported",
    "payroll.layout",
    "payroll.locked",
    "payroll.prepared",
    "person_added",
    "person_corrected",
    "person_left",
    "person_read",
    "person_taken_back",
    "plan.close",
    "plan.create",
    "plan.drop",
    "plan.nominations",
    "plan.open",
    "plan.publish",
    "plan.regulation",
    "plan.terms",
    "presentation.confirmed",
    "presentation.declined",
    "price_agreed",
    "price_declined",
    "price_ended",
    "price_proposed",
    "price_withdrawn",
    "regulation.approved",
    "regulation.dropped",
    "regulation.in_force",
    "regulation.proposed",
    "roles_given",
    "shops_imported",
    "trail.exported",
    "trail.read",
]


def test_hr_reads_exactly_this() -> None:
    assert sorted(register.OF_HR) == READ_BY_HR


# What people do with their own credit and family, and who reads it: no register shows it.
OF_PEOPLE_ALONE = {
    "attendance_marked",
    "bookings_read",
    "card.made",
    "card.printed",
    "card.replaced",
    "certificate_declined",
    "certificate_read",
    "certificate_seen",
    "certificate_sent",
    "certificate_withdrawn",
    "complaint_answered",
    "complaint_read",
    "complaint_sent",
    "complaint_withdrawn",
    "correction.accepted",
    "declaration_revoked",
    "declaration_signed",
    "dispute_closed",
    "dispute_opened",
    "dispute_read",
    "enquiry_read",
    "enrolment.ended",
    "enrolment.made",
    "enrolment.relative_added",
    "enrolment.relative_taken_out",
    "enrolment.renewal_agreed",
    "enrolment.renewal_declined",
    "enrolment.renewed",
    "entered",
    "fund.confirmed",
    "fund.exported",
    "fund.list_read",
    "fund.listed",
    "fund.rejected",
    "fund.told",
    "month_not_given",
    "nomination_confirmed",
    "nomination_ended",
    "nomination_read",
    "order_called_off",
    "order_cancelled",
    "order_expired",
    "order_moved",
    "order_placed",
    "pension.decided",
    "pension.stated",
    "pension.stopped",
    "premium_chosen",
    "provider_named",
    "quote_accepted",
    "quote_answered",
    "quote_asked",
    "quote_corrected",
    "quote_declined",
    "quote_line_written",
    "quote_withdrawn",
    "quotes_closed",
    "regulation.read",
    "relative_added",
    "relative_corrected",
    "relative_removed",
    "subscriber_ended",
    "subscription_ended",
    "subscription_ended_by_provider",
    "subscription_paused",
    "subscription_price_agreed",
    "subscription_started",
    "subscription_stopped",
    "variation_accepted",
    "variation_proposed",
    "variation_refused",
    "variation_withdrawn",
    "voucher_accepted",
    "voucher_checked",
    "waiting_joined",
    "waiting_left",
}


def test_no_register_shows_what_people_choose() -> None:
    private = {code for code, act in ACTS.items() if act.kind == Kind.PRIVATE}
    assert private == OF_PEOPLE_ALONE
    assert private & (register.OF_HR | register.OF_THE_NETWORK) == set()
    assert Kind.PRIVATE not in register.kinds_in(register.OF_HR)
