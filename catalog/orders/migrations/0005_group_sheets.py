
import django.db.models.deletion
import welfare.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0006_credit_of_leavers'),
        ('orders', '0004_groups_and_periods'),
    ]

    operations = [
        migrations.CreateModel(
            name='GroupSheet',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('document', models.CharField(choices=[('unmade', 'Unmade'), ('queued', 'Queued'), ('started', 'Started'), ('ready', 'Ready'), ('failed', 'Failed')], default='queued', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('since', models.DateTimeField(default=welfare.clock.now, editable=False)),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('rendered_at', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_sheets', to='members.member')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('document__in', ['queued', 'started'])), fields=['since'], name='group_sheet_to_render')],
            },
        ),
    ]
