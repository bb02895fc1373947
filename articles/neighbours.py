"""What a reader may go on to from an article: the one published before it, the one after it, more by its author."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from articles.models import Article
from articles.querysets import PUBLIC_SQL
from articles.related import lists
from articles.related.lists import Candidates
from articles.sql import rows

BY_AUTHOR = 3  # cards of further articles by the author
SLACK = 4  # times as many are read: some stand next to the article already, or may not be suggested

KINDS = ("earlier", "later", "author")
# Each is found by an index of its own, wherever in the blog the article stands. Columns as in `related.lists.SQL`.
SQL = f"""
SELECT 'earlier', e.id, 0, 0, NULL, NULL FROM (
  SELECT a.id FROM articles_article a
  WHERE {PUBLIC_SQL} AND a.published_at <= %(at)s AND (a.published_at < %(at)s OR a.id < %(pk)s)
  ORDER BY a.published_at DESC, a.id DESC LIMIT 1
) e
UNION ALL
SELECT 'later', l.id, 0, 0, NULL, NULL FROM (
  SELECT a.id FROM articles_article a
  WHERE {PUBLIC_SQL} AND a.published_at >= %(at)s AND a.published_at <= %(now)s
    AND (a.published_at > %(at)s OR a.id > %(pk)s)
  ORDER BY a.published_at, a.id LIMIT 1
) l
UNION ALL
SELECT 'author', w.id, 0, 0, NULL, NULL FROM (
  SELECT a.id FROM articles_byline b JOIN articles_article a ON a.id = b.article_id
  WHERE b.author_id = (SELECT author_id FROM articles_byline WHERE article_id = %(pk)s ORDER BY position, id LIMIT 1)
    AND b.listed_at <= %(now)s AND b.article_id <> %(pk)s AND {PUBLIC_SQL} AND a.published_at <= %(now)s
  ORDER BY b.listed_at DESC, b.article_id DESC LIMIT {BY_AUTHOR * SLACK}
) w
"""  # noqa: S608


@dataclass(frozen=True)
class Neighbours:
    """Keys of articles that were public when they were asked for; `by_author` are its newest."""

    earlier: int | None = None
    later: int | None = None
    by_author: list[int] = field(default_factory=list)

    @property
    def keys(self) -> list[int]:
        return [pk for pk in (self.earlier, self.later, *self.by_author) if pk]

    def more(
        self, public: Mapping[int, Article], beside: Collection[Article], near: Candidates, allows_sponsored: bool
    ) -> list[Article]:
        """Return what stands under “More by this author”: at most BY_AUTHOR of the public articles.

        None that stands `beside` the article or comes right before or after it, says the same, was hidden from it by
        an editor or asks not to be suggested; none whose review is overdue; sponsored ones, with their label, only
        where the publication suggests such.
        """
        shown = {other.pk for other in beside} | near.hidden | near.same | {self.earlier, self.later}
        found = [public[pk] for pk in self.by_author if pk in public and pk not in shown]
        found.sort(key=lambda other: (other.published_at, other.pk), reverse=True)
        return [
            other
            for other in found
            if other.is_suggestable and not other.is_review_overdue and (allows_sponsored or not other.disclosure)
        ][:BY_AUTHOR]


def around(article: Article) -> tuple[Candidates, Neighbours]:
    """Return what may stand next to an article loaded with its treatment, and what it leads on to: one query.

    An article that readers cannot open leads nowhere.
    """
    if not article.is_public:
        return lists.candidates(article), Neighbours()
    adapt = connection.ops.adapt_datetimefield_value
    moments = {"now": adapt(timezone.now()), "at": adapt(article.published_at)}
    found = rows(f"{lists.SQL} UNION ALL {SQL}", lists.parameters(article) | moments)
    earlier, later, by_author = ([row[1] for row in found if row[0] == kind] for kind in KINDS)
    near = lists.gathered(article, (row for row in found if row[0] not in KINDS))
    return near, Neighbours(next(iter(earlier), None), next(iter(later), None), by_author)
