"""The set-up of a plan can be left and gone on with; HR's labour cost measures what may be deducted."""

import django.contrib.postgres.fields
import welfare.money
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0006_lines_of_past_grants'),
    ]

    operations = [
        migrations.AddField(
            model_name='budget',
            name='answered',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='plan',
            name='labour_cost',
            field=welfare.money.MoneyField(blank=True, null=True),
        ),
    ]
