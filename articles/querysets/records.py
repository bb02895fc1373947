"""What is kept of articles: revisions, reviews, sources."""

from django.db import connections, models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.querysets.articles import LABEL
from articles.querysets.rules import PUBLIC_SQL

# Two questions of many pages as plain SQL: put together as expressions each takes a millisecond more.
IS_PUBLIC = PUBLIC_SQL.replace("%(now)s", "%s")
# Whether the reviewer has signed anything that readers may see, as `NamedQuerySet.public` asks of each author.
HAS_PAGE = f"""(
  SELECT b.listed_at FROM articles_byline b JOIN articles_article a ON a.id = b.article_id
  WHERE b.author_id = articles_review.reviewer_id AND {IS_PUBLIC} AND a.published_at <= %s AND b.listed_at <= %s
  ORDER BY b.listed_at DESC LIMIT 1
) IS NOT NULL"""  # noqa: S608
# Whether `RevisionQuerySet.corrected` keeps anything.
HAS_CORRECTIONS = f"""EXISTS (
  SELECT 1 FROM articles_revision r WHERE r.kind IN ({{kinds}}) AND EXISTS (
    SELECT 1 FROM articles_article a WHERE a.id = r.article_id AND {IS_PUBLIC} AND a.published_at <= %s
  )
)"""  # noqa: S608


class Written(models.Value):
    """A word of our own that stands in the SQL itself."""

    def as_sql(self, compiler, connection):
        return f"'{self.value}'", []


def _asked_now(question: str, using: str) -> RawSQL:
    """Return the expression of a question whose every mark stands for the present time."""
    now = connections[using].ops.adapt_datetimefield_value(timezone.now())
    return RawSQL(question, [now] * question.count("%s"), models.BooleanField())  # noqa: S611


class RevisionQuerySet(models.QuerySet):
    def public(self):
        """Keep what readers had before them."""
        return self.exclude(kind__in=self.model.INTERNAL)

    def corrected(self, since=None, until=None):
        """Keep corrections made in that time of articles that readers may see now."""
        articles = self.model._meta.get_field("article").related_model.objects
        public = Exists(articles.published().filter(pk=OuterRef("article")))
        # Bound values would hide from SQLite that the index of corrections holds them all.
        kinds = [Written(kind) for kind in self.model.CORRECTIONS]
        bounds = {"created_at__gte": since, "created_at__lte": until}
        return self.filter(public, kind__in=kinds, **{name: moment for name, moment in bounds.items() if moment})

    def corrections(self, since=None, until=None):
        """Keep what is `corrected`, the newest first, each with its article's title and label."""
        rows = self.corrected(since, until).select_related("article__sponsorship")
        shown = ("kind", "note", "created_at", "article__title", "article__slug")
        rows = rows.only(*shown, *(f"article__sponsorship__{name}" for name in LABEL))
        return rows.order_by("-created_at", "-pk")

    def any_corrected(self):
        """Return the expression of whether anything is `corrected`."""
        kinds = ", ".join(f"'{kind}'" for kind in self.model.CORRECTIONS)
        return _asked_now(HAS_CORRECTIONS.format(kinds=kinds), self.db)

    def told(self):
        """Load what is said of a revision, without the text that it keeps."""
        return self.defer("snapshot")


class SourceQuerySet(models.QuerySet):
    def of_article(self, article):
        """Keep the article's, in the order of their numbers."""
        return self.filter(citations__article=article).order_by("citations__position", "citations__pk")


class ReviewQuerySet(models.QuerySet):
    def counting(self):
        """Keep those that count for what is published: the rule of `passport.standing`, going by kept versions alone.

        What they read is what readers have, or differs from it by later versions that are all typing errors.
        """
        revisions = self.model._meta.get_field("revision").related_model
        public = revisions.objects.public().order_by()
        is_later = Q(created_at__gt=OuterRef("created_at")) | Q(
            created_at=OuterRef("created_at"), pk__gt=OuterRef("pk")
        )
        changed = public.exclude(kind=revisions.Kind.TYPO).filter(is_later, article=OuterRef("article"))
        same = public.filter(article=OuterRef("article"), digest=OuterRef("revision__digest"))
        return self.filter(Exists(same.filter(~Exists(changed))))

    def whole(self):
        """Keep those of a whole page: only these vouch for one, and move its date."""
        return self.filter(scope=self.model.Scope.WHOLE)

    def told(self):
        """Load what is said of a review: its revision without the text; its reviewer, and whether they `have_page`."""
        has_page = _asked_now(HAS_PAGE, self.db)
        return self.select_related("revision", "reviewer").defer("revision__snapshot").annotate(have_page=has_page)
