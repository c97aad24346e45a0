"""Search over offers: two configurations, two generated columns, and the indexes of both.

Everything is safe to run again; the extensions are trusted, so the owner of the database may
create them (`migrate_all` does so before).
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

import providers.search

CONFIGURATION = """
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_ts_config WHERE cfgname = '{name}' AND cfgnamespace = 'public'::regnamespace
    ) THEN
        CREATE TEXT SEARCH CONFIGURATION public.{name} (COPY = pg_catalog.{copy});
    END IF;
    ALTER TEXT SEARCH CONFIGURATION public.{name}
        ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part
        WITH public.unaccent, pg_catalog.{dictionary};
END
$$;
"""


def configuration(name, copy, dictionary):
    """Make a configuration that drops accents before its dictionary."""
    return migrations.RunSQL(
        CONFIGURATION.format(name=name, copy=copy, dictionary=dictionary),
        f"DROP TEXT SEARCH CONFIGURATION IF EXISTS public.{name}",
    )


class Migration(migrations.Migration):
    dependencies = [("providers", "0001_initial")]

    operations = [
        configuration("italian_plain", "italian", "italian_stem"),
        configuration("plain", "simple", "simple"),
        migrations.RemoveField(model_name="offer", name="search"),
        migrations.AddField(
            model_name="offer",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=providers.search.SEARCHED,
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="folded",
            field=models.GeneratedField(
                db_persist=True,
                expression=providers.search.Folded("title", "type_label", "town"),
                output_field=models.TextField(),
            ),
        ),
        migrations.RunSQL(
            "UPDATE providers_offer SET published_at = created_at WHERE state = 'published' AND published_at IS NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["provider", "state"], name="offer_of_provider"),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="offer_search"),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
                name="offer_published_when",
            ),
        ),
    ]
