from django.db import migrations


def create(apps, schema_editor):
    apps.get_model("articles", "Publication").objects.using(schema_editor.connection.alias).get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
