"""Pages of a long list by key: the same cost at any depth, and no row twice when something is published meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Model, Q, QuerySet

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


def cursor(row: Model, moment: str = "published_at") -> str:
    """Return the row's place in the order of its `moment`, as it stands in addresses: microseconds-id."""
    return f"{(getattr(row, moment) - EPOCH) // MICROSECOND}-{row.pk}"


def _place(text: str) -> tuple[datetime, int]:
    """Return the moment and key of a cursor; raise BadCursor."""
    moment, _, pk = text.rpartition("-")
    try:
        if not (text.isascii() and moment.lstrip("-").isdigit() and pk.isdigit() and int(pk) < 2**63):
            raise BadCursor(text)
        return EPOCH + int(moment) * MICROSECOND, int(pk)
    except (OverflowError, ValueError) as error:
        raise BadCursor(text) from error


def page(
    rows: Callable[..., QuerySet], query, size: int, by: str = "published_at", order: tuple[str, str] | None = None
) -> Page:
    """Return the page that `query` (request.GET) asks for by `before` or `after`; raise BadCursor.

    `rows(since=None, until=None)` gives the list, all of it or what lies between two moments, both included: the list
    itself sets the bounds, for SQLite seeks by one alone each way. The newest by the field `by` stand first; `order`
    are the lookups of that moment and of the key where these are not the row's own. One query, for one row more than
    `size`.
    """
    at, key = order or (by, "pk")
    if after := query.get("after"):
        moment, pk = _place(after)
        further = Q(**{f"{at}__gt": moment}) | Q(**{f"{key}__gt": pk})
        found = list(rows(since=moment).filter(further).order_by(at, key)[: size + 1])
        is_more, found = len(found) > size, found[:size][::-1]
        newer, older = is_more, bool(found)
    else:
        found, before = rows(), query.get("before")
        if before:
            moment, pk = _place(before)
            found = rows(until=moment).filter(Q(**{f"{at}__lt": moment}) | Q(**{f"{key}__lt": pk}))
        found = list(found.order_by(f"-{at}", f"-{key}")[: size + 1])
        older, found = len(found) > size, found[:size]
        newer = bool(before)
    return Page(
        rows=found,
        newer=f"?after={cursor(found[0], by)}" if newer and found else "",
        older=f"?before={cursor(found[-1], by)}" if older and found else "",
    )
