"""Who writes and who vouches."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.addresses import Addressed, address_of, free_slug
from articles.querysets import NamedQuerySet


class Author(Addressed):
    """A person as readers know them; the login account is another thing and optional."""

    address_kind = "author"
    articles_through, article_field = "bylines", "article"

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(
        _("slug"), max_length=200, unique=True, blank=True, allow_unicode=True,
        help_text=_("The last part of the author page's address. Leave it empty to have it made from the name."),
    )  # fmt: skip
    credentials = models.CharField(
        _("credentials"), max_length=200, blank=True,
        help_text=_("What stands behind the name, such as “MD, FAAD”. Only what the person really holds."),
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=200, blank=True, help_text=_("Such as “Health writer”."))
    bio = models.TextField(_("biography"), blank=True, help_text=_("Plain text. An empty line begins a new paragraph."))
    portrait = models.ForeignKey(
        "Image", models.SET_NULL, null=True, blank=True, related_name="portraits", verbose_name=_("portrait")
    )
    links = models.TextField(
        _("profiles elsewhere"), blank=True,
        help_text=_("Addresses of the person's own pages, one a line. Search engines read them as the same person."),
    )  # fmt: skip
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="author",
        verbose_name=_("login"), help_text=_("The account this person writes with, if any."),
    )  # fmt: skip

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self):
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    def get_absolute_url(self):
        return address_of("author", self.slug)

    @property
    def same_as(self):
        """The profiles elsewhere that are http or https addresses, in the order typed."""
        return [line.strip() for line in self.links.splitlines() if line.strip().startswith(("http://", "https://"))]

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = free_slug(Author.objects.exclude(pk=self.pk), self.name) or "author"
        super().save(*args, **kwargs)
