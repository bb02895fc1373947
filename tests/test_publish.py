"""Publishing and withdrawing: who may, when it shows, what an error leaves behind."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError

from articles.checklist import findings, is_placeholder
from articles.history.publish import publish, withdraw
from articles.models import Article, Image
from tests.make import LONG_AGO, make_article, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return get_user_model().objects.create_user("writer")


@pytest.fixture
def editor():
    user = get_user_model().objects.create_user("editor")
    user.user_permissions.add(Permission.objects.get(codename="publish_article"))
    return user


def test_publish_now_and_later(editor):
    article = Article.objects.create(title="A")
    publish(article, user=editor)
    assert list(Article.objects.published()) == [article]
    later = publish(Article.objects.create(title="B"), user=editor, at=soon(days=1))
    assert later.status == "published"
    assert not Article.objects.published().filter(pk=later.pk).exists()


def test_an_article_already_public_keeps_its_date(editor):
    article = publish(make_article("A"), user=editor)
    assert article.published_at == LONG_AGO


def test_a_writer_may_not(writer):
    article = make_article("A", status="draft")
    with pytest.raises(PermissionDenied):
        publish(article, user=writer)
    published = make_article("B")
    with pytest.raises(PermissionDenied):
        withdraw(published, user=writer)
    assert [row.status for row in Article.objects.order_by("pk")] == ["draft", "published"]


def test_withdrawing_takes_it_away(editor, client):
    article = make_article("A")
    withdraw(article, user=editor)
    assert client.get("/a/").status_code == 410
    assert publish(article).is_public


@pytest.mark.parametrize(("fields", "field"), [({"title": ""}, "title"), ({"title": "B", "slug": "taken"}, "slug")])
def test_what_stands_in_the_way_is_said_and_nothing_changes(fields, field):
    make_article("A", slug="taken")
    article = Article(**fields)
    if fields["title"]:
        article.slug = ""
        article.save()
        article.slug = "taken"
    else:
        article.save()
    with pytest.raises(ValidationError) as error:
        publish(article)
    assert field in error.value.message_dict
    assert Article.objects.get(pk=article.pk).status == "draft"


def messages(article):
    return [(finding.place, finding.is_blocking) for finding in findings(article)]


def test_the_checklist_names_what_is_missing():
    article = Article.objects.create()
    assert messages(article) == [
        ("Title", True),
        ("Standfirst", True),
        ("Bylines", True),
        ("Body", True),
        ("Tags", False),
        ("Lead picture", False),
    ]


def test_the_checklist_has_nothing_to_say_of_a_whole_article():
    image = Image.objects.create(file="x", content_hash="x")
    article = make_article(
        "A",
        tags=["x"],
        lead_image=image,
        lead_alt="A drawn needle above skin",
        body='<h2>A</h2><h3>B</h3><p>c</p><img data-file="1" alt="" data-decorative="true">',
    )
    assert findings(article) == []


@pytest.mark.parametrize(
    "alt", ["", "Image default", "image", "DEFAULT", "photo 3", "IMG_2041.jpg", "needle.png", "A", "x" * 151]
)
def test_dishonest_alternative_texts(alt):
    image = Image.objects.create(file="x", content_hash="x")
    article = make_article("A", tags=["x"], lead_image=image, lead_alt=alt)
    assert messages(article) == [("Lead picture", True)]


def test_findings_in_the_body():
    article = make_article(
        "A",
        tags=["x"],
        body='<h2>A</h2><h4>B</h4><img src="https://e.org/a.jpg" alt="ok"><img data-file="1" alt="Image">',
    )
    assert messages(article)[:3] == [("Body", True), ("Picture 1 in the body", True), ("Picture 2 in the body", True)]


def test_an_honest_text_is_no_placeholder():
    assert not is_placeholder("Picture of a needle")
    assert not is_placeholder("Default settings of a laser")
