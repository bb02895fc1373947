"""The editorial calendar by month: what appeared and will, which reviews are due; a form moves what waits."""

import calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.states import sponsored_mark, state_of
from articles.history.holding import hold
from articles.history.rescheduling import reschedule
from articles.history.roles import WRITABLE, may_publish
from articles.models import Article
from articles.querysets import HEAVY, Status
from articles.text.keys import as_key
from articles.text.moments import moment

FIRST, LAST = date(1900, 1, 1), date(9998, 12, 1)


class MoveForm(forms.Form):
    """Another date and time, in the site's time zone."""

    at = forms.SplitDateTimeField(
        widget=forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date", "required": True},
            time_attrs={"type": "time", "required": True},
        ),
        error_messages={
            "required": gettext_lazy("Choose a date and a time."),
            "invalid_date": gettext_lazy("That is no date. Write it as 2026-12-31."),
            "invalid_time": gettext_lazy("That is no time. Write it as 09:30."),
        },
    )

    def __init__(self, data=None, entry=None, **kwargs):
        super().__init__(data, auto_id=f"id_{entry.article.pk}_%s" if entry else "id_%s", **kwargs)
        for widget, label in zip(self.fields["at"].widget.widgets, (_("New date"), _("New time")), strict=True):
            widget.attrs["aria-label"] = label


@dataclass
class Entry:
    """One article on its day; `form` moves it, None where it cannot be moved or not by this person."""

    article: Article
    at: datetime
    form: MoveForm | None = None
    problem: str = ""
    is_review: bool = False  # the day its next medical review is due, at no hour

    @property
    def state(self):
        if self.is_review:
            return ("expired", _("Review overdue")) if self.article.is_review_overdue else ("review", _("Review due"))
        if self.article.original_id:
            return "scheduled", _("Changes appear")
        keyword, words = state_of(self.article)
        return keyword, _("Scheduled") if keyword == "scheduled" else words

    @property
    def label(self):
        return sponsored_mark(self.article)

    @property
    def time(self):
        return "" if self.is_review else formats.time_format(timezone.localtime(self.at), "H:i")


@dataclass
class Day:
    date: date
    is_of_month: bool
    is_today: bool
    entries: list[Entry]


def urls(article_admin):
    view, to_move = (article_admin.admin_site.admin_view(view) for view in (show, move))
    more = {"article_admin": article_admin}
    return [
        path("calendar/", view, more, name="articles_article_calendar"),
        path("calendar/<int:year>/<int:month>/", view, more, name="articles_article_calendar_month"),
        path("calendar/<int:year>/<int:month>/move/<int:pk>/", to_move, more, name="articles_article_calendar_move"),
    ]


def show(request, article_admin, year=None, month=None, moved=None, status=200):
    """Show the month; `moved` is a form that was refused, with the article's key and the problem."""
    if not article_admin.has_view_permission(request):
        raise PermissionDenied
    today = timezone.localdate()
    try:
        first = date(year, month, 1) if year is not None else today.replace(day=1)
    except (ValueError, OverflowError):
        raise Http404(_("There is no such month.")) from None
    if not FIRST <= first <= LAST:
        raise Http404(_("There is no such month."))
    weeks = list(calendar.Calendar((formats.get_format("FIRST_DAY_OF_WEEK") - 1) % 7).monthdatescalendar(*_pair(first)))
    entries = _entries(weeks[0][0], weeks[-1][-1], may_publish(request.user))
    if moved:
        _show_problem(entries, *moved)
    by_day = defaultdict(list)
    for entry in entries:
        by_day[timezone.localtime(entry.at).date()].append(entry)
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    context = article_admin.admin_site.each_context(request) | {
        "title": formats.date_format(first, "YEAR_MONTH_FORMAT"),
        "first": first,
        "weekdays": [(WEEKDAYS[day.weekday()], WEEKDAYS_ABBR[day.weekday()]) for day in weeks[0]],
        "weeks": [[Day(day, day.month == first.month, day == today, by_day[day]) for day in week] for week in weeks],
        "is_empty": not any(timezone.localtime(entry.at).month == first.month for entry in entries),
        "previous": before.replace(day=1) if before >= FIRST else None,
        "next": after.replace(day=1) if after <= LAST else None,
        "time_zone": timezone.get_current_timezone_name(),
        "opts": article_admin.opts,
        "media": article_admin.media,
    }
    return TemplateResponse(request, "articles/admin/calendar.html", context, status=status)


def _pair(first):
    return first.year, first.month


def _entries(start, end, is_movable):
    """Return what stands on the days from `start` to `end`, in order; three queries."""
    since, until = (_midnight(day) for day in (start, end + timedelta(days=1)))
    rows = Article.objects.select_related("sponsorship").defer(*HEAVY)
    dated = rows.originals().filter(status__in=[Status.PUBLISHED, *WRITABLE], published_at__gte=since)
    copies = rows.filter(replaces_at__gte=since, replaces_at__lt=until).select_related("original", "sponsorship")
    due = rows.published().filter(review_due_on__range=(start, end))
    entries = [
        *(Entry(article, _midnight(article.review_due_on), is_review=True) for article in due),
        *(Entry(article, article.published_at) for article in dated.filter(published_at__lt=until)),
        *(Entry(copy, copy.replaces_at) for copy in copies.defer(*HEAVY, *(f"original__{name}" for name in HEAVY))),
    ]
    for entry in entries:
        if is_movable and not entry.is_review and entry.state[0] == "scheduled":
            entry.form = MoveForm(initial={"at": timezone.localtime(entry.at)}, entry=entry)
    return sorted(entries, key=lambda entry: (entry.at, entry.article.pk))


def _midnight(day):
    """Return the day's first moment in the current time zone, also where the clock skips midnight."""
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())


def _show_problem(entries, pk, data, problem):
    """Keep what was typed, and say what is wrong with it, where it was typed."""
    for entry in entries:
        if entry.article.pk == pk and entry.form:
            entry.form, entry.problem = MoveForm(data, entry=entry), problem


def move(request, article_admin, year, month, pk):
    """Move what is scheduled to the posted moment; else show the month again with the reason."""
    if not may_publish(request.user):
        raise PermissionDenied(_("Only an editor may move what is scheduled."))
    here = reverse("admin:articles_article_calendar_month", args=[year, month])
    if request.method != "POST":
        return HttpResponseRedirect(here)
    form = MoveForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        with transaction.atomic():
            article = hold(pk, as_key(request.POST.get("version", "")))
            at = form.cleaned_data["at"]
            reschedule(article, at, request.user)
    except ValidationError as error:
        problem = " ".join(error.messages)
        title = Article.objects.filter(pk=pk).values_list("title", flat=True).first() or _("Untitled")
        messages.error(request, _("“%(title)s” was not moved. %(why)s") % {"title": title, "why": problem})
        return show(request, article_admin, year, month, (pk, request.POST, problem), status=422)
    messages.success(request, _("“%(title)s” is moved to %(time)s") % {"title": article, "time": moment(at)})
    return HttpResponseRedirect(here)
