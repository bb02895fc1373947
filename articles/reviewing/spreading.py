"""When the next review falls due: after the months that tags and publication ask for, spread over the weeks."""

from calendar import monthrange
from collections import Counter
from datetime import MAXYEAR, date, timedelta

from django.db.models import Min, Q

from articles.models import Article, Publication, Revision, Tag
from articles.querysets import Status

WEEKS = 4  # a date may come so many weeks earlier, less one, so that reviews do not fall due all at once


def next_due(revision: Revision, on: date) -> date:
    """Return when what was reviewed on a day is due again; three queries.

    The interval is the shortest that one of the article's tags asks for, else the publication's. A date is never later
    than that promise. Of the week in which it ends and the three before (for an interval of one or two months: the one
    or two before) the date lies in the week with the fewest other articles due, counted from Monday to Sunday, and of
    two as empty in the later one; its day of the week stays. The same rows give the same date.
    """
    months = _months(revision)
    latest = after_months(on, months)
    return spread(latest, min(WEEKS, months + 1), _due_around(latest, revision.article_id))


def spread(latest: date, weeks: int, due: Counter[tuple[int, int]]) -> date:
    """Return the day `latest` or the same one of an earlier week, in that of `weeks` with the fewest due.

    `due` counts by year and number of the ISO week.
    """
    days = [latest - timedelta(weeks=number) for number in range(weeks)]
    return min(days, key=lambda day: due[_week(day)])


def after_months(on: date, months: int) -> date:
    """Return the same day so many months later, or the month's last day where it has no such one."""
    years, month = divmod(on.month - 1 + months, 12)
    year = on.year + years
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def _months(revision: Revision) -> int:
    """Return the interval for the article as it is tagged now, and as it was in the version read."""
    read = [reference["id"] for reference in revision.snapshot.get("tags", ())]
    tags = Tag.objects.filter(Q(tagged__content_object=revision.article_id) | Q(pk__in=read)).order_by()
    return tags.aggregate(least=Min("review_months"))["least"] or Publication.load().review_months


def _due_around(latest: date, but: int) -> Counter[tuple[int, int]]:
    """Return how many other articles are due in each of the weeks before the day and in its own."""
    monday = latest - timedelta(days=latest.weekday())
    window = (monday - timedelta(weeks=WEEKS), min(date.max - timedelta(days=6), monday) + timedelta(days=6))
    rows = Article.objects.originals().exclude(status=Status.TRASHED).exclude(pk=but).order_by()
    return Counter(
        _week(day) for day in rows.filter(review_due_on__range=window).values_list("review_due_on", flat=True)
    )


def _week(day: date) -> tuple[int, int]:
    year, week, _weekday = day.isocalendar()
    return year, week
