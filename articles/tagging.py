"""Bring tags together, and to articles."""

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.history.retouching import retouch
from articles.models import Act, Article, FormerSlug, Tag, TaggedArticle


def merge(tags, into: Tag, user=None) -> int:
    """Put `into` in the place of the other tags on every article, and delete them; return how many articles changed.

    Their addresses lead to `into`. Everything happens in one transaction.
    """
    with transaction.atomic():
        others = list(Tag.objects.exclude(pk=into.pk).filter(pk__in=[tag.pk for tag in tags]))
        known = {tag.pk for tag in others if tag.is_known_to_readers()}
        changed = set()
        for row in TaggedArticle.objects.filter(tag__in=others).order_by("pk"):
            changed.add(row.content_object_id)
            if TaggedArticle.objects.filter(tag=into, content_object=row.content_object_id).exists():
                row.delete()
            else:
                row.tag = into
                row.save(update_fields=["tag"])
        for tag in others:
            tag.former_slugs.update(tag=into)
            is_known, slug = tag.pk in known, tag.slug
            tag.delete()
            FormerSlug.remember("tag", into, slug if is_known else "", into.slug)
        if others:
            names = get_text_list([f"“{tag}”" for tag in others], _("and"))
            count = ngettext("%d article changed.", "%d articles changed.", len(changed)) % len(changed)
            Act.record(Act.Verb.MERGED, None, user, subject=into.name, detail=f"{names}. {count}")
        return len(changed)


def tag(article: Article, names: list[str], user=None) -> bool:
    """Put the tags of these names on the article; return whether it lacked any. Raises what `retouch` does."""
    note = _("Tags added: %s") % ", ".join(names)
    return retouch(article, lambda article: article.tags.add(*names), user, Act.Verb.TAGGED, note)


def untag(article: Article, tags: list[Tag], user=None) -> bool:
    """Take the tags off the article; return whether it had any of them. Raises what `retouch` does."""
    note = _("Tags removed: %s") % ", ".join(tag.name for tag in tags)
    return retouch(article, lambda article: article.tags.remove(*tags), user, Act.Verb.TAGGED, note)
