"""Grants posted before they had lines get them, as the ledger tells: who was granted what."""

from django.db import migrations

FORWARDS = [
    """
    INSERT INTO plans_grantline (grant_id, member_id, amount, reckoning)
    SELECT given.id, member.id, SUM(leg.credit), '{}'
    FROM plans_grant AS given
    JOIN ledger_entry AS entry ON entry.reference = given.id::text AND entry.reason = 'grant'
    JOIN ledger_leg AS leg ON leg.entry_id = entry.id AND leg.credit > 0
    JOIN ledger_account AS lot ON lot.id = leg.account_id AND lot.kind = 'wallet'
    JOIN members_member AS member ON member.uuid = lot.owner
    GROUP BY given.id, member.id
    ON CONFLICT DO NOTHING
    """,
    "UPDATE plans_grant SET rows_total = people, rows_done = people WHERE state = 'done'",
]


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0005_people_and_the_law'),
        ('plans', '0005_grant_runs'),
    ]

    operations = [
        migrations.RunSQL(FORWARDS, migrations.RunSQL.noop),
    ]
