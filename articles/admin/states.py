"""What state an article is in, in the words editors use."""

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles.querysets import Status


def state_of(article):
    """Return a keyword and words: the status, or that it is a copy, waits for its time or has expired."""
    now = timezone.now()
    words = article.get_status_display()
    if article.original_id:
        return "copy", _("Working copy: %s") % words
    if article.status == Status.PUBLISHED and article.expires_at and article.expires_at <= now:
        return "expired", _("Expired on %s") % moment(article.expires_at)
    if article.status == Status.PUBLISHED and article.published_at > now:
        return "scheduled", _("Scheduled for %s") % moment(article.published_at)
    return article.status, words


def moment(value):
    return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
