from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("tenants", "0005_review")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="address",
            field=models.CharField(blank=True, db_default="", max_length=120, verbose_name="address"),
        ),
        migrations.AddField(
            model_name="organization",
            name="postcode",
            field=models.CharField(blank=True, db_default="", max_length=5, verbose_name="postcode"),
        ),
        migrations.AddField(
            model_name="organization",
            name="town",
            field=models.CharField(blank=True, db_default="", max_length=60, verbose_name="town"),
        ),
        migrations.AddField(
            model_name="organization",
            name="sdi_code",
            field=models.CharField(blank=True, db_default="", max_length=7, verbose_name="recipient code"),
        ),
        migrations.AddField(
            model_name="organization",
            name="certified_email",
            field=models.EmailField(blank=True, db_default="", max_length=254, verbose_name="certified e-mail"),
        ),
    ]
