"""The lists of tags and authors, and the rows that put articles on them."""

from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.utils import timezone

from articles.querysets.rules import is_public

MANY = 500  # keys in one statement


def order_of(subject) -> tuple[str, str]:
    """Return the lookups of the moment and the key that the list of a tag or an author goes by."""
    return "listing__listed_at", f"listing__{subject.article_field}_id"


class ListedQuerySet(models.QuerySet):
    """The rows that put articles on the list of a tag or an author; each knows its article's place, `listed_at`."""

    def place(self):
        """Return the expression of the place that a row should have."""
        return Subquery(self._article.related_model.objects.place(OuterRef(self._article.attname)))

    def relist(self):
        """Bring `listed_at` into step with the articles, and write no row that is; return how many were not."""
        differs = Q(listed_at__lt=F("due")) | Q(listed_at__gt=F("due"))
        for lacking, having in (("listed_at", "due"), ("due", "listed_at")):
            differs |= Q(**{f"{lacking}__isnull": True, f"{having}__isnull": False})
        return self.order_by().alias(due=self.place()).filter(differs).update(listed_at=self.place())

    relist.alters_data = True

    def bulk_create(self, objs, *args, **kwargs):
        """Create the rows, each at its article's place."""
        with transaction.atomic(using=self.db):
            made = super().bulk_create(objs, *args, **kwargs)
            self._relist_of({getattr(row, self._article.attname) for row in made})
        return made

    def update(self, **fields):
        """Update; rows that come to stand for another article take its place."""
        if not {self._article.name, self._article.attname} & fields.keys():
            return super().update(**fields)
        with transaction.atomic(using=self.db):
            changed = super().update(**fields)
            self.model.objects.using(self.db).relist()
        return changed

    update.alters_data = True

    def _relist_of(self, articles):
        articles = sorted(articles)
        for start in range(0, len(articles), MANY):
            part = articles[start : start + MANY]
            self.model.objects.using(self.db).filter(**{f"{self._article.name}__in": part}).relist()

    @property
    def _article(self):
        return self.model._meta.get_field(self.model.article_field)


class NamedQuerySet(models.QuerySet):
    """Tags and authors: the models reach articles through the rows of their relation `articles_through`."""

    def public(self):
        """Keep those with at least one article that readers may see."""
        through = self.model._meta.get_field(self.model.articles_through)
        listed = through.related_model.objects.filter(
            is_public(f"{self.model.article_field}__"),
            listed_at__lte=timezone.now(),
            **{through.field.name: OuterRef("pk")},
        )
        # The first row of each list by its index: of EXISTS PostgreSQL makes a join with all rows of all lists.
        return self.filter(IsNull(Subquery(listed.order_by("-listed_at").values("pk")[:1]), False))


class TagQuerySet(NamedQuerySet):
    def of_articles(self, articles):
        """Keep the tags of these articles, those on most of them first."""
        shared = self.filter(tagged__content_object__in=[article.pk for article in articles])
        return shared.annotate(shared_by=Count("tagged")).order_by("-shared_by", "name", "pk")


class BylineManager(models.Manager.from_queryset(ListedQuerySet)):
    def get_queryset(self):
        """Load the author along: a byline without its author is of no use to anyone."""
        return super().get_queryset().select_related("author")
