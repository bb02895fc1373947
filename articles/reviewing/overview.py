"""Where many articles stand with their reviews: those that wait for one, and those that were changed since."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from articles.models import Review, Revision
from articles.passport import CHANGED, COUNTS, NEVER
from articles.querysets import Status, is_review_overdue

OVERDUE = "overdue"
STATES = (NEVER, COUNTS, CHANGED, OVERDUE)


def is_read() -> Exists:
    """Return the condition for what was reviewed as a whole since it was last submitted; for a working copy, itself."""
    own = Coalesce(OuterRef(OuterRef("original")), OuterRef(OuterRef("pk")))
    submitted = Revision.objects.filter(article=own, kind=Revision.Kind.SUBMITTED).order_by("-created_at", "-pk")
    return Exists(Review.objects.whole().order_by().filter(revision=Subquery(submitted.values("pk")[:1])))


def waits() -> Q:
    """Return the condition for what waits for a medical reviewer: articles and working copies in review."""
    return Q(status=Status.IN_REVIEW) & ~Q(is_read())


def of_state(state: str) -> Q:
    """Return the condition for articles NEVER reviewed as a whole, whose review COUNTS, CHANGED since, OVERDUE."""
    if state == OVERDUE:
        return is_review_overdue()
    reviews = Review.objects.whole().order_by().filter(article=OuterRef("pk"))
    if state == COUNTS:
        return Q(Exists(reviews.counting()))
    if state == CHANGED:
        return Q(Exists(reviews), ~Exists(reviews.counting()), status=Status.PUBLISHED)
    return ~Q(Exists(reviews))
