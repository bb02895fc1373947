from django.conf import settings
from django.db import migrations
from django.utils.translation import gettext as _
from django.utils.translation import override


def create(apps, schema_editor):
    """Begin the publication in the site's language: `migrate` itself runs without one."""
    with override(settings.LANGUAGE_CODE):
        words = {
            "name": _("Health blog"),
            "disclaimer": _(
                "This page gives general information. "
                "It does not replace advice from a health professional who knows you."
            ),
        }
    rows = apps.get_model("articles", "Publication").objects.using(schema_editor.connection.alias)
    rows.get_or_create(pk=1, defaults=words)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
