"""Move what waits for its moment to another one."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.history import copies, publish
from articles.models import Article, Revision
from articles.querysets import Status


def reschedule(article: Article, at: datetime, user=None) -> Article:
    """Have a scheduled article appear, or a scheduled copy replace its original, at `at` instead.

    Raises PermissionDenied when `user` may not, and ValidationError for a moment that has passed, for what is not
    scheduled, and where the checklist or a change of the original stands in the way; then nothing has changed.
    """
    publish.demand_permission(user)
    now = timezone.now()
    if article.original_id and article.replaces_at:
        wanted = article.replacement
        return copies.schedule(article, at, user, wanted.get("kind", Revision.Kind.UPDATE), wanted.get("note", ""))
    if article.original_id or article.status != Status.PUBLISHED:
        raise ValidationError(_("It is no longer scheduled. Open it to see where it stands."))
    if article.published_at <= now:
        raise ValidationError(_("Its moment has come meanwhile: readers have it."))
    if at <= now:
        raise ValidationError(_("That moment has passed: choose a later one."))
    return publish.publish(article, user, at)
