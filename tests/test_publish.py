"""Publishing and withdrawing: who may, when it shows, what an error leaves behind."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.signals import post_delete

from articles.history.copies import edit_as_draft, schedule
from articles.history.publish import NotReady, before, change, publish, purge, trash, withdraw
from articles.history.review import send_back, submit, take_back
from articles.models import Article, Autosave
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
    article = make_article("A", status="draft")
    publish(article, user=editor)
    assert list(Article.objects.published()) == [article]
    later = publish(make_article("B", status="draft"), user=editor, at=soon(days=1))
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


def test_what_the_checklist_blocks_stays_a_draft(editor):
    article = make_article("A", author=None, status="draft", standfirst="", published_at=None)
    with pytest.raises(NotReady) as error:
        publish(article, user=editor)
    assert [finding.code for finding in error.value.findings] == ["no-standfirst", "no-author"]
    assert Article.objects.get(pk=article.pk).status == "draft"


def edited(article, editor, kind="update", **fields):
    """Change a public article as the admin does, all of it or nothing."""
    with transaction.atomic():
        since = before(article.pk)
        for name, value in fields.items():
            setattr(article, name, value)
        article.save()
        return change(article, since, editor, kind)


def test_an_old_flaw_does_not_block_an_edit_of_a_public_article(editor):
    article = make_article("A", body='<h2>One</h2><h4>Two</h4><p>Old.</p><p><a href="/no-such/">x</a></p>')
    body = '<p>First.</p><h2>One</h2><h4>Two, retold</h4><p>New.</p><p>Also <a href="/no-such/">y</a></p>'
    assert edited(article, editor, body=body)


@pytest.mark.parametrize(
    "more", ["<h2>Three</h2><h4>Four</h4>", '<p><a href="/no-such/">again</a></p>', '<img src="/a.jpg" alt="A needle">']
)
def test_a_flaw_that_an_edit_adds_blocks_it_unless_it_is_a_safety_correction(editor, more):
    body = '<h2>One</h2><h4>Two</h4><p><a href="/no-such/">x</a></p>'
    article = make_article("A", body=body)
    with pytest.raises(NotReady) as error:
        edited(article, editor, body=article.body + more)
    assert len(error.value.findings) == 1
    assert more not in Article.objects.get(pk=article.pk).body
    assert edited(article, editor, kind="safety", body=article.body)


def test_what_would_never_be_seen_is_not_published(editor):
    ended = make_article("A", status="withdrawn", expires_at=soon(days=-1))
    with pytest.raises(ValidationError, match="Readers would never see it"):
        publish(ended, user=editor)
    ends_first = make_article("B", status="draft", expires_at=soon(days=1))
    with pytest.raises(ValidationError, match="Readers would never see it"):
        publish(ends_first, user=editor, at=soon(days=2))
    assert {row.status for row in Article.objects.all()} == {"withdrawn", "draft"}


@pytest.mark.parametrize("take_away", [withdraw, trash])
def test_a_copy_does_not_replace_what_was_taken_away(editor, take_away):
    article = make_article("A")
    copy = schedule(edit_as_draft(article), soon(days=1))
    take_away(article, editor)
    copy.refresh_from_db()
    assert copy.replaces_at is None


def test_a_scheduled_copy_that_is_sent_back_waits(editor):
    copy = schedule(submit(edit_as_draft(make_article("A"))), soon(days=1))
    send_back(copy, editor, "The dose is wrong.")
    copy.refresh_from_db()
    assert (copy.status, copy.replaces_at) == ("draft", None)


def test_only_what_is_in_review_is_taken_back(editor):
    article = make_article("A", status="withdrawn")
    with pytest.raises(ValidationError):
        take_back(article)
    assert Article.objects.get().status == "withdrawn"


def test_what_is_restored_while_the_trash_is_emptied_stays(editor):
    first, second = make_article("A"), make_article("B")
    Article.objects.update(status="trashed", trashed_at=soon(days=-400))
    Autosave.objects.create(user=editor, article=first, form_key="k" * 20, data=[["title", "Unsaved"]])

    def rescue(**kwargs):
        Article.objects.filter(pk=second.pk).update(status="withdrawn", trashed_at=None)

    post_delete.connect(rescue, sender=Article)
    try:
        assert purge() == 1
    finally:
        post_delete.disconnect(rescue, sender=Article)
    assert Article.objects.get() == second
    assert Autosave.objects.get().article is None, "unsaved text outlives its article"
