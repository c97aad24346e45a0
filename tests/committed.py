"""For tests that must commit: races, faults, live servers. They begin and end with empty tables.

pytest-django's own transactional tests would empty the registry and leave the organizations' rows, so
this empties a written list of tables in each organization, with triggers and foreign keys asleep, and
puts the registry's rows back as they were.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import dj_database_url
import psycopg
import pytest
from django.db import connection, connections
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from tenants import isolation
from tenants.models import Organization

# What migrations fill, and no test changes.
KEPT_IN_TENANT = frozenset({"django_migrations", "django_content_type", "auth_permission"})
EMPTIED_IN_TENANT = (
    "account_emailaddress",
    "account_emailconfirmation",
    "applications_answer",
    "applications_application",
    "applications_asked",
    "applications_attachment",
    "applications_invitation",
    "applications_letter",
    "audit_record",
    "auth_group",
    "auth_group_permissions",
    "benefits_outsidebenefit",
    "bookings_attendance",
    "bookings_booking",
    "bookings_branchaccess",
    "cards_hiddenagreement",
    "cards_membercard",
    "closing_closing",
    "closing_reminder",
    "conversion_choice",
    "conversion_premium",
    "conversion_result",
    "conversion_window",
    "feedback_answer",
    "feedback_complaint",
    "enquiries_enquiry",
    "enquiries_line",
    "enquiries_photo",
    "enrolments_contribution",
    "enrolments_covered",
    "enrolments_enrolment",
    "enrolments_fundline",
    "enrolments_fundlist",
    "enrolments_membership",
    "enrolments_payment",
    "home_reminderround",
    "home_yearstatement",
    "identity_identitycheck",
    "identity_invitation",
    "identity_invitationround",
    "identity_session",
    "identity_user",
    "ledger_account",
    "ledger_entry",
    "ledger_leg",
    "members_category",
    "members_certificate",
    "members_declaration",
    "members_importline",
    "members_importrun",
    "members_member",
    "members_notice",
    "members_relative",
    "mfa_authenticator",
    "nominations_nominee",
    "orders_groupsheet",
    "orders_order",
    "orders_voucher",
    "orders_waitingrequest",
    "payroll_layout",
    "payroll_payrollexport",
    "payroll_payrollline",
    "payroll_payrollperson",
    "payroll_payrollrun",
    "plans_budget",
    "plans_budgetamount",
    "plans_grant",
    "plans_grantcorrection",
    "plans_grantline",
    "plans_lawswitch",
    "plans_plan",
    "plans_usetold",
    "quotes_askedprovider",
    "quotes_quoteline",
    "quotes_request",
    "quotes_requestphoto",
    "regulations_acknowledgement",
    "regulations_approval",
    "regulations_version",
    "settlement_payersettings",
    "settlement_payment",
    "settlement_paymentfile",
    "shelf_booklet",
    "shelf_shelfitem",
    "shelf_shelfitem_plans",
    "subscriptions_month",
    "subscriptions_subscription",
    "tenant_messages_message",
)
KEPT_IN_PUBLIC = frozenset({"django_migrations"})
# Parents first: so they are filled again, and emptied in the other direction.
REGISTRY = ("tenants_organization", "tenants_domain")
EMPTIED_IN_PUBLIC = (
    "accreditation_accreditation",
    "accreditation_call",
    "accreditation_charter",
    "accreditation_charterreminder",
    "accreditation_chartersignature",
    "accreditation_criterion",
    "accreditation_dossierdocument",
    "accreditation_dossierreminder",
    "accreditation_invitationoutcome",
    "accreditation_pausedoffer",
    "accreditation_presentation",
    "agreements_agreement",
    "agreements_cardseries",
    "agreements_shop",
    "demand_gap",
    "django_cache",
    "nominating_nomination",
    "opinions_figures",
    "opinions_opinion",
    "providers_branch",
    "providers_agreedprice",
    "providers_directoryentry",
    "providers_fulfilment",
    "providers_fundissuer",
    "providers_fundlevel",
    "providers_offer",
    "providers_pensionfund",
    "providers_provider",
    "providers_sharedsubscription",
    "providers_offerimage",
    "providers_offerrevision",
    "providers_provider",
    "providers_reviewpolicy",
    "providers_slot",
    "providers_slotcancellation",
    "providers_slotchange",
    "providers_slotreserve",
    "providers_waiting",
    "quoting_dispute",
    "quoting_guarantee",
    "quoting_quote",
    "quoting_variation",
    "statements_clearingitem",
    "statements_clearingparty",
    "statements_clearinground",
    "statements_clearingtransfer",
    "statements_correction",
    "statements_monthclosing",
    "statements_statement",
    "statements_statementfile",
    "statements_statementline",
    "tenants_failedtask",
    "tenants_provisioning",
    "tenants_review",
    "tenants_throttle",
)
Rows = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Committed:
    """The organizations of the tests, and the superuser's connection beside Django's."""

    alfa: Organization
    beta: Organization
    rete: Organization
    superuser: "psycopg.Connection[tuple[object, ...]]"


def superuser_connection(database: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection that no trigger stops; statements wait at most five seconds for a lock."""
    parsed = dj_database_url.parse(os.environ["DATABASE_SUPERUSER_URL"])
    return psycopg.connect(
        host=parsed["HOST"],
        port=parsed["PORT"],
        user=parsed["USER"],
        password=parsed["PASSWORD"],
        dbname=database,
        autocommit=True,
        options="-c session_replication_role=replica -c lock_timeout=5000",
    )


