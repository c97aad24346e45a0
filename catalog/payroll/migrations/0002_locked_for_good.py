"""A locked run, its people and its lines are never changed, added to or deleted, whoever writes.

Bodies name tables through TG_TABLE_SCHEMA alone, so that the same ones serve every schema. One query a statement,
however many rows it touches: a draft of 10,000 people is replaced in a few statements.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION payroll_run_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of a locked payroll run is refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER run_locked BEFORE UPDATE OR DELETE ON payroll_payrollrun
    FOR EACH ROW WHEN (OLD.state = 'locked') EXECUTE FUNCTION payroll_run_locked();

CREATE FUNCTION payroll_people_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM %1$I.payroll_payrollrun run'
        ' WHERE run.state = ''locked'' AND run.id IN (SELECT run_id FROM rows))', TG_TABLE_SCHEMA) INTO touched;
    IF touched THEN
        RAISE EXCEPTION '% of people of a locked payroll run is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION payroll_lines_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM rows JOIN %1$I.payroll_payrollperson person ON person.id = rows.person_id'
        ' JOIN %1$I.payroll_payrollrun run ON run.id = person.run_id WHERE run.state = ''locked'')',
        TG_TABLE_SCHEMA) INTO touched;
    IF touched THEN
        RAISE EXCEPTION '% of lines of a locked payroll run is refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""
TABLES = {"people": "payroll_payrollperson", "lines": "payroll_payrollline"}
ACTS = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}
TRIGGERS = "".join(
    f"CREATE TRIGGER {name}_locked_{act.lower()} AFTER {act} ON {table} REFERENCING {rows} TABLE AS rows"
    f" FOR EACH STATEMENT EXECUTE FUNCTION payroll_{name}_locked();\n"
    for name, table in TABLES.items()
    for act, rows in ACTS.items()
)
REVERT = (
    "DROP TRIGGER run_locked ON payroll_payrollrun;\n"
    + "".join(f"DROP TRIGGER {name}_locked_{act.lower()} ON {table};\n" for name, table in TABLES.items() for act in ACTS)
    + "DROP FUNCTION payroll_run_locked(); DROP FUNCTION payroll_people_locked(); DROP FUNCTION payroll_lines_locked();"
)


class Migration(migrations.Migration):
    """Locked for good."""

    dependencies = [("payroll", "0001_runs_and_layouts")]

    operations = [migrations.RunSQL(REFUSE + TRIGGERS, REVERT)]
