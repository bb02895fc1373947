"""The archive: years, their months, and the articles of a month."""

from datetime import date, datetime, timedelta

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import metadata
from articles.models import Article, Publication, load_images
from articles.views.base import ListPage, PublicPage

FIRST_YEAR = 1900  # an older date in a blog is a slip; its month has a page nevertheless


def start(year, month=1):
    """Return when the month begins, or the year, in the site's time zone."""
    return timezone.make_aware(datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1))


class Archive(PublicPage):
    """The years in which something was published, or, given a year, its months."""

    template_name = "articles/archive.html"
    parameters = ()

    def get_context_data(self, year=None, **kwargs):
        publication = Publication.load()
        this_year = timezone.localdate().year
        if year is None:
            years = range(this_year, FIRST_YEAR - 1, -1)
            spans = [(each, start(each), start(each + 1)) for each in years]
        elif year > this_year:
            spans = []
        else:
            spans = [(month, start(year, month), start(year, month + 1)) for month in sorted(MONTHS)[::-1]]
        found = set(Article.objects.found_in(spans))
        if year is not None and not found:
            raise Http404(_("Nothing was published in that year."))
        found = [number for number, *_span in spans if number in found]
        trail = [self.home(), (_("Archive"), reverse("articles:archive"))]
        if year is None:
            entries = [(each, reverse("articles:year", args=[each])) for each in found]
        else:
            trail.append((str(year), reverse("articles:year", args=[year])))
            entries = [(capfirst(MONTHS[month]), reverse("articles:month", args=[year, month])) for month in found]
        load_images(*publication.pictures)
        title = trail[-1][0] if year is None else _("Articles of %s") % year
        return super().get_context_data(
            publication=publication,
            title=title,
            entries=entries,
            trail=trail[:-1],
            head=metadata.collection(
                title,
                title,
                trail[-1][1],
                publication,
                trail,
                self.request,
                [(str(name), address) for name, address in entries],
            ),
            **kwargs,
        )


class ArchiveMonth(ListPage):
    template_name = "articles/archive_month.html"
    parameters = ("before", "after")

    def get_context_data(self, year, month, **kwargs):
        publication = Publication.load()
        if month not in MONTHS or year > timezone.localdate().year:
            raise Http404(_("There is no such month."))
        first, last = start(year, month), start(year, month + 1) - timedelta(microseconds=1)

        def rows(since=None, until=None):
            return Article.objects.published(max(since or first, first), min(until or last, last))

        found = self.listed(rows, publication)
        if not found.rows and self.is_first_page():
            raise Http404(_("Nothing was published in that month."))
        words = date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")
        title = capfirst(words)
        path = reverse("articles:month", args=[year, month])
        trail = [self.home(), (_("Archive"), reverse("articles:archive"))]
        trail += [(str(year), reverse("articles:year", args=[year])), (title, path)]
        head = metadata.collection(
            title, _("Articles of %s") % words, path, publication, trail, self.request,
            metadata.of_articles(found.rows),
        )  # fmt: skip
        return super().get_context_data(
            publication=publication, title=title, page=found, trail=trail[:-1], head=self.numbered(head), **kwargs
        )
