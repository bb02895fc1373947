"""The library of pictures."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Image(models.Model):
    """One uploaded picture, cleaned; what an article says about it (alt, decorative) stands at each use."""

    file = models.FileField(_("file"), upload_to="articles/", max_length=200)
    name = models.CharField(_("name"), max_length=200, blank=True, help_text=_("For finding it in the library."))
    default_alt = models.CharField(
        _("alternative text"), max_length=500, blank=True,
        help_text=_("What the picture shows, for people who cannot see it. Offered wherever the picture is used."),
    )  # fmt: skip
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it, and its licence."))
    focal_x = models.FloatField(
        _("focal point, from the left"), default=0.5, help_text=_("0 to 1. Crops keep this point in view.")
    )
    focal_y = models.FloatField(_("focal point, from the top"), default=0.5, help_text=_("0 to 1."))
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    content_hash = models.CharField(max_length=32, db_index=True, editable=False)
    renditions = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(
                name="image_focal_point_inside",
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                violation_error_message=_("The focal point lies outside the picture: both numbers must be 0 to 1."),
            ),
        ]

    def __str__(self):
        return self.name or self.default_alt or self.file.name

    @property
    def focal_point(self):
        return self.focal_x, self.focal_y
