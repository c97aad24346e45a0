"""The rules of the ledger that the database keeps itself, whoever writes.

Bodies name tables through TG_TABLE_SCHEMA alone: a deferred trigger runs at COMMIT with whatever
search path is set then, and an unqualified name would check another organization's tables.
"""

import django.db.models.deletion
from django.db import migrations, models

# Entries, legs and accounts are written once; a correction is a reverse entry.
WRITTEN_ONCE = """
CREATE FUNCTION ledger_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the ledger is only added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER account_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_written_once();
CREATE TRIGGER entry_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_written_once();
CREATE TRIGGER leg_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_leg
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_written_once();
"""

# Checked at COMMIT, once an entry: the legs it was written with are there and sum to zero.
BALANCED = """
CREATE FUNCTION ledger_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written bigint;
    uneven boolean;
BEGIN
    EXECUTE format(
        'SELECT coalesce(sum(legs), 0), coalesce(bool_or(total <> 0), false) FROM ('
        '  SELECT count(*) AS legs, sum(leg.credit - leg.debit) AS total'
        '  FROM %1$I.ledger_leg leg JOIN %1$I.ledger_account account ON account.id = leg.account_id'
        '  WHERE leg.entry_id = $1 GROUP BY account.unit) AS units',
        TG_TABLE_SCHEMA) INTO written, uneven USING NEW.id;
    IF uneven THEN
        RAISE EXCEPTION 'entry % does not sum to zero', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF written <> NEW.size THEN
        RAISE EXCEPTION 'entry % has % legs of %', NEW.id, written, NEW.size
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_balanced AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balanced();
"""

# An entry that is complete takes no further leg, so what its own check saw at COMMIT stays true.
COMPLETE = """
CREATE FUNCTION ledger_entry_complete() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    overfull bigint;
BEGIN
    EXECUTE format(
        'SELECT entry.id FROM %1$I.ledger_entry entry'
        ' WHERE entry.id IN (SELECT entry_id FROM new_legs)'
        ' AND entry.size < (SELECT count(*) FROM %1$I.ledger_leg leg WHERE leg.entry_id = entry.id)'
        ' LIMIT 1', TG_TABLE_SCHEMA) INTO overfull;
    IF overfull IS NOT NULL THEN
        RAISE EXCEPTION 'entry % is complete', overfull USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER leg_of_open_entry AFTER INSERT ON ledger_leg REFERENCING NEW TABLE AS new_legs
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_complete();
"""

# Wallets alone: the rows are locked first, then a second statement sums, so that it sees what the
# transaction it waited for has written. Only READ COMMITTED takes a new snapshot for it.
NOT_OVERDRAWN = """
CREATE FUNCTION ledger_not_overdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wallets bigint[];
    overdrawn bigint;
BEGIN
    EXECUTE format(
        'SELECT array_agg(id) FROM (SELECT id FROM %I.ledger_account'
        ' WHERE kind = ''wallet'' AND id IN (SELECT account_id FROM new_legs WHERE debit > 0)'
        ' ORDER BY id FOR NO KEY UPDATE) AS locked', TG_TABLE_SCHEMA) INTO wallets;
    IF wallets IS NULL THEN
        RETURN NULL;
    END IF;
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'wallets are debited in READ COMMITTED transactions alone'
            USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format(
        'SELECT account_id FROM %I.ledger_leg WHERE account_id = ANY ($1)'
        ' GROUP BY account_id HAVING sum(credit - debit) < 0 LIMIT 1',
        TG_TABLE_SCHEMA) INTO overdrawn USING wallets;
    IF overdrawn IS NOT NULL THEN
        RAISE EXCEPTION 'wallet % would be overdrawn', overdrawn USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER leg_not_overdrawn AFTER INSERT ON ledger_leg REFERENCING NEW TABLE AS new_legs
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_not_overdrawn();
"""

UNDO = """
DROP TRIGGER leg_not_overdrawn ON ledger_leg;
DROP TRIGGER leg_of_open_entry ON ledger_leg;
DROP TRIGGER entry_balanced ON ledger_entry;
DROP TRIGGER leg_written_once ON ledger_leg;
DROP TRIGGER entry_written_once ON ledger_entry;
DROP TRIGGER account_written_once ON ledger_account;
DROP FUNCTION ledger_not_overdrawn();
DROP FUNCTION ledger_entry_complete();
DROP FUNCTION ledger_entry_balanced();
DROP FUNCTION ledger_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="size",
            field=models.PositiveSmallIntegerField(default=2),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="entry",
            name="reverses",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reversed_by",
                to="ledger.entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gte", 2), ("size__lte", 50)),
                name="entry_two_to_fifty_legs",
            ),
        ),
        migrations.RunSQL(WRITTEN_ONCE + BALANCED + COMPLETE + NOT_OVERDRAWN, UNDO),
    ]
