"""Keeps what is derived from rows in step with them: listens to saves, deletions and tag changes of our models."""

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save

from articles.models import Article, Change, Publication, Tag, TaggedArticle
from articles.related.refreshing import refresh


def listen() -> None:
    """Connect the handlers; called once, when the app is ready."""
    for sender, handler in ((Article, _article_changed), (TaggedArticle, _tags_changed)):
        for signal in (post_save, post_delete):
            signal.connect(handler, sender=sender, dispatch_uid="articles.indexing")
    post_save.connect(_tag_saved, sender=Tag, dispatch_uid="articles.indexing")
    post_save.connect(_publication_changed, sender=Publication, dispatch_uid="articles.indexing")


def _article_changed(instance, raw=False, **kwargs):
    if not raw:
        _note(instance.pk)


def _tags_changed(instance, raw=False, **kwargs):
    if not raw:
        _note(instance.content_object_id)


def _tag_saved(instance, created, raw=False, **kwargs):
    """Have the tag's articles follow its new name; a new tag stands on none."""
    if raw or created or instance.name == instance.stored_name:
        return
    tagged = TaggedArticle.objects.filter(tag=instance).values_list("content_object_id", flat=True)
    Change.record(tagged)
    _refresh_later()


def _publication_changed(raw=False, **kwargs):
    if not raw:
        _note(None)


def _note(article_id: int | None) -> None:
    """Record the change in its transaction, and have one refresh follow all of the transaction's changes."""
    Change.objects.create(article_id=article_id)
    _refresh_later()


def _refresh_later() -> None:
    if not any(callback is refresh for _, callback, *_ in connection.run_on_commit):
        transaction.on_commit(refresh, robust=True)