@pytest.fixture(scope="session")
def registry(django_db_setup: None, database_name: str) -> Rows:
    """The registry's rows as the session made them; ordinary tests roll back, so any moment is right."""
    with superuser_connection(database_name) as superuser:
        return {table: superuser.execute(select_all(table)).fetchall() for table in REGISTRY}


@pytest.fixture
def committed(registry: Rows, database_name: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Committed]:
    """Let a test commit. Do not ask for `db`, `alfa` or `beta` with it: they open a transaction."""
    with django_db_blocker.unblock(), superuser_connection(database_name) as superuser:
        clean(superuser, registry)
        found = {each.slug: each for each in Organization.objects.all()}
        yield Committed(found["alfa"], found["beta"], found["rete"], superuser)
        clean(superuser, registry)


def clean(superuser: "psycopg.Connection[tuple[object, ...]]", registry: Rows) -> None:
    """Empty every table that tests fill, remake the registry, and leave Django outside all schemas."""
    isolation.restore(None)
    connections.close_all()
    superuser.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    with superuser.transaction():
        for schema in tenant_schemas(superuser):
            empty(superuser, schema, EMPTIED_IN_TENANT)
        empty(superuser, "public", (*EMPTIED_IN_PUBLIC, *reversed(REGISTRY)))
        for table, rows in registry.items():
            fill(superuser, table, rows)


def tenant_schemas(superuser: "psycopg.Connection[tuple[object, ...]]") -> list[str]:
    """Every organization's schema that is there, also of organizations that a test made."""
    rows = superuser.execute(r"SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 't\_%' ORDER BY nspname")
    return [str(name) for (name,) in rows]


def empty(superuser: "psycopg.Connection[tuple[object, ...]]", schema: str, tables: tuple[str, ...]) -> None:
    """Delete all rows, in one message; on small tables faster than TRUNCATE, and as final."""
    each = (sql.SQL("DELETE FROM {}").format(sql.Identifier(schema, table)) for table in tables)
    superuser.execute(sql.SQL("; ").join(each))


def fill(superuser: "psycopg.Connection[tuple[object, ...]]", table: str, rows: list[tuple[object, ...]]) -> None:
    """Put a registry table's rows back."""
    if not rows:
        return
    places = sql.SQL(", ").join([sql.Placeholder()] * len(rows[0]))
    statement = sql.SQL("INSERT INTO public.{} VALUES ({})").format(sql.Identifier(table), places)
    with superuser.cursor() as cursor:
        cursor.executemany(statement, rows)


def select_all(table: str) -> sql.Composed:
    """All rows of a registry table, in the order of its columns."""
    return sql.SQL("SELECT * FROM public.{}").format(sql.Identifier(table))


@contextmanager
def owner_role(database: str) -> Iterator[None]:
    """Work with the role that migrates and provisions, then with the serving one again."""
    switch_role("DATABASE_OWNER_URL", database)
    try:
        yield
    finally:
        switch_role("DATABASE_URL", database)


def switch_role(variable: str, database: str) -> None:
    """Point Django's one connection at `database` with the role of an address variable."""
    connections.close_all()
    parsed = dj_database_url.parse(os.environ[variable])
    for key in ("USER", "PASSWORD", "HOST", "PORT"):
        connection.settings_dict[key] = parsed[key]
    connection.settings_dict["NAME"] = database
