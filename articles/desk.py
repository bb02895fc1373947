"""Where articles stand, as seen from one person's desk."""

from dataclasses import dataclass

from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from articles.history.roles import WRITABLE, may_publish, may_review
from articles.models import Article, Byline, Comment
from articles.querysets import HEAVY, Status, is_expired, is_public, is_review_overdue, is_scheduled
from articles.reviewing.overview import is_read, waits

SHOWN = 10
HANDED_OVER = Comment.objects.filter(article=OuterRef("pk")).exclude(kind=Comment.Kind.REMARK)
HANDED_OVER = HANDED_OVER.order_by("-created_at", "-pk")
NOT_IN_TRASH = ~Q(status=Status.TRASHED)


def own(user) -> Q:
    """Return the condition for what the user owns or signs."""
    return Q(owner=user) | Q(pk__in=Byline.objects.filter(author__user=user).order_by().values("article"))


def sent_back(user) -> Q:
    """Return the condition for the user's drafts that came back with a note and were not submitted since."""
    came_back = Exact(Subquery(HANDED_OVER.values("kind")[:1]), Value(Comment.Kind.RETURNED.value))
    return own(user) & Q(status=Status.DRAFT) & Q(came_back)


def sees_reviews(user) -> bool:
    """Whether what is in review waits for this person."""
    return may_publish(user) or may_review(user)


def waiting(user) -> Q:
    """Return the condition for what waits for the user, beside what was sent back.

    For who publishes that is all in review; for medical reviewers what they, or others, have yet to read.
    """
    if may_publish(user):
        return sent_back(user) | Q(status=Status.IN_REVIEW)
    return sent_back(user) | waits() if may_review(user) else sent_back(user)


def scheduled() -> Q:
    """Return the condition for what appears at its time: articles, and copies that replace their original."""
    return is_scheduled() | Q(replaces_at__isnull=False)


# Where an article may stand: its name, and the condition for a user.
STANDINGS = {
    "all": (_("Everything but the trash"), lambda user: Q(original=None) & NOT_IN_TRASH),
    "mine": (_("My articles"), lambda user: own(user) & NOT_IN_TRASH),
    "drafts": (_("My drafts"), lambda user: own(user) & Q(status__in=WRITABLE)),
    "waiting": (_("Waiting for me"), waiting),
    "review": (_("In review"), lambda user: Q(status=Status.IN_REVIEW)),
    "scheduled": (_("Scheduled"), lambda user: scheduled()),
    "published": (_("Published"), lambda user: is_public()),
    "expired": (_("Expired"), lambda user: is_expired()),
    "withdrawn": (_("Withdrawn"), lambda user: Q(status=Status.WITHDRAWN)),
    "copies": (_("Working copies"), lambda user: Q(original__isnull=False) & NOT_IN_TRASH),
    "trash": (_("In the trash"), lambda user: Q(status=Status.TRASHED)),
}


@dataclass(frozen=True)
class Desk:
    """What one person finds in the morning, at most ten rows of each."""

    user: object
    may_add: bool
    mine: list[Article]  # drafts and copies; first what was sent back: `is_back`, with its `last_note`
    waiting: list[Article] | None  # in review, with `is_read` by a medical reviewer; None for who reviews nothing
    may_review: bool
    overdue: list[Article] | None  # for their next medical review, the longest first; None for who reviews nothing
    scheduled: list[Article]  # in the order of `moment`
    copies: list[Article] | None  # of everybody; None for who may not publish them
    published: list[Article]


def of(user) -> Desk:
    """Gather the desk with at most six queries, whatever lies on it."""
    rows = Article.objects.defer(*HEAVY).select_related("owner", "original")
    rows = rows.defer(*HEAVY, *(f"original__{name}" for name in HEAVY))
    last = HANDED_OVER.filter(kind=Comment.Kind.RETURNED).values("text")[:1]
    came_back = Case(When(sent_back(user), then=Value(1)), default=Value(0))
    mine = rows.filter(own(user), status__in=WRITABLE).annotate(is_back=came_back, last_note=Subquery(last))
    in_order = rows.filter(scheduled()).annotate(moment=Coalesce("replaces_at", "published_at"))
    in_review = rows.filter(Q(status=Status.IN_REVIEW) if may_publish(user) else waits())
    in_review = in_review.annotate(is_read=is_read()).order_by("saved_at")
    overdue = rows.published().filter(is_review_overdue()).order_by("review_due_on", "pk")
    copies = rows.filter(STANDINGS["copies"][1](user)).order_by("-saved_at")
    return Desk(
        user=user,
        may_add=user.has_perm("articles.add_article"),
        mine=list(mine.order_by("-is_back", "-saved_at")[:SHOWN]),
        waiting=list(in_review[:SHOWN]) if sees_reviews(user) else None,
        may_review=may_review(user),
        overdue=list(overdue[:SHOWN]) if sees_reviews(user) else None,
        scheduled=list(in_order.order_by("moment", "pk")[:SHOWN]),
        copies=list(copies[:SHOWN]) if may_publish(user) else None,
        published=list(rows.published().newest_first()[:SHOWN]),
    )
