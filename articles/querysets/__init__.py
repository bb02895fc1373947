"""Which rows: what the public may see, and what stands in lists."""

from articles.querysets.articles import CARD, GATE, HEAVY, LABEL, LISTING, ArticleQuerySet
from articles.querysets.lists import BylineManager, ListedQuerySet, NamedQuerySet, TagQuerySet, order_of
from articles.querysets.records import ReviewQuerySet, RevisionQuerySet, SourceQuerySet
from articles.querysets.rules import PUBLIC_SQL, Status, is_expired, is_public, is_review_overdue, is_scheduled

__all__ = [
    "CARD",
    "GATE",
    "HEAVY",
    "LABEL",
    "LISTING",
    "PUBLIC_SQL",
    "ArticleQuerySet",
    "BylineManager",
    "ListedQuerySet",
    "NamedQuerySet",
    "ReviewQuerySet",
    "RevisionQuerySet",
    "SourceQuerySet",
    "Status",
    "TagQuerySet",
    "is_expired",
    "is_public",
    "is_review_overdue",
    "is_scheduled",
    "order_of",
]
