"""Bring together sources that mean the same work."""

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.history.roles import demand
from articles.models import Act, Citation, Source


def merge(sources, into: Source, user=None) -> tuple[int, list[Source]]:
    """Put `into` in the place of the other sources and delete them; return how many articles changed, and what stayed.

    A source stays where an article cites it beside `into`: taking one of the two out of its list would give the others
    new numbers, which the text does not know. What `into` lacks of year and addresses it gets from those deleted.
    Everything happens in one transaction. Raises PermissionDenied when `user` may not delete sources.
    """
    demand(
        user is None or user.has_perm("articles.delete_source"), _("Your account may not merge sources. Ask an editor.")
    )
    with transaction.atomic():
        others = list(
            Source.objects.exclude(pk=into.pk).filter(pk__in=[source.pk for source in sources]).order_by("pk")
        )
        changed, gone, stayed = set(), [], []
        for other in others:
            rows = Citation.objects.filter(source=other).order_by("pk")
            both = Citation.objects.filter(source=into, article__in=rows.values("article"))
            beside = set(both.values_list("article_id", flat=True))
            for row in rows:
                if row.article_id not in beside:
                    row.source = into
                    row.save(update_fields=["source"])
                    changed.add(row.article_id)
            if beside:
                stayed.append(other)
            else:
                other.delete()
                gone.append(other)
        _complete(into, gone)
        if gone:
            names = get_text_list([f"“{source.short}”" for source in gone], _("and"))
            count = ngettext("%d article changed.", "%d articles changed.", len(changed)) % len(changed)
            Act.record(Act.Verb.MERGED, None, user, subject=into.short, detail=f"{names}. {count}")
        return len(changed), stayed


def _complete(into: Source, others: list[Source]) -> None:
    for name in ("year", "url", "doi", "pmid"):
        for other in others:
            if not getattr(into, name):
                setattr(into, name, getattr(other, name))
    into.save()
