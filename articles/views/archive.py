"""The archive: years, their months, and the articles of a month."""

from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear
from django.http import Http404
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from articles import metadata
from articles.models import Article, Publication, load_images
from articles.views.base import ListPage, PublicPage


class Archive(PublicPage):
    """The years with their counts, or, given a year, its months."""

    template_name = "articles/archive.html"

    def get_context_data(self, year=None, **kwargs):
        publication = Publication.load()
        rows = Article.objects.published()
        if year is not None:
            rows = rows.filter(published_at__year=year)
        part = ExtractMonth if year is not None else ExtractYear
        counts = dict(rows.order_by().values_list(part("published_at")).annotate(number=Count("pk")))
        if year is not None and not counts:
            raise Http404(_("Nothing was published in that year."))
        trail = [self.home(), (_("Archive"), reverse("articles:archive"))]
        if year is None:
            entries = [(found, reverse("articles:year", args=[found]), counts[found]) for found in sorted(counts)[::-1]]
        else:
            trail.append((str(year), reverse("articles:year", args=[year])))
            entries = [
                (MONTHS[month], reverse("articles:month", args=[year, month]), counts[month])
                for month in sorted(counts)[::-1]
            ]
        load_images(*publication.pictures)
        title = trail[-1][0] if year is None else _("Articles of %s") % year
        return super().get_context_data(
            publication=publication,
            title=title,
            entries=entries,
            trail=trail[:-1],
            head=metadata.listing(title, title, trail[-1][1], publication, trail, self.request),
            **kwargs,
        )


class ArchiveMonth(ListPage):
    template_name = "articles/archive_month.html"

    def get_context_data(self, year, month, **kwargs):
        publication = Publication.load()
        if month not in MONTHS:
            raise Http404(_("There is no such month."))
        found = self.listed(Article.objects.filter(published_at__year=year, published_at__month=month), publication)
        if not found.rows and self.is_first_page():
            raise Http404(_("Nothing was published in that month."))
        title = f"{MONTHS[month]} {year}"
        path = reverse("articles:month", args=[year, month])
        trail = [self.home(), (_("Archive"), reverse("articles:archive"))]
        trail += [(str(year), reverse("articles:year", args=[year])), (title, path)]
        head = metadata.listing(title, _("Articles of %s") % title, path, publication, trail, self.request)
        return super().get_context_data(
            publication=publication, title=title, page=found, trail=trail[:-1], head=self.numbered(head), **kwargs
        )
