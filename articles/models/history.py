"""Where things stood before."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
