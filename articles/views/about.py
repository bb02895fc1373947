"""What the publication says of itself, and the corrections of its articles."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import metadata
from articles.changelog import told
from articles.models import Publication, Revision, load_images
from articles.paging import BadCursor, page
from articles.reading import about_html
from articles.views.base import PublicPage


class AboutPage(PublicPage):
    """One of the publication's own pages; what is not written does not exist."""

    template_name = "articles/about.html"
    parameters = ()

    def get(self, request, slug=""):
        publication = Publication.load()
        shown = next((each for each in publication.pages if each.slug == slug), None)
        if shown is None:
            if answer := self.led_on():
                return answer
            raise Http404(_("There is no page at this address."))
        return self.render_to_response(self.get_context_data(publication=publication, shown=shown))

    def get_context_data(self, publication, shown, **kwargs):
        trail = [self.home()]
        if shown.slug and publication.pages[0].slug == "":
            trail.append((publication.pages[0].title, publication.pages[0].get_absolute_url()))
        trail.append((shown.title, shown.get_absolute_url()))
        body = about_html(shown.text, publication)
        return super().get_context_data(
            publication=publication,
            shown=shown,
            body=body,
            trail=trail[:-1],
            head=metadata.about(shown, publication, trail, self.request),
            **kwargs,
        )


class Corrections(PublicPage):
    """The corrections of all public articles, newest first."""

    template_name = "articles/corrections.html"
    parameters = ("before", "after")

    def get_context_data(self, **kwargs):
        publication = Publication.load()
        try:
            found = page(Revision.objects.corrections, self.request.GET, publication.list_count, by="created_at")
        except BadCursor:
            raise Http404(_("There is no such page of this list.")) from None
        load_images(*publication.pictures)
        path = reverse("articles:corrections")
        trail = [self.home(), (_("Corrections"), path)]
        description = _("What %s had wrong, and what is right.") % publication.name
        entries = [
            (revision.article.title, f"{revision.article.get_absolute_url()}#change_{revision.pk}")
            for revision in found.rows
        ]
        head = metadata.collection(_("Corrections"), description, path, publication, trail, self.request, entries)
        if self.request.GET.get("before") or self.request.GET.get("after"):
            head.robots = "noindex, follow"
        return super().get_context_data(
            publication=publication,
            page=found,
            entries=[(revision.article, told(revision)) for revision in found.rows],
            trail=trail[:-1],
            head=head,
            is_corrections=True,
            **kwargs,
        )
