"""Which articles stand next to an article: what editors chose, what the engine found, and the index it looks in."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RelatedPick(models.Model):
    """An editor's word on a pair: pinned to the list of `article`, or hidden in both directions."""

    class Kind(models.TextChoices):
        PINNED = "pinned", _("Pinned")
        HIDDEN = "hidden", _("Never together")

    article = models.ForeignKey("Article", models.CASCADE, related_name="picks", verbose_name=_("article"))
    other = models.ForeignKey("Article", models.CASCADE, related_name="picked_by", verbose_name=_("other article"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PINNED)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")
        constraints = [
            models.CheckConstraint(
                name="related_pick_not_itself",
                condition=~Q(article=F("other")),
                violation_error_message=_("An article cannot be related to itself. Choose another one."),
            ),
            models.UniqueConstraint(
                name="related_pick_once_a_pair",
                fields=["article", "other"],
                violation_error_message=_("This related article is chosen twice. Remove one of the two rows."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.other}"


# The tables below follow the articles after each transaction (articles.related), so no foreign key holds them: an
# article that is deleted leaves its rows to the refresh, which still needs them to count right.


class Suggestion(models.Model):
    """`other` is worth reading next to `article`: at most 20 an article, public or not; reading passes the gate."""

    pk = models.CompositePrimaryKey("article_id", "other_id")
    article_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    score = models.SmallIntegerField()  # 0 to 1000, which says that the two are twins

    class Meta:
        verbose_name = "suggestion"
        verbose_name_plural = "suggestions"
        indexes = [
            models.Index(fields=["other_id"], name="suggestion_other"),
            # The few twins by themselves: PostgreSQL would read the whole table for those of one article's neighbours.
            models.Index(fields=["article_id", "other_id"], name="suggestion_twins", condition=models.Q(score=1000)),
        ]

    def __str__(self):
        return f"{self.article_id}: {self.other_id}, {self.score}"


class Term(models.Model):
    """A stem, a concept (`=heart`) or a tag (`#12`), and how many indexed articles hold it."""

    text = models.CharField(max_length=200, unique=True)
    df = models.IntegerField(default=0)
    subject = models.BinaryField(null=True)  # where the term lies in the space of subjects: `articles.related.subjects`

    class Meta:
        verbose_name = "term"
        verbose_name_plural = "terms"

    def __str__(self):
        return self.text


class Posting(models.Model):
    """One of the heaviest terms of an article that may be suggested. Weights: `articles.related.weights.pack`."""

    pk = models.CompositePrimaryKey("term_id", "article_id")
    term_id = models.BigIntegerField()
    article_id = models.BigIntegerField()
    weights = models.IntegerField()

    class Meta:
        verbose_name = "posting"
        verbose_name_plural = "postings"

    def __str__(self):
        return f"{self.term_id} in {self.article_id}"


class ArticleTerms(models.Model):
    """An indexed article's terms in one row: published or scheduled, and not a working copy."""

    article_id = models.BigIntegerField(primary_key=True)
    hub = models.SmallIntegerField(default=0)  # mean score of its list, 0 to 1000
    weighed_with = models.IntegerField(default=0)  # how many articles there were when it was weighed; 0: weigh anew
    turn = models.BigIntegerField(default=0)  # the refresh that last wrote it
    is_suggestable = models.BooleanField(default=True)
    expires_at = models.DateTimeField(null=True)
    subject = models.BinaryField(null=True)
    counts = models.BinaryField()  # `articles.related.packing`

    class Meta:
        verbose_name = "article's terms"
        verbose_name_plural = "articles' terms"
        indexes = [models.Index(fields=["weighed_with"], name="terms_weighed_with")]

    def __str__(self):
        return f"article {self.article_id}"

    @property
    def may_be_found(self):
        """Whether the article belongs into others' lists, if its time has come."""
        return self.is_suggestable and (self.expires_at is None or self.expires_at > timezone.now())


class RelatedIndex(models.Model):
    """The one row that says how many articles are indexed; whoever writes the index locks it first."""

    articles = models.IntegerField(default=0)
    turn = models.BigIntegerField(default=0)
    words = models.CharField(max_length=32, blank=True)  # digest of the stop words and synonyms it was counted with
    subjects_of = models.IntegerField(default=0)  # how many articles the space of subjects was fitted to; 0: none
    rebuild_step = models.CharField(max_length=10, blank=True)  # of a rebuild under way
    rebuild_after = models.BigIntegerField(default=0)  # the last article that the step has done

    class Meta:
        verbose_name = "related index"
        verbose_name_plural = "related index"
        constraints = [models.CheckConstraint(name="related_index_is_one", condition=Q(pk=1))]

    def __str__(self):
        return f"{self.articles} articles"
