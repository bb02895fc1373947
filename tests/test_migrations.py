"""A blog that was there before an upgrade is whole after it."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import Article, Byline, ImageUse, OutLink, RelatedIndex, TaggedArticle
from tests.make import LONG_AGO, settle

BEFORE = [("articles", "0003_related_engine")]


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.mark.django_db(transaction=True)
def test_a_blog_from_before_the_desk_is_upgraded():
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("articles")
    old = migrate(BEFORE)
    try:
        Group.objects.all().delete()
        article, image = old.get_model("articles", "Article"), old.get_model("articles", "Image")
        picture = image.objects.create(file="a.jpg", content_hash="a")
        fields = {"status": "published", "published_at": LONG_AGO, "saved_at": LONG_AGO, "first_public_at": LONG_AGO}
        first = article.objects.create(title="First", slug="first", body="<p>Peels for skin.</p>", **fields)
        body = (
            f'<p><a data-article="{first.pk}" href="/first/">First</a>, <a rel="sponsored" href="https://e.example/x">x</a></p>'
            f'<figure><img data-file="{picture.pk}" alt="A"></figure>'
            "<h2>Risks</h2><ul><li>Redness</li></ul>"
        )
        article.objects.create(title="Second", slug="second", body=body, lead_image=picture, **fields)
        draft = article.objects.create(title="Draft", slug="draft", saved_at=LONG_AGO, published_at=LONG_AGO)
        tag = old.get_model("articles", "Tag").objects.create(name="Skin", key="skin", slug="skin")
        author = old.get_model("articles", "Author").objects.create(name="Ada", slug="ada")
        for row in (first, draft):
            old.get_model("articles", "TaggedArticle").objects.create(tag=tag, content_object=row)
            old.get_model("articles", "Byline").objects.create(author=author, article=row)
        terms = old.get_model("articles", "ArticleTerms")
        terms.objects.create(article_id=first.pk, counts=b"packed in the way of then")
    finally:
        migrate(newest)
    second = Article.objects.get(slug="second")
    uses = ImageUse.objects.filter(article=second).values_list("image_id", "place")
    assert set(uses) == {(picture.pk, "lead"), (picture.pk, "body")}
    links = OutLink.objects.filter(article=second).values_list("position", "domain", "target_id", "rel", "text")
    assert list(links) == [(1, "", first.pk, "", "First"), (2, "e.example", None, "sponsored", "x")]
    assert set(Group.objects.values_list("name", flat=True)) == {"Editors", "Medical reviewers", "Writers"}
    for rows in (TaggedArticle.objects, Byline.objects):
        assert list(rows.order_by("pk").values_list("listed_at", flat=True)) == [LONG_AGO, None]
    settle()
    assert RelatedIndex.objects.get().articles == 2
    sections = second.sections
    assert [(row["kind"], row["lists"][0]["items"]) for row in sections] == [("risks", ["Redness"])]
    second.save()  # and what was derived by the migration is what a save derives
    assert list(links) == [(1, "", first.pk, "", "First"), (2, "e.example", None, "sponsored", "x")]
    assert second.sections == sections
