import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.models.desk
from articles.history.roles import ensure_groups
from articles.text import html


def derive(apps, schema_editor):
    """Note what each article shows and links to, as every save does from now on."""
    alias = schema_editor.connection.alias
    article, image, use, link = (
        apps.get_model("articles", name) for name in ("Article", "Image", "ImageUse", "OutLink")
    )
    images = set(image.objects.using(alias).values_list("pk", flat=True))
    articles = set(article.objects.using(alias).values_list("pk", flat=True))
    uses, links = [], []
    for row in article.objects.using(alias).only("body", "lead_image", "share_image").order_by("pk").iterator():
        pictures, _articles = html.references(row.body)
        uses += [use(article_id=row.pk, image_id=pk, place="body") for pk in sorted(pictures & images)]
        places = [("lead", row.lead_image_id), ("share", row.share_image_id)]
        uses += [use(article_id=row.pk, image_id=pk, place=place) for place, pk in places if pk]
        links += [
            link(
                article_id=row.pk,
                position=position,
                url=found.href[:2000],
                domain=found.domain[:255],
                target_id=found.article if found.article in articles else None,
                rel=" ".join(found.rel)[:40],
                text=found.text[:500],
            )
            for position, found in enumerate(html.links(row.body) if "<a" in row.body else (), 1)
        ]
    use.objects.using(alias).bulk_create(uses, batch_size=500)
    link.objects.using(alias).bulk_create(links, batch_size=500)


def make_groups(apps, schema_editor):
    ensure_groups()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_related_engine"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Act",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("submitted", "submitted for review"),
                            ("returned", "sent back"),
                            ("published", "published"),
                            ("changed", "published changes of"),
                            ("scheduled", "scheduled"),
                            ("unplanned", "cancelled the schedule of"),
                            ("failed", "could not publish the scheduled changes of"),
                            ("withdrew", "withdrew"),
                            ("trashed", "moved to the trash"),
                            ("restored", "took out of the trash"),
                            ("purged", "deleted for good"),
                            ("copied", "made a working copy of"),
                            ("discarded", "discarded the working copy of"),
                            ("reverted", "restored an earlier version of"),
                            ("merged", "merged tags into"),
                            ("tagged", "changed the tags of"),
                            ("signed", "changed the authors of"),
                            ("relinked", "replaced a link in"),
                            ("redirected", "changed the redirect of"),
                        ],
                        max_length=10,
                        verbose_name="act",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="what")),
                ("detail", models.TextField(blank=True, verbose_name="detail")),
                (
                    "happened_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="when"),
                ),
            ],
            options={
                "verbose_name": "act",
                "verbose_name_plural": "log of acts",
                "ordering": ["-happened_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Autosave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form_key", models.CharField(blank=True, max_length=40)),
                ("data", models.JSONField(default=list)),
                ("seen_version", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved")),
            ],
            options={
                "verbose_name": "unsaved text",
                "verbose_name_plural": "unsaved texts",
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("remark", "Comment"),
                            ("submitted", "Submitted for review"),
                            ("returned", "Sent back"),
                        ],
                        default="remark",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written")),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ImageUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.CharField(
                        choices=[("lead", "lead picture"), ("share", "share picture"), ("body", "body")], max_length=5
                    ),
                ),
            ],
            options={
                "verbose_name": "use of a picture",
                "verbose_name_plural": "uses of pictures",
            },
        ),
        migrations.CreateModel(
            name="OutLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("url", models.CharField(blank=True, max_length=2000)),
                ("domain", models.CharField(blank=True, db_index=True, max_length=255)),
                ("rel", models.CharField(blank=True, max_length=40)),
                ("text", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "presence",
                "verbose_name_plural": "presences",
            },
        ),
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(default=articles.models.desk.new_key, editable=False, max_length=40, unique=True),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked")),
            ],
            options={
                "verbose_name": "preview link",
                "verbose_name_plural": "preview links",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "path",
                    models.CharField(
                        help_text="The path of the old address, such as /2019/05/old-post/.",
                        max_length=500,
                        unique=True,
                        verbose_name="from",
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="A path of this site, such as /tags/skin/, or a whole address elsewhere.",
                        max_length=500,
                        verbose_name="or to the address",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
            ],
            options={
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
                "ordering": ["path"],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("snapshot", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("submitted", "Submitted for review"),
                            ("replaced", "Draft before an earlier version was restored"),
                            ("first", "First publication"),
                            ("typo", "Typing error"),
                            ("update", "Update"),
                            ("correction", "Correction"),
                            ("safety", "Safety correction"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="saved_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="saved by",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="reading_grade",
            field=models.PositiveSmallIntegerField(
                default=9,
                help_text="Years of school a reader needs. The checklist says when a text asks for more.",
                validators=[django.core.validators.MinValueValidator(4), django.core.validators.MaxValueValidator(16)],
                verbose_name="reading grade aimed at",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="trash_days",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="So long a trashed article can be restored; then “manage.py publish_due” deletes it for good.",
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="days in the trash",
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="replaces_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="changes published"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("replaces_at__isnull", False)), fields=["replaces_at"], name="article_due"
            ),
        ),
        migrations.AddField(
            model_name="act",
            name="article",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="acts",
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AddField(
            model_name="act",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddField(
            model_name="autosave",
            name="article",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="autosaves", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="autosave",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddField(
            model_name="imageuse",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="image_uses", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="imageuse",
            name="image",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="articles.image"
            ),
        ),
        migrations.AddField(
            model_name="outlink",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="out_links", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="outlink",
            name="target",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="in_links", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="presence",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="presence",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="previewlink",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="preview_links",
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AddField(
            model_name="previewlink",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddField(
            model_name="redirect",
            name="article",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="redirects",
                to="articles.article",
                verbose_name="to the article",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="revisions",
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddConstraint(
            model_name="autosave",
            constraint=models.UniqueConstraint(
                condition=models.Q(("article__isnull", False)),
                fields=("user", "article"),
                name="autosave_once_an_article",
            ),
        ),
        migrations.AddConstraint(
            model_name="autosave",
            constraint=models.UniqueConstraint(
                condition=models.Q(("article__isnull", True)), fields=("user", "form_key"), name="autosave_once_a_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="imageuse",
            constraint=models.UniqueConstraint(fields=("article", "image", "place"), name="image_use_once_a_place"),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(fields=("article", "user"), name="presence_once_a_person"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["article", "-created_at", "-id"], name="revision_newest"),
        ),
        migrations.AddField(
            model_name="article",
            name="original_version",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="replacement",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
