"""What the serving role may do in each schema; run by the owner after migrations."""

from django.db import connection

APP_ROLE = "scaffale_app"
# Rows here are written once: corrections are new rows.
INSERT_ONLY = ("ledger_entry", "ledger_leg", "audit_record", "conversion_choice", "conversion_result")
# Only the owner's processes say which migrations a schema has.
REVOKED = dict.fromkeys(INSERT_ONLY, "UPDATE, DELETE, TRUNCATE") | {
    "django_migrations": "INSERT, UPDATE, DELETE, TRUNCATE"
}


def grant_schema(schema_name: str) -> None:
    """Let the serving role read and write rows of a schema, but not change its insert-only ones."""
    name = connection.ops.quote_name(schema_name)
    role = connection.ops.quote_name(APP_ROLE)
    statements = [
        f"GRANT USAGE ON SCHEMA {name} TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {name} TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {name} TO {role}",
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        for table, rights in REVOKED.items():
            cursor.execute("SELECT to_regclass(%s)", [f"{schema_name}.{table}"])
            if cursor.fetchone()[0] is not None:
                target = f"{name}.{connection.ops.quote_name(table)}"
                cursor.execute(f"REVOKE {rights} ON {target} FROM {role}")
