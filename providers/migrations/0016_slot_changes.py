import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("providers", "0015_offer_discount")]

    operations = [
        migrations.CreateModel(
            name="SlotChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("batch", models.UUIDField(db_index=True, editable=False)),
                ("hours_before", models.CharField(blank=True, max_length=60)),
                ("hours", models.CharField(blank=True, max_length=60)),
                ("place_before", models.CharField(blank=True, max_length=120)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("changed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "work",
                    models.CharField(
                        choices=[("queued", "Queued"), ("started", "Started"), ("done", "Done"), ("failed", "Failed")],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("since", models.DateTimeField()),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="providers.slot"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("work__in", ["queued", "started"])),
                        fields=["since"],
                        name="slot_change_to_do",
                    )
                ]
            },
        ),
    ]
