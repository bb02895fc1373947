"""Which rows: what the public may see, and what stands in lists."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# What a card shows, and nothing else: an article loaded without its body neither cleans nor derives again when saved.
CARD = ("title", "slug", "standfirst", "excerpt", "lead_image", "published_at", "updated_at", "is_suggestable")
# What `Article.is_public` asks, beside that.
GATE = ("status", "expires_at", "original")
HEAVY = ("body", "contents", "seo_title", "seo_description", "canonical_url")  # what the desk's lists leave out


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TRASHED = "trashed", _("In the trash")


def is_public(prefix: str = "") -> Q:
    """Return the one rule of what readers may see now; `prefix` is the lookup path to the article, such as "article__".

    Published, its time has come, not expired, not a working copy.
    """
    now = timezone.now()
    return Q(
        Q(**{f"{prefix}expires_at__isnull": True}) | Q(**{f"{prefix}expires_at__gt": now}),
        **{
            f"{prefix}status": Status.PUBLISHED,
            f"{prefix}published_at__lte": now,
            f"{prefix}original__isnull": True,
        },
    )


class ArticleQuerySet(models.QuerySet):
    def published(self):
        """Keep what readers may see now: every public surface starts here."""
        return self.filter(is_public())

    def originals(self):
        """Leave out working copies."""
        return self.filter(original=None)

    def gone(self):
        """Keep what readers could once open and an editor, or its end date, took away: their address answers 410."""
        now = timezone.now()
        ended = Q(status=Status.PUBLISHED, expires_at__lte=now)
        return self.originals().filter(
            Q(status__in=[Status.WITHDRAWN, Status.TRASHED]) | ended, first_public_at__lte=now
        )

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_cards(self):
        """Load what a card shows of the row itself, without the body; `load_images` brings the pictures."""
        return self.only(*CARD)

    def public_cards(self, keys):
        """Return what `published().for_cards()` would of these keys, in a third of its time: each page asks for it.

        The rows are read by plain SQL, and each says itself whether it is public.
        """
        numbers = ", ".join(str(int(key)) for key in keys)
        if not numbers:
            return []
        fields = [self.model._meta.get_field(name).column for name in ("id", *CARD, *GATE)]
        table = self.model._meta.db_table
        rows = self.raw(f"SELECT {', '.join(fields)} FROM {table} WHERE id IN ({numbers})")  # noqa: S608
        return [article for article in rows if article.is_public]

    def for_lists(self):
        """Load what a card shows, the bylines in one query more."""
        return self.for_cards().prefetch_related("bylines")

    def for_page(self):
        """Load what an article's own page shows of its row; `load_images` brings the pictures."""
        return self.select_related("treatment")


class NamedQuerySet(models.QuerySet):
    """Tags and authors: the models reach articles through the rows of their relation `articles_through`."""

    def public(self):
        """Keep those with at least one article that readers may see."""
        through = self.model._meta.get_field(self.model.articles_through)
        rows = through.related_model.objects.filter(
            is_public(f"{self.model.article_field}__"), **{through.field.name: OuterRef("pk")}
        )
        return self.filter(Exists(rows))

    def with_public_counts(self):
        """Keep the public ones, each with `articles_count`, the number of articles readers may see."""
        name, field = self.model.articles_through, self.model.article_field
        counted = self.annotate(articles_count=Count(name, filter=is_public(f"{name}__{field}__")))
        return counted.filter(articles_count__gt=0).order_by(*self.model._meta.ordering)


class TagQuerySet(NamedQuerySet):
    def of_articles(self, articles):
        """Keep the tags of these articles, those on most of them first."""
        shared = self.filter(tagged__content_object__in=[article.pk for article in articles])
        return shared.annotate(shared_by=Count("tagged")).order_by("-shared_by", "name", "pk")


class BylineManager(models.Manager):
    def get_queryset(self):
        """Load the author along: a byline without its author is of no use to anyone."""
        return super().get_queryset().select_related("author")
