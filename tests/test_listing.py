"""The rows that put articles on the lists of tags and authors know when these are published, whoever wrote last."""

import pytest
from django.core.management import call_command
from django.db import connection

from articles import freshness
from articles.history.copies import edit_as_draft, publish_copy
from articles.history.publish import publish, withdraw
from articles.models import Article, Author, Byline, Change, Tag, TaggedArticle
from articles.tagging import merge
from tests.make import LONG_AGO, make_article, make_author, settle, soon

pytestmark = pytest.mark.django_db


def places(article):
    """Return the places of all the article's rows, each once."""
    rows = [*TaggedArticle.objects.filter(content_object=article), *Byline.objects.filter(article=article)]
    assert len(rows) >= 2
    return {row.listed_at for row in rows}


def lagging():
    return TaggedArticle.objects.relist() + Byline.objects.relist()


def write_past_us(article, **fields):
    """Change the article's row as a script without Django would."""
    for name, value in fields.items():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE articles_article SET {name} = %s WHERE id = %s", [value, article.pk])


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({}, LONG_AGO),
        ({"status": "draft"}, None),
        ({"status": "review"}, None),
        ({"status": "withdrawn"}, None),
        ({"status": "trashed"}, None),
        ({"expires_at": LONG_AGO}, LONG_AGO),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
@pytest.mark.parametrize("way", ["made", "saved", "fields saved", "updated"])
def test_the_place_follows_the_article(fields, place, way):
    article = make_article("Made", tags=["Skin"], **(fields if way == "made" else {}))
    for name, value in fields.items():
        setattr(article, name, value)
    if way == "saved":
        article.save()
    elif way == "fields saved":
        article.save(update_fields=list(fields))
    elif way == "updated" and fields:
        assert Article.objects.filter(pk=article.pk).update(**fields) == 1
    assert places(article) == {place}
    assert lagging() == 0


def test_a_time_to_come_is_a_place_and_not_yet_shown(client):
    article = make_article("Later", tags=["Skin"], published_at=soon(days=1))
    assert places(article) == {article.published_at}
    assert client.get("/tags/skin/").status_code == 404
    Article.objects.update(published_at=soon(seconds=-1))
    assert "Later" in client.get("/tags/skin/").content.decode()
    assert lagging() == 0


def test_acts_of_the_desk_keep_the_places():
    article = make_article("One", tags=["Skin"], status="draft", published_at=None)
    publish(article, despite_findings=True)
    assert places(article) == {article.published_at}
    copy = edit_as_draft(article)
    copy.tags.add("Hair")
    Byline.objects.create(article=copy, author=make_author("Bob Second"), position=2)
    assert places(copy) == {None}
    publish_copy(copy, is_confirmed=True)
    assert places(article) == {article.published_at}
    assert TaggedArticle.objects.filter(content_object=article).count() == 2
    merge([Tag.objects.get(name="Hair")], into=Tag.objects.create(name="Locks"))
    assert lagging() == 0
    withdraw(article)
    assert places(article) == {None}
    assert lagging() == 0


def test_rows_in_bulk_take_their_places():
    published, draft = make_article("One"), make_article("Two", status="draft")
    tag, author = Tag.objects.create(name="Skin"), Author.objects.create(name="Bulk Author")
    TaggedArticle.objects.bulk_create(TaggedArticle(tag=tag, content_object=each) for each in (published, draft))
    Byline.objects.bulk_create(Byline(author=author, article=each) for each in (published, draft))
    assert dict(TaggedArticle.objects.values_list("content_object", "listed_at")) == {
        published.pk: LONG_AGO,
        draft.pk: None,
    }
    TaggedArticle.objects.filter(content_object=draft).delete()
    TaggedArticle.objects.update(content_object=draft)
    assert list(TaggedArticle.objects.values_list("listed_at", flat=True)) == [None]
    assert lagging() == 0


def test_many_articles_at_once():
    for number in range(3):
        make_article(f"Number {number}", tags=["Skin"])
    assert Article.objects.update(status="withdrawn") == 3
    assert set(TaggedArticle.objects.values_list("listed_at", flat=True)) == {None}
    for article in (articles := list(Article.objects.all())):
        article.status = "published"
    Article.objects.bulk_update(articles, ["status"])
    assert set(TaggedArticle.objects.values_list("listed_at", flat=True)) == {LONG_AGO}
    assert lagging() == 0


def test_a_refresh_mends_what_two_transactions_missed():
    """One publishes, the other adds a tag: neither sees the other's rows, and both leave a change."""
    article = make_article("One", tags=["Skin"])
    TaggedArticle.objects.filter(content_object=article).update(listed_at=None)
    Change.record([article.pk])
    settle()
    assert places(article) == {LONG_AGO}


def test_the_command_follows_who_wrote_past_us(client):
    article = make_article("One", tags=["Skin"], status="draft")
    settle()
    write_past_us(article, status="published")
    assert client.get("/tags/skin/").status_code == 404
    before = freshness.version()
    call_command("refresh", verbosity=0)
    assert "One" in client.get("/tags/skin/").content.decode()
    assert freshness.version() != before
    assert lagging() == 0


@pytest.mark.parametrize("ending", ["", "feed/"])
@pytest.mark.parametrize("name", ["tags/skin", "authors/ada-writer"])
def test_what_the_row_says_never_opens_the_gate(client, name, ending):
    """The place only finds: whether readers may see it, the article says."""
    article = make_article("Zebrafinch", tags=["Skin"])
    make_article("Other", tags=["Skin"])
    write_past_us(article, status="withdrawn")
    assert places(article) == {LONG_AGO}
    text = client.get(f"/{name}/{ending}").content.decode()
    assert "Other" in text
    assert "Zebrafinch" not in text


def test_the_order_of_the_list_is_that_of_publication(client):
    for number, days in enumerate((3, 1, 2)):
        make_article(f"Number {number}", tags=["Skin"], published_at=soon(days=-days))
    for path in ("/tags/skin/", "/authors/ada-writer/"):
        rows = client.get(path).context["page"].rows
        assert [row.title for row in rows] == ["Number 1", "Number 2", "Number 0"]
