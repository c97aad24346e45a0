"""Choices and results are only added to: what a receipt says, and what payroll was told, is never changed."""

from django.db import migrations

# Names no table: the same body serves every schema, replayed or moved.
REFUSE = """
CREATE FUNCTION conversion_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is insert-only: % refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER choice_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON conversion_choice
    FOR EACH STATEMENT EXECUTE FUNCTION conversion_written_once();
CREATE TRIGGER result_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON conversion_result
    FOR EACH STATEMENT EXECUTE FUNCTION conversion_written_once();
"""
REVERT = """
DROP TRIGGER choice_written_once ON conversion_choice;
DROP TRIGGER result_written_once ON conversion_result;
DROP FUNCTION conversion_written_once();
"""


class Migration(migrations.Migration):
    """Insert-only choices and results."""

    dependencies = [("conversion", "0001_windows_choices_results")]

    operations = [migrations.RunSQL(REFUSE, REVERT)]
