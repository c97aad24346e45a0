"""Which schemas lack migrations that the code has."""

from django.db import connection

from tenants.known_migrations import known
from tenants.models import Organization, SchemaIsThere


def applied(schema_names: list[str]) -> dict[str, int]:
    """How many of the known migrations each schema has: one query over all of them."""
    with_table = _with_migration_table(schema_names)
    if not with_table:
        return dict.fromkeys(schema_names, 0)
    # The names are ours (`t_` and random letters), and quoted all the same.
    one = "SELECT %s, count(*) FROM {}.django_migrations, known WHERE app || '.' || name = ANY(known.names)"
    parts = [one.format(connection.ops.quote_name(name)) for name in with_table]
    query = f"WITH known(names) AS (SELECT %s::text[]) {' UNION ALL '.join(parts)}"
    with connection.cursor() as cursor:
        cursor.execute(query, [list(known()), *with_table])
        found = {str(name): int(count) for name, count in cursor.fetchall()}
    return {name: found.get(name, 0) for name in schema_names}


def behind() -> list[Organization]:
    """The organizations whose schema is there and lacks migrations of this code."""
    organizations = list(Organization.objects.filter(SchemaIsThere("schema_name")).order_by("pk"))
    counts = applied([organization.schema_name for organization in organizations])
    return [each for each in organizations if counts[each.schema_name] < len(known())]


def is_behind(organization: Organization) -> bool:
    """Whether this code knows more migrations than were noted of the organization; costs no query.

    The reverse is no trouble: migrations only add, so that a server with the older code goes on.
    """
    return organization.migrations_applied < len(known())


def _with_migration_table(schema_names: list[str]) -> list[str]:
    """Those that were migrated at all; a half-made schema has no table to ask."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname FROM pg_tables WHERE tablename = 'django_migrations' AND schemaname = ANY(%s)"
            " ORDER BY schemaname",
            [schema_names],
        )
        return [str(name) for (name,) in cursor.fetchall()]
