"""Which articles stand next to an article: what editors chose."""

from django.db import models
from django.db.models import F, Q
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
