from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    """Of the organizations that are open already it is not known: taken as lived in, so that no list names them."""
    if schema_editor.connection.schema_name == "public":
        apps.get_model("tenants", "Provisioning").objects.filter(step="done").update(entered_at=F("since"))


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0003_sort_name'),
    ]

    operations = [
        migrations.AddField(
            model_name='provisioning',
            name='entered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
