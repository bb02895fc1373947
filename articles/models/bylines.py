"""Who wrote an article."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.listing import Listed
from articles.querysets import BylineManager


class Byline(Listed):
    article_field = "article"

    article = models.ForeignKey("Article", models.CASCADE, related_name="bylines", verbose_name=_("article"))
    author = models.ForeignKey("Author", models.PROTECT, related_name="bylines", verbose_name=_("author"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    interests = models.CharField(
        _("conflict of interest"), max_length=300, blank=True,
        help_text=_("What readers should know of this author's ties to the subject. Empty: nothing is stated."),
    )  # fmt: skip

    objects = BylineManager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        indexes = [models.Index(fields=["author", "-listed_at", "-article"], name="author_newest")]
        constraints = [
            models.UniqueConstraint(
                name="byline_once_an_author",
                fields=["article", "author"],
                violation_error_message=_("This author stands in the byline twice. Remove one of the two rows."),
            )
        ]

    def __str__(self):
        return str(self.author)


def load_bylines(articles):
    """Fill `signed_by` of all the articles with one query."""
    signed = {article.pk: [] for article in articles}
    for byline in Byline.objects.filter(article__in=list(signed)).order_by():
        signed[byline.article_id].append(byline)
    for article in articles:
        article.signed_by = sorted(signed[article.pk], key=lambda byline: (byline.position, byline.pk))
