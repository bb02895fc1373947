"""Bring tags together."""

from django.db import transaction

from articles.models import FormerSlug, Tag, TaggedArticle


def merge(tags, into: Tag) -> int:
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
        return len(changed)
