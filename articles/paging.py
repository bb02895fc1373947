"""Pages of a long list by key: the same cost at any depth, and no row twice when something is published meanwhile."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class BadCursor(ValueError):
    """The cursor in the address was not written by us."""


@dataclass(frozen=True)
class Page:
    """A stretch of a list, newest first; `newer` and `older` are query strings, "" where the list ends."""

    rows: list
    newer: str
    older: str


def cursor(article) -> str:
    """Return the article's place in the order of publication, as it stands in addresses: microseconds-id."""
    return f"{(article.published_at - EPOCH) // MICROSECOND}-{article.pk}"


def _place(text: str) -> tuple[datetime, int]:
    """Return the moment and key of a cursor; raise BadCursor."""
    moment, _, pk = text.rpartition("-")
    try:
        if not (text.isascii() and moment.lstrip("-").isdigit() and pk.isdigit() and int(pk) < 2**63):
            raise BadCursor(text)
        return EPOCH + int(moment) * MICROSECOND, int(pk)
    except (OverflowError, ValueError) as error:
        raise BadCursor(text) from error


def page(rows: QuerySet, query, size: int) -> Page:
    """Return the page that `query` (request.GET) asks for by `before` or `after`; raise BadCursor.

    One query, for one row more than `size`.
    """
    if after := query.get("after"):
        moment, pk = _place(after)
        rows = rows.filter(published_at__gte=moment).filter(Q(published_at__gt=moment) | Q(pk__gt=pk))
        found = list(rows.order_by("published_at", "pk")[: size + 1])
        is_more, found = len(found) > size, found[:size][::-1]
        newer, older = is_more, bool(found)
    else:
        before = query.get("before")
        if before:
            moment, pk = _place(before)
            rows = rows.filter(published_at__lte=moment).filter(Q(published_at__lt=moment) | Q(pk__lt=pk))
        found = list(rows.newest_first()[: size + 1])
        older, found = len(found) > size, found[:size]
        newer = bool(before)
    return Page(
        rows=found,
        newer=f"?after={cursor(found[0])}" if newer and found else "",
        older=f"?before={cursor(found[-1])}" if older and found else "",
    )
