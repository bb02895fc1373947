"""The rules of what stands before readers, each said once."""

from datetime import datetime

from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TRASHED = "trashed", _("In the trash")


def is_public(prefix: str = "", since: datetime | None = None, until: datetime | None = None) -> Q:
    """Return the one rule of what readers may see now; `prefix` is the lookup path to the article, such as "article__".

    Published, its time has come, not expired, not a working copy. `since` and `until` keep what was published then:
    here, since SQLite seeks by one bound each way and would walk from now to a second one.
    """
    rule = stands(prefix) & Q(**{f"{prefix}published_at__lte": by_now(until)})
    return rule & Q(**{f"{prefix}published_at__gte": since}) if since else rule


def stands(prefix: str = "") -> Q:
    """Return what the rule asks beside the time of publication."""
    return Q(
        Q(**{f"{prefix}expires_at__isnull": True}) | Q(**{f"{prefix}expires_at__gt": timezone.now()}),
        **{f"{prefix}status": Status.PUBLISHED, f"{prefix}original__isnull": True},
    )


def by_now(until: datetime | None = None) -> datetime:
    return min(filter(None, (timezone.now(), until)))


# The same rule for plain SQL about an article `a`, but for the time that has come; `now` is a parameter.
PUBLIC_SQL = (
    f"a.status = '{Status.PUBLISHED.value}' AND a.original_id IS NULL "
    "AND (a.expires_at IS NULL OR a.expires_at > %(now)s)"
)


def is_scheduled() -> Q:
    """Return the rule of what readers get at a time to come."""
    return Q(status=Status.PUBLISHED, original=None, published_at__gt=timezone.now())


def is_expired() -> Q:
    """Return the rule of what its end date has taken away."""
    return Q(status=Status.PUBLISHED, original=None, expires_at__lte=timezone.now())


def is_review_overdue() -> Q:
    """Return the rule of what should have been reviewed again by now: `Article.is_review_overdue` for many."""
    return Q(review_due_on__lt=timezone.localdate())
