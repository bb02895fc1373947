"""What state an article is in, in the words editors use."""

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.drafts import name_of
from articles.querysets import Status
from articles.text.moments import moment

OVER = "over_version"  # posted with a form: the colleague's version in whose place its editor puts it, knowingly


def state_of(article):
    """Return a keyword and words: the status, or that it is a copy, waits for its time or has expired."""
    now = timezone.now()
    words = article.get_status_display()
    if article.original_id:
        return "copy", _("Working copy: %s") % words
    if article.status == Status.PUBLISHED and article.expires_at and article.expires_at <= now:
        return "expired", _("Expired on %s") % moment(article.expires_at)
    if article.is_scheduled:
        return "scheduled", _("Scheduled for %s") % moment(article.published_at)
    return article.status, words


def sponsored_mark(article):
    """Return what readers are told of who paid, as a mark beside the title; "" for an article nobody paid for."""
    return format_html('<span class="state state-sponsored">{}</span>', label) if (label := article.disclosure) else ""


def who_saved(article, user):
    """Say who saved the article, and when."""
    at = timezone.localtime(article.saved_at)
    time = formats.time_format(at) if at.date() == timezone.localdate() else moment(at)
    if article.saved_by and article.saved_by.pk == user.pk:
        return _("You saved this article elsewhere at %s, after you had opened it here.") % time
    name = name_of(article.saved_by) if article.saved_by else _("Somebody")
    return _("%(name)s saved this article at %(time)s, after you had opened it.") % {"name": name, "time": time}
