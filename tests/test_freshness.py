"""The version of what the public sees: what changes it, and what leaves it alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from articles import freshness
from articles.models import (
    Act,
    Article,
    Autosave,
    Byline,
    Change,
    Citation,
    Comment,
    Freshness,
    Image,
    Presence,
    Publication,
    Redirect,
    RelatedPick,
    Source,
    Sponsorship,
    Tag,
    Treatment,
)
from articles.related.refreshing import refresh
from articles.tagging import merge
from tests.make import make_article, make_author, settle, soon


@pytest.fixture
def blog(db):
    """Two articles with all that a page shows, followed."""
    article, other = make_article("Peels", tags=["Skin", "Acne"]), make_article("Lasers")
    Treatment.objects.create(article=article, name="Peel")
    Sponsorship.objects.create(article=article, sponsor="Rollers")
    Citation.objects.create(article=article, source=Source.objects.create(text="A guideline"))
    RelatedPick.objects.create(article=article, other=other, kind="pinned")
    Image.objects.create(file="articles/x.jpg", content_hash="x", name="x")
    committed()
    return article


def committed():
    """Follow all changes, as if they were committed."""
    connection.run_on_commit.clear()
    settle()


def change_title(article):
    Article.objects.get(pk=article.pk).save()


def change_name_of(model):
    def change(article):
        row = model.objects.order_by("pk").first()
        row.save()

    return change


def remove_first(model):
    return lambda article: model.objects.order_by("pk").first().delete()


CHANGES = {
    "article saved": change_title,
    "article deleted": lambda article: article.delete(),
    "tags set": lambda article: article.tags.set(["Hair"]),
    "tag described": lambda article: Tag.objects.filter(name="Skin").first().save(),
    "tags merged": lambda article: merge(Tag.objects.filter(name="Acne"), Tag.objects.get(name="Skin")),
    **{
        f"{model.__name__} saved": change_name_of(model)
        for model in (Byline, Citation, Image, Publication, RelatedPick, Source, Sponsorship, Treatment)
    },
    **{f"{model.__name__} removed": remove_first(model) for model in (Byline, Citation, RelatedPick, Sponsorship)},
    "author saved": lambda article: make_author("Ada Writer").save(),
    "redirect made": lambda article: Redirect.objects.create(path="/old/", article=article),
    "bulk change": lambda article: Change.record([article.pk]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_readers_may_see_changes_the_version(blog, name):
    before = freshness.version()
    CHANGES[name](blog)
    changed = freshness.version()
    assert changed != before
    refresh()
    assert freshness.version() not in (before, changed)
    assert not Change.objects.exists()
    assert freshness.version() == freshness.version()


def test_what_happens_at_the_desk_leaves_it_alone(blog, client):
    user = get_user_model().objects.create_superuser("chief", password="x")
    before = freshness.version()
    Autosave.objects.create(article=blog, user=user, data=[["title", "x"]])
    Presence.objects.create(article=blog, user=user, seen_at=timezone.now())
    Comment.objects.create(article=blog, user=user, text="Hm.")
    Act.record(Act.Verb.CHANGED, blog, user)
    client.force_login(user)
    client.get("/admin/")
    Client().get(blog.get_absolute_url())
    user.first_name = "Ada"
    user.save()
    assert freshness.version() == before
    assert Freshness.objects.get().version


def test_a_change_taken_back_leaves_it_alone(blog):
    before = freshness.version()
    with transaction.atomic():
        change_title(blog)
        assert freshness.version() != before
        transaction.set_rollback(True)
    assert freshness.version() == before


@pytest.mark.parametrize("field", ["published_at", "expires_at", "replaces_at"])
def test_it_holds_until_the_next_scheduled_moment_and_differs_from_then_on(blog, monkeypatch, field):
    moment = soon(hours=3) if soon(hours=3).date() == timezone.localdate() else soon(minutes=2)
    if field == "replaces_at":
        Article.objects.create(title="Copy", original=blog, replaces_at=moment)
    else:
        make_article("Later", **{field: moment})
    committed()
    before = freshness.stamp()
    assert before.until == moment.timestamp()
    later = moment + timedelta(seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    monkeypatch.setattr("time.time", later.timestamp)
    after = freshness.stamp()
    assert after.token != before.token
    assert after.until > before.until


def test_it_holds_until_midnight_where_the_site_is(blog, settings, monkeypatch):
    settings.TIME_ZONE = "Asia/Tokyo"
    now = datetime(2026, 3, 1, 14, 59, tzinfo=UTC)  # a minute before midnight there
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    monkeypatch.setattr("time.time", now.timestamp)
    timezone.get_default_timezone.cache_clear()
    try:
        stamp = freshness.stamp()
    finally:
        timezone.get_default_timezone.cache_clear()
    assert stamp.token.endswith("2026-03-01")
    assert round(stamp.until - now.timestamp()) == 60


def test_while_a_change_is_not_followed_no_date_is_told(blog):
    assert freshness.stamp().changed_at is not None
    change_title(blog)
    assert freshness.stamp().changed_at is None


def test_one_small_query_where_nothing_changed(blog, django_assert_num_queries):
    freshness.version()
    with django_assert_num_queries(1):
        freshness.version()


def test_the_steps_of_a_change_are_noted_once(blog):
    with transaction.atomic():
        for row in (*Byline.objects.all(), *Citation.objects.all(), *Tag.objects.all()):
            row.save()
        assert Change.objects.count() == 1


# A cache that processes share


class Shared(LocMemCache):
    """A cache whose name is none of those that a process has for itself."""

    broken = False

    def _answer(self):
        if Shared.broken:
            raise ConnectionError("refused")

    def get_many(self, keys, version=None):
        self._answer()
        return super().get_many(keys, version)

    def set(self, *args, **kwargs):
        self._answer()
        return super().set(*args, **kwargs)

    def add(self, *args, **kwargs):
        self._answer()
        return super().add(*args, **kwargs)


@pytest.fixture
def shared(settings, blog):
    settings.CACHES = {"default": {"BACKEND": "tests.test_freshness.Shared", "LOCATION": "shared"}}
    cache = caches["default"]
    yield cache
    Shared.broken, freshness.breaker.rests_until = False, 0
    cache.clear()


def test_a_shared_stamp_costs_no_query(shared, django_assert_num_queries):
    before = freshness.version()
    with django_assert_num_queries(0):
        assert freshness.version() == before


def test_while_a_change_is_on_its_way_the_database_is_asked(shared, django_assert_num_queries):
    freshness.version()
    freshness._begin(shared)
    with django_assert_num_queries(1):
        freshness.version()
    freshness._begin(shared)  # another one at once
    freshness._end(shared)
    with django_assert_num_queries(1):
        freshness.version()
    freshness._end(shared)
    freshness.version()
    with django_assert_num_queries(0):
        freshness.version()


def test_a_writer_that_dies_leaves_no_old_stamp(shared, blog):
    before = freshness.version()
    freshness._begin(shared)
    Article.objects.filter(pk=blog.pk).update(title="Other")
    Change.record([blog.pk])  # it dies here, the change committed
    assert freshness.version() != before
    shared.delete(freshness.BUSY)  # thirty seconds later
    assert freshness.version() != before


def test_a_stamp_read_before_a_change_is_not_believed_after_it(shared, blog):
    old = freshness.stamp()
    turn = shared.get(freshness.TURN)
    freshness._begin(shared)
    Change.record([blog.pk])
    freshness._end(shared)
    shared.set(freshness.STAMP, (turn, tuple(old)))  # a slow reader's
    assert freshness.version() != old.token


def test_a_change_announces_itself_before_it_commits(shared, blog, django_capture_on_commit_callbacks):
    freshness.version()
    with django_capture_on_commit_callbacks(execute=True):
        change_title(blog)
        assert shared.get(freshness.BUSY) == 1
    assert not shared.get(freshness.BUSY)


def test_without_the_cache_the_database_does_and_the_log_says_so(shared, blog, caplog, monkeypatch):
    before = freshness.version()
    Shared.broken = True
    assert freshness.version() == before
    change_title(blog)
    assert freshness.version() != before
    assert caplog.text.count("does not answer") == 2  # once asked, once told
    Shared.broken = False
    assert freshness.breaker.rests()
    now = freshness.time.monotonic()
    monkeypatch.setattr("time.monotonic", lambda: now + freshness.PATIENCE + 1)
    freshness.version()
    assert shared.get(freshness.STAMP)
