from django.db import migrations


def count_anew(apps, schema_editor):
    """Empty the related index, whose rows were packed otherwise; the refreshes to come fill it again.

    The lists themselves stay, so readers miss nothing until `manage.py refresh` has been run.
    """
    alias = schema_editor.connection.alias
    schema_editor.execute("DELETE FROM articles_posting")
    schema_editor.execute("DELETE FROM articles_articleterms")
    schema_editor.execute("DELETE FROM articles_term")
    index, change, article = (apps.get_model("articles", name) for name in ("RelatedIndex", "Change", "Article"))
    index.objects.using(alias).update(articles=0, subjects_of=0, rebuild_step="", rebuild_after=0)
    published = article.objects.using(alias).filter(status="published", original=None).order_by("pk")
    keys = published.values_list("pk", flat=True)
    change.objects.using(alias).bulk_create((change(article_id=pk) for pk in keys.iterator()), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_image_look"),
    ]

    operations = [
        migrations.RunPython(count_anew, migrations.RunPython.noop),
    ]
