"""The trail can only grow: the database refuses to change, delete or empty it."""

from django.db import migrations

# Names no table: the same body serves every schema, replayed or moved.
REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is insert-only: % refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_record_insert_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_record
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
REVERT = """
DROP TRIGGER audit_record_insert_only ON audit_record;
DROP FUNCTION audit_refuse();
"""


class Migration(migrations.Migration):
    """Insert-only trail."""

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, REVERT)]
