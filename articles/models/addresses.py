"""Slugs: the address of an article, a tag or an author, and the way there from a former one."""

import unicodedata
from functools import lru_cache
from itertools import count

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, get_urlconf, resolve, reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.models.history import FormerSlug

# First words of addresses that are, or will be, pages of their own where the blog stands at the site's root.
RESERVED = {
    "about", "admin", "archive", "authors", "compare", "corrections", "feed", "media", "page", "preview", "search",
    "static", "tags",
}  # fmt: skip


def address_of(name, slug):
    """Return the path of the page `name` for the slug. A page names some twenty, and Django is slow to reverse each."""
    return _address(name, slug, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=5000)
def _address(name, slug, urlconf, prefix):
    return reverse(f"articles:{name}", urlconf, [slug])


def validate_article_slug(slug):
    """Raise ValidationError unless the slug's address leads to the article page, whatever else the host serves."""
    try:
        match = resolve(reverse("articles:detail", args=[slug]))
        is_ours = match.url_name == "detail" and match.app_names[-1:] == ["articles"]
    except NoReverseMatch:
        is_ours = True  # the host does not serve our pages
    except Resolver404:
        is_ours = False
    if slug in RESERVED or not is_ours:
        raise ValidationError(
            _("“%(slug)s” is the address of another page of this site. Try “%(free)s”."),
            code="reserved",
            params={"slug": slug, "free": f"{slug}-article"},
        )


def free_slug(rows, text, max_length=200):
    """Return a slug made from the text that no row of the queryset has, nor a page of the site; "" for no text."""
    base = slugify(unicodedata.normalize("NFC", text), allow_unicode=True)[:max_length].strip("-_")
    if not base:
        return ""
    for number in count(1):
        suffix = "" if number == 1 else f"-{number}"
        slug = base[: max_length - len(suffix)] + suffix
        if slug not in RESERVED and not rows.filter(slug=slug).exists():
            return slug


class Addressed(models.Model):
    """Something with a slug; when the slug of a thing that was public changes, the old address leads on."""

    address_kind: str  # the field of FormerSlug that names it

    class Meta:
        abstract = True

    def has_own_address(self):
        """Return whether readers reach it by its slug at all."""
        return True

    def is_known_to_readers(self):
        """Return whether readers may know its present address, as the database has it."""
        return type(self).objects.public().filter(pk=self.pk).exists()

    def save(self, *args, **kwargs):
        fields = kwargs.get("update_fields")
        if not self.has_own_address() or (fields is not None and "slug" not in fields):
            return super().save(*args, **kwargs)
        with transaction.atomic():
            old = ""
            if not self._state.adding:
                old = type(self)._base_manager.filter(pk=self.pk).values_list("slug", flat=True).first() or ""
            is_known = bool(old) and old != self.slug and self.is_known_to_readers()
            super().save(*args, **kwargs)
            if self.slug and self.slug != old:
                FormerSlug.remember(self.address_kind, self, old if is_known else "", self.slug)
