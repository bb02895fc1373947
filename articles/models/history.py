"""Where things stood before."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.querysets import RevisionQuerySet


class FormerSlug(models.Model):
    """An address that something public once had; readers who ask for it are sent on with a 301."""

    slug = models.CharField(_("slug"), max_length=200)
    article = models.ForeignKey("Article", models.CASCADE, null=True, blank=True, related_name="former_slugs")
    tag = models.ForeignKey("Tag", models.CASCADE, null=True, blank=True, related_name="former_slugs")
    author = models.ForeignKey("Author", models.CASCADE, null=True, blank=True, related_name="former_slugs")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")
        constraints = [
            models.CheckConstraint(
                name="former_slug_has_one_owner",
                condition=Q(article__isnull=False, tag__isnull=True, author__isnull=True)
                | Q(article__isnull=True, tag__isnull=False, author__isnull=True)
                | Q(article__isnull=True, tag__isnull=True, author__isnull=False),
            ),
            *(
                models.UniqueConstraint(
                    name=f"former_slug_of_one_{kind}", fields=["slug"], condition=Q(**{f"{kind}__isnull": False})
                )
                for kind in ("article", "tag", "author")
            ),
        ]

    def __str__(self):
        return self.slug

    @classmethod
    def remember(cls, kind, owner, old, new):
        """Send readers from the slug `old` of `owner` to it, and free `new`; `kind` is article, tag or author.

        A slug in use wins over anyone's former one. An empty or unchanged `old` leaves nothing behind.
        """
        cls.objects.filter(**{f"{kind}__isnull": False}, slug=new).delete()
        if old and old != new:
            cls.objects.update_or_create(**{f"{kind}__isnull": False}, slug=old, defaults={kind: owner})


class Revision(models.Model):
    """An article as it was published, changed in public or submitted for review. Written once, never changed."""

    INTERNAL = ("submitted", "replaced")  # kinds that readers never had before them
    CORRECTIONS = ("correction", "safety")  # kinds that say that readers had something wrong before them

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted for review")
        REPLACED = "replaced", _("Draft before an earlier version was restored")
        FIRST = "first", _("First publication")
        TYPO = "typo", _("Typing error")
        UPDATE = "update", pgettext_lazy("a kind of change", "Update")
        CORRECTION = "correction", _("Correction")
        SAFETY = "safety", _("Safety correction")

    article = models.ForeignKey("Article", models.CASCADE, related_name="revisions", verbose_name=_("article"))
    snapshot = models.JSONField()  # articles.history.snapshot
    digest = models.CharField(max_length=64)  # of what readers see
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    note = models.TextField(_("note"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("user")
    )
    created_at = models.DateTimeField(_("time"), default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        indexes = [
            models.Index(fields=["article", "-created_at", "-id"], name="revision_newest"),
            models.Index(
                fields=["-created_at", "-id"],
                name="revision_corrections",
                condition=Q(kind__in=["correction", "safety"]),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.created_at:%Y-%m-%d %H:%M}"
