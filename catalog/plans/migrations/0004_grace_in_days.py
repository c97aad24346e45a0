"""The days of grace become a number of their own, and each grant says what it gave in all."""

from django.db import migrations

FORWARDS = [
    "UPDATE plans_budget SET residual = 'lost', refund_days = 30 WHERE residual = 'grace'",
    "UPDATE plans_grant SET total = amount * people WHERE total = 0 AND amount IS NOT NULL",
]
BACKWARDS = ["UPDATE plans_budget SET residual = 'grace' WHERE refund_days > 0"]


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0003_rules_of_amounts'),
    ]

    operations = [
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
