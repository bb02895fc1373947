"""What is kept of articles: revisions, reviews, sources."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from articles.querysets.articles import LABEL


class Written(models.Value):
    """A word of our own that stands in the SQL itself."""

    def as_sql(self, compiler, connection):
        return f"'{self.value}'", []


class RevisionQuerySet(models.QuerySet):
    def public(self):
        """Keep what readers had before them."""
        return self.exclude(kind__in=self.model.INTERNAL)

    def corrections(self, since=None, until=None):
        """Keep corrections made in that time of articles that readers may see now, each with its title and label."""
        articles = self.model._meta.get_field("article").related_model.objects
        public = Exists(articles.published().filter(pk=OuterRef("article")))
        # Bound values would hide from SQLite that the index of corrections holds them all.
        kinds = [Written(kind) for kind in self.model.CORRECTIONS]
        rows = self.filter(public, kind__in=kinds).select_related("article__sponsorship")
        for bound, moment in (("gte", since), ("lte", until)):
            rows = rows.filter(**{f"created_at__{bound}": moment}) if moment else rows
        shown = ("kind", "note", "created_at", "article__title", "article__slug")
        rows = rows.only(*shown, *(f"article__sponsorship__{name}" for name in LABEL))
        return rows.order_by("-created_at", "-pk")

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
        people = self.model._meta.get_field("reviewer").related_model.objects.public()
        has_page = Exists(people.filter(pk=OuterRef("reviewer")))
        return self.select_related("revision", "reviewer").defer("revision__snapshot").annotate(have_page=has_page)
