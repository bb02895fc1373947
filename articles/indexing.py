"""Keeps what is derived from rows in step with them: listens to saves, deletions and tag changes of our models."""

from functools import partial

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save

from articles import freshness, sharing
from articles.models import (
    Article,
    Author,
    Byline,
    Change,
    Citation,
    Image,
    Publication,
    Redirect,
    RelatedPick,
    Review,
    SharePicture,
    Source,
    Sponsorship,
    Tag,
    TaggedArticle,
    Treatment,
)
from articles.related.refreshing import refresh
from articles.search import index as search

# What pages show beside articles and tags: no list follows it, but what was rendered before is old.
SHOWN = (
    Author, Byline, Citation, Image, Publication, Redirect, RelatedPick, Review, SharePicture, Source, Sponsorship,
    Treatment,
)  # fmt: skip


def listen() -> None:
    """Connect the handlers; called once, when the app is ready."""
    for sender, handler in ((Article, _article_changed), (TaggedArticle, _tags_changed), (Byline, _byline_changed)):
        for signal in (post_save, post_delete):
            signal.connect(handler, sender=sender, dispatch_uid="articles.indexing")
    post_save.connect(_tag_saved, sender=Tag, dispatch_uid="articles.indexing")
    for sender in (*SHOWN, Tag):
        for signal in (post_save, post_delete):
            signal.connect(_shown_changed, sender=sender, dispatch_uid="articles.indexing.shown")
    post_save.connect(_author_saved, sender=Author, dispatch_uid="articles.indexing")
    for sender, handler in ((Article, _article_saved), (Publication, _publication_saved)):
        post_save.connect(handler, sender=sender, dispatch_uid="articles.indexing.drawn")
    for signal in (post_save, post_delete):
        signal.connect(_sponsorship_changed, sender=Sponsorship, dispatch_uid="articles.indexing.drawn")
    post_delete.connect(_drawing_deleted, sender=SharePicture, dispatch_uid="articles.indexing.drawn")


def _article_changed(instance, raw=False, **kwargs):
    if not raw:
        _note(instance.pk)
        search.follow([instance.pk])


def _tags_changed(instance, raw=False, **kwargs):
    if not raw:
        _note(instance.content_object_id)
        search.follow([instance.content_object_id])


def _byline_changed(instance, raw=False, **kwargs):
    """Have search find the article by its new author; no list depends on who wrote it."""
    if not raw:
        search.follow([instance.article_id])


def _author_saved(instance, created, raw=False, **kwargs):
    """Have search find the author's articles by the new name, as soon as the change is followed."""
    if not raw and not created:
        signed = Byline.objects.filter(author=instance, article__in=search.indexed()).order_by("article_id")
        articles = signed.values_list("article_id", flat=True)
        first = articles.first()
        if first and not search.is_named_in(first, instance.name):
            Change.record(articles)
            _refresh_later()


def _tag_saved(instance, created, raw=False, **kwargs):
    """Have the tag's articles follow its new name; a new tag stands on none."""
    if raw or created or instance.name == instance.stored_name:
        return
    tagged = TaggedArticle.objects.filter(tag=instance).values_list("content_object_id", flat=True)
    Change.record(tagged)
    _refresh_later()


def _article_saved(instance, raw=False, **kwargs):
    """Have its share picture follow; an article that never was public has none."""
    if not raw and instance.first_public_at is not None:
        transaction.on_commit(partial(sharing.follow_later, instance.pk), robust=True)


def _sponsorship_changed(instance, raw=False, **kwargs):
    if not raw:
        transaction.on_commit(partial(sharing.follow_later, instance.article_id), robust=True)


def _publication_saved(raw=False, **kwargs):
    """Have the newest share pictures follow the publication's name; `manage.py renditions` has all of them."""
    if not raw:
        transaction.on_commit(sharing.follow_newest_later, robust=True)


def _drawing_deleted(instance, **kwargs):
    transaction.on_commit(partial(sharing.discard, instance.digest), robust=True)


def _shown_changed(raw=False, **kwargs):
    if not raw and not _is_noted():
        _note(None)


def _note(article_id: int | None) -> None:
    """Record the change in its transaction, and have one refresh follow all of the transaction's changes."""
    Change.objects.create(article_id=article_id)
    _refresh_later()


def _refresh_later() -> None:
    if not _is_noted():
        freshness.announce()
        transaction.on_commit(refresh, robust=True)


def _is_noted() -> bool:
    return any(callback is refresh for _, callback, *_ in connection.run_on_commit)
