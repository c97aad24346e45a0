
import django.db.models.deletion
import django.db.models.expressions
import uuid
import welfare.money
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('providers', '0010_offer_revisions'),
        ('tenants', '0005_review'),
    ]

    operations = [
        migrations.CreateModel(
            name='SlotReserve',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('seats', models.PositiveIntegerField(verbose_name='places')),
                ('taken', models.PositiveIntegerField(db_default=0, default=0, editable=False)),
                ('until', models.DateField(verbose_name='until')),
                ('is_over', models.BooleanField(db_default=False, default=False, editable=False)),
            ],
        ),
        migrations.AddField(
            model_name='fulfilment',
            name='group',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='offer',
            name='many_weeks',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='several weeks'),
        ),
        migrations.AddField(
            model_name='offer',
            name='many_weeks_from',
            field=models.PositiveSmallIntegerField(db_default=3, default=3, verbose_name='from which week'),
        ),
        migrations.AddField(
            model_name='offer',
            name='many_weeks_kind',
            field=models.CharField(choices=[('percent', '% of the price'), ('amount', 'euro')], db_default='percent', default='percent', max_length=7),
        ),
        migrations.AddField(
            model_name='offer',
            name='second_child',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='second child'),
        ),
        migrations.AddField(
            model_name='offer',
            name='second_child_kind',
            field=models.CharField(choices=[('percent', '% of the price'), ('amount', 'euro')], db_default='percent', default='percent', max_length=7),
        ),
        migrations.AddField(
            model_name='slot',
            name='price',
            field=welfare.money.MoneyField(blank=True, null=True, verbose_name='price'),
        ),
        migrations.AddField(
            model_name='slot',
            name='reserved',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name='fulfilment',
            index=models.Index(condition=models.Q(('group__isnull', False)), fields=['group'], name='fulfilment_group'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('second_child__gt', 0)), name='offer_second_child_positive'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('many_weeks__gt', 0)), name='offer_many_weeks_positive'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('reserved__gte', 0), ('reserved__lte', django.db.models.expressions.CombinedExpression(models.F('capacity'), '-', models.F('taken')))), name='slot_reserved_are_free'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('price__gt', 0)), name='slot_price_positive'),
        ),
        migrations.AddField(
            model_name='slotreserve',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.organization'),
        ),
        migrations.AddField(
            model_name='slotreserve',
            name='slot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reserves', to='providers.slot'),
        ),
        migrations.AddIndex(
            model_name='slotreserve',
            index=models.Index(condition=models.Q(('is_over', False)), fields=['until'], name='slot_reserve_due'),
        ),
        migrations.AddConstraint(
            model_name='slotreserve',
            constraint=models.CheckConstraint(condition=models.Q(('taken__gte', 0), ('taken__lte', models.F('seats'))), name='slot_reserve_never_overbooked'),
        ),
        migrations.AddConstraint(
            model_name='slotreserve',
            constraint=models.UniqueConstraint(condition=models.Q(('is_over', False)), fields=('slot', 'organization'), name='slot_reserve_once'),
        ),
    ]
