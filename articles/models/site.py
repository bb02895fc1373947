"""What an editor changes about the publication without a developer."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Publication(models.Model):
    """The one row that says what this publication is."""

    name = models.CharField(_("name"), max_length=100, default="Health blog")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    about = models.TextField(
        _("about"), blank=True, help_text=_("Plain text for the foot of each page: who publishes this, and for whom.")
    )
    disclaimer = models.TextField(
        _("disclaimer"), blank=True,
        default=(
            "This page gives general information. "
            "It does not replace advice from a health professional who knows you."
        ),
        help_text=_("Plain text, shown at the foot of each page."),
    )  # fmt: skip
    logo = models.ForeignKey(
        "Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo"),
        help_text=_("For search engines."),
    )  # fmt: skip
    default_share_image = models.ForeignKey(
        "Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("default share picture"),
        help_text=_("Shown where a page without a picture of its own is shared."),
    )  # fmt: skip
    lead_article = models.ForeignKey(
        "Article", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lead article"),
        help_text=_("Stands first on the home page while it is public; otherwise the newest one does."),
    )  # fmt: skip
    related_count = models.PositiveSmallIntegerField(
        _("related articles"), default=4, validators=[MaxValueValidator(12)],
        help_text=_("How many stand next to an article, pinned ones included: 0 to 12."),
    )  # fmt: skip
    related_threshold = models.PositiveSmallIntegerField(
        _("nearness demanded"), default=12, validators=[MaxValueValidator(100)],
        help_text=_("0 to 100: a suggestion below it is not shown. Fewer are better than wrong ones."),
    )  # fmt: skip
    related_by_author = models.PositiveSmallIntegerField(
        _("of one author"), default=2, validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("At most so many suggestions by the same author, where others are nearly as good."),
    )  # fmt: skip
    stop_words = models.TextField(
        _("words that say nothing"), blank=True,
        help_text=_(
            "Words that stand in most of your articles and tell none apart, parted by spaces or commas. "
            "Related articles then leave them out."
        ),
    )  # fmt: skip
    synonyms = models.TextField(
        _("words that mean the same"), blank=True,
        help_text=_("A group a line, its words or phrases parted by commas: “microneedling, collagen induction”."),
    )  # fmt: skip
    list_count = models.PositiveSmallIntegerField(
        _("articles on a list page"), default=12, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publication")
        constraints = [models.CheckConstraint(name="publication_is_one", condition=Q(pk=1))]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        with transaction.atomic():  # what follows the save is noted in the same transaction
            super().save(*args, **kwargs)

    @classmethod
    def load(cls):
        """Return the row; unsaved defaults where a test or a restored backup has none."""
        return next(iter(cls.objects.filter(pk=1)), None) or cls(pk=1)

    @property
    def pictures(self):
        """What `load_images` needs to fill in the pictures that every page may name."""
        return (self, "logo"), (self, "default_share_image")
