from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def place(apps, schema_editor):
    """Give each row its article's place on the lists."""
    alias = schema_editor.connection.alias
    article = apps.get_model("articles", "Article")
    for name, field in (("TaggedArticle", "content_object_id"), ("Byline", "article_id")):
        published = article.objects.filter(pk=OuterRef(field), status="published", original=None).order_by()
        rows = apps.get_model("articles", name).objects.using(alias).order_by()
        rows.update(listed_at=Subquery(published.values("published_at")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="byline",
            name="listed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="taggedarticle",
            name="listed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(place, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="byline",
            index=models.Index(fields=["author", "-listed_at", "-article"], name="author_newest"),
        ),
        migrations.AddIndex(
            model_name="taggedarticle",
            index=models.Index(fields=["tag", "-listed_at", "-content_object"], name="tag_newest"),
        ),
    ]
