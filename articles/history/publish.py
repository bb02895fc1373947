"""Put an article before readers and take it away again."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from articles.querysets import Status


def _demand_permission(user) -> None:
    """Raise PermissionDenied unless `user` may publish; None stands for the owner's own command line."""
    if user is not None and not user.has_perm("articles.publish_article"):
        raise PermissionDenied(_("You may write, but only an editor may publish or withdraw."))


def publish(article: Article, user=None, at: datetime | None = None) -> Article:
    """Make the article public now, or at the future moment `at`; an article already public keeps its date.

    Raises PermissionDenied when `user` may not, ValidationError when title or slug stand in the way; then the
    article in the database is as it was.
    """
    _demand_permission(user)
    with transaction.atomic():
        article.status = Status.PUBLISHED
        if at is not None:
            article.published_at = at
        elif article.published_at is None or article.published_at > timezone.now():
            article.published_at = timezone.now()
        article.clean()
        try:
            with transaction.atomic():
                article.save()
        except IntegrityError:
            article.clean()  # says which other article took the slug just now
            raise ValidationError(
                _("“%(title)s” could not be published. Reload it and try again.") % {"title": article}
            ) from None
    return article


def withdraw(article: Article, user=None) -> Article:
    """Take the article from readers; its address then answers 410. Raises PermissionDenied when `user` may not."""
    _demand_permission(user)
    article.status = Status.WITHDRAWN
    article.save(update_fields=["status"])
    return article
