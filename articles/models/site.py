"""What an editor changes about the publication without a developer."""

from dataclasses import dataclass

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.models.history import Revision
from articles.text import html

# Fields that are pages of their own, and their address below "about/".
ABOUT_PAGES = {
    "about_page": "",
    "editorial_policy": "editorial-policy",
    "corrections_policy": "corrections-policy",
    "advertising_policy": "advertising-policy",
    "funding": "funding",
    "privacy": "privacy",
    "contact": "contact",
}


@dataclass(frozen=True)
class AboutPage:
    """A page about the publication; `name` is the field that holds its text."""

    name: str
    slug: str
    title: str
    text: str  # HTML

    def get_absolute_url(self):
        return reverse("articles:policy", args=[self.slug]) if self.slug else reverse("articles:about")


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
    reading_grade = models.PositiveSmallIntegerField(
        _("reading grade aimed at"), default=9, validators=[MinValueValidator(4), MaxValueValidator(16)],
        help_text=_("Years of school a reader needs. The checklist says when a text asks for more."),
    )  # fmt: skip
    review_months = models.PositiveSmallIntegerField(
        _("months until the next review"), default=12, validators=[MinValueValidator(1)],
        help_text=_("How long a medical review of a whole page holds; a tag may ask for another time."),
    )  # fmt: skip
    suggests_overdue = models.BooleanField(
        _("suggest articles whose review is overdue"), default=False,
        help_text=_("Otherwise they are left out next to other articles; an editor's pin stays."),
    )  # fmt: skip
    suggests_sponsored = models.BooleanField(
        _("suggest sponsored articles"), default=False,
        help_text=_("With their label. Otherwise they are left out next to other articles; an editor's pin stays."),
    )  # fmt: skip
    about_page = models.TextField(_("about us"), blank=True)
    editorial_policy = models.TextField(
        _("editorial policy"), blank=True, help_text=_("How articles are written, checked and reviewed.")
    )
    corrections_policy = models.TextField(
        _("corrections policy"), blank=True, help_text=_("How readers report an error, and what happens then.")
    )
    advertising_policy = models.TextField(
        _("advertising policy"), blank=True, help_text=_("What may be paid for, and how readers can tell.")
    )
    funding = models.TextField(_("funding"), blank=True, help_text=_("Who pays for this publication."))
    privacy = models.TextField(_("privacy"), blank=True, help_text=_("What is kept about readers, and for how long."))
    contact = models.TextField(_("contact"), blank=True, help_text=_("How to reach the people behind it."))
    contact_email = models.EmailField(
        _("contact e-mail"), blank=True, help_text=_("Readers report problems with a page to it.")
    )
    trash_days = models.PositiveSmallIntegerField(
        _("days in the trash"), default=30, validators=[MinValueValidator(1)],
        help_text=_("So long a trashed article can be restored; then “manage.py publish_due” deletes it for good."),
    )  # fmt: skip
    list_count = models.PositiveSmallIntegerField(
        _("articles on a list page"), default=12, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    has_corrections = False  # whether readers find any; `load` asks

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publication")
        constraints = [models.CheckConstraint(name="publication_is_one", condition=Q(pk=1))]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        for name in ABOUT_PAGES:
            setattr(self, name, html.clean(getattr(self, name)))
        with transaction.atomic():  # what follows the save is noted in the same transaction
            super().save(*args, **kwargs)

    @classmethod
    def load(cls):
        """Return the row; unsaved defaults where a test or a restored backup has none."""
        rows = cls.objects.filter(pk=1).annotate(has_corrections=Revision.objects.any_corrected())
        return next(iter(rows), None) or cls(pk=1)

    @property
    def pages(self):
        """The pages about the publication that are written, in the order of the footer."""
        return [
            AboutPage(name, slug, capfirst(str(self._meta.get_field(name).verbose_name)), text)
            for name, slug in ABOUT_PAGES.items()
            if (text := getattr(self, name))
        ]

    @property
    def corrections_address(self):
        """The path of the corrections policy, "" where there is none."""
        return self.page_address("corrections_policy")

    def page_address(self, name):
        """Return the path of the page that the field `name` holds, "" where it is not written."""
        return next((page.get_absolute_url() for page in self.pages if page.name == name), "")

    @property
    def pictures(self):
        """What `load_images` needs to fill in the pictures that every page may name."""
        return (self, "logo"), (self, "default_share_image")
