from django.db import migrations, models

SQLITE = """
CREATE VIRTUAL TABLE articles_search USING fts5(
    digest UNINDEXED, marks, title, standfirst, tags, body, tokenize='ascii'
)
"""

# What is long lies outside the rows, so that a common word's 50,000 rows are few pages; what is read often unpacked.
POSTGRESQL = """
CREATE TABLE articles_search (
    article_id bigint PRIMARY KEY,
    digest text NOT NULL,
    marks text NOT NULL,
    title text NOT NULL,
    standfirst text NOT NULL,
    tags text NOT NULL,
    body text NOT NULL,
    lexemes tsvector NOT NULL
) WITH (toast_tuple_target = 128);
ALTER TABLE articles_search ALTER digest SET STORAGE MAIN, ALTER marks SET STORAGE MAIN, ALTER title SET STORAGE MAIN,
    ALTER standfirst SET STORAGE EXTERNAL, ALTER tags SET STORAGE EXTERNAL, ALTER body SET STORAGE EXTERNAL;
CREATE INDEX articles_search_lexemes ON articles_search USING gin (lexemes) WITH (fastupdate = off);
"""

# Left to itself the planner takes the reading of 50,000 lexeme arrays for cheaper than the index.
FUNCTION = """
CREATE FUNCTION articles_search_find(wanted tsquery, phrases text[], without text[], in_title boolean, most integer, read integer)
RETURNS SETOF bigint LANGUAGE sql STABLE
SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off SET jit = off
AS $$
    SELECT article_id FROM (
        SELECT article_id, title, standfirst, tags, body FROM articles_search WHERE lexemes @@ wanted
        ORDER BY article_id DESC LIMIT CASE WHEN phrases = '{}' AND without = '{}' THEN most ELSE read END
    ) AS found
    WHERE phrases = '{}' AND without = '{}'
       OR CASE WHEN in_title THEN title ELSE concat_ws('|', title, standfirst, tags, body) END LIKE ALL (phrases)
      AND concat_ws('|', title, standfirst, tags, body) NOT LIKE ALL (without)
    ORDER BY article_id DESC LIMIT most
$$
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (*POSTGRESQL.split(";"), FUNCTION):
            if statement.strip():
                schema_editor.execute(statement, params=None)
    elif schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION articles_search_find")
    schema_editor.execute("DROP TABLE articles_search")


def index_later(apps, schema_editor):
    """Have the first refresh, or `manage.py refresh`, index what is already there; `manage.py search_rebuild` is faster."""
    alias = schema_editor.connection.alias
    published = apps.get_model("articles", "Article").objects.using(alias).filter(status="published", original=None)
    change = apps.get_model("articles", "Change")
    keys = published.order_by("pk").values_list("pk", flat=True)
    change.objects.using(alias).bulk_create((change(article_id=pk) for pk in keys.iterator()), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_freshness"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("backwards", models.CharField(db_index=True, max_length=60)),
                ("sound", models.CharField(db_index=True, max_length=60)),
                ("stem", models.CharField(db_index=True, max_length=60)),
                ("term", models.CharField(max_length=60)),
            ],
            options={
                "verbose_name": "word",
                "verbose_name_plural": "words",
            },
        ),
        migrations.RunPython(create, drop),
        migrations.RunPython(index_later, migrations.RunPython.noop),
    ]
