import django.core.validators
from django.db import migrations, models


class CreatePairs(migrations.CreateModel):
    """Create a table of pairs whose key is the table itself, so that a search reads the index alone.

    On SQLite that is `WITHOUT ROWID` (6.4 million postings: 100 MB, not 300); on PostgreSQL the key includes the rest.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.name)
        vendor = schema_editor.connection.vendor
        if vendor not in ("sqlite", "postgresql"):
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        fields = [field for field in model._meta.local_concrete_fields if field.column]
        columns = ", ".join(f"{field.column} {field.db_type(schema_editor.connection)} NOT NULL" for field in fields)
        key = [field.column for field in fields[:2]]
        rest = ", ".join(field.column for field in fields[2:])
        including, without = (f" INCLUDE ({rest})", "") if vendor == "postgresql" else ("", " WITHOUT ROWID")
        schema_editor.execute(
            f"CREATE TABLE {model._meta.db_table} ({columns}, PRIMARY KEY ({', '.join(key)}){including}){without}"
        )
        for index in model._meta.indexes:
            schema_editor.add_index(model, index)


def index_later(apps, schema_editor):
    """Have the first refresh, or `manage.py refresh`, index what is already there."""
    alias = schema_editor.connection.alias
    published = apps.get_model("articles", "Article").objects.using(alias).filter(status="published", original=None)
    change = apps.get_model("articles", "Change")
    keys = published.order_by("pk").values_list("pk", flat=True)
    change.objects.using(alias).bulk_create((change(article_id=pk) for pk in keys.iterator()), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_publication"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("article_id", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=200, unique=True)),
                ("df", models.IntegerField(default=0)),
                ("subject", models.BinaryField(null=True)),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "terms",
            },
        ),
        migrations.AddField(
            model_name="publication",
            name="related_by_author",
            field=models.PositiveSmallIntegerField(
                default=2,
                help_text="At most so many suggestions by the same author, where others are nearly as good.",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)],
                verbose_name="of one author",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="related_threshold",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="0 to 100: a suggestion below it is not shown. Fewer are better than wrong ones.",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="nearness demanded",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="stop_words",
            field=models.TextField(
                blank=True,
                help_text="Words that stand in most of your articles and tell none apart, parted by spaces or commas. Related articles then leave them out.",
                verbose_name="words that say nothing",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="synonyms",
            field=models.TextField(
                blank=True,
                help_text="A group a line, its words or phrases parted by commas: “microneedling, collagen induction”.",
                verbose_name="words that mean the same",
            ),
        ),
        migrations.CreateModel(
            name="ArticleTerms",
            fields=[
                ("article_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("hub", models.SmallIntegerField(default=0)),
                ("weighed_with", models.IntegerField(default=0)),
                ("turn", models.BigIntegerField(default=0)),
                ("is_suggestable", models.BooleanField(default=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("subject", models.BinaryField(null=True)),
                ("counts", models.BinaryField()),
            ],
            options={
                "verbose_name": "article's terms",
                "verbose_name_plural": "articles' terms",
                "indexes": [models.Index(fields=["weighed_with"], name="terms_weighed_with")],
            },
        ),
        migrations.CreateModel(
            name="RelatedIndex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("articles", models.IntegerField(default=0)),
                ("turn", models.BigIntegerField(default=0)),
                ("words", models.CharField(blank=True, max_length=32)),
                ("subjects_of", models.IntegerField(default=0)),
                ("rebuild_step", models.CharField(blank=True, max_length=10)),
                ("rebuild_after", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "related index",
                "verbose_name_plural": "related index",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="related_index_is_one")],
            },
        ),
        CreatePairs(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "term_id", "article_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("term_id", models.BigIntegerField()),
                ("article_id", models.BigIntegerField()),
                ("weights", models.IntegerField()),
            ],
            options={
                "verbose_name": "posting",
                "verbose_name_plural": "postings",
            },
        ),
        CreatePairs(
            name="Suggestion",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "article_id", "other_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("article_id", models.BigIntegerField()),
                ("other_id", models.BigIntegerField()),
                ("score", models.SmallIntegerField()),
            ],
            options={
                "verbose_name": "suggestion",
                "verbose_name_plural": "suggestions",
                "indexes": [models.Index(fields=["other_id"], name="suggestion_other")],
            },
        ),
        migrations.RunPython(index_later, migrations.RunPython.noop),
    ]
