"""What the public pages share."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from articles.models import FormerSlug, load_bylines, load_images
from articles.paging import BadCursor, page


class PublicPage(TemplateView):
    """A page any reader may open: no session, no cookie, and browsers ask whether their copy is still right."""

    http_method_names = ["get", "head", "options"]

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, no_cache=True)
        return response

    def home(self):
        return (_("Home"), reverse("articles:list"))

    def former(self, kind, model, slug):
        """Return the redirect from a former slug to its owner, if readers may see that now; raise Http404."""
        former = FormerSlug.objects.filter(slug=slug, **{f"{kind}__isnull": False}).select_related(kind).first()
        if former is None or not model.filter(pk=getattr(former, f"{kind}_id")).exists():
            raise Http404(_("There is no page at this address."))
        return HttpResponsePermanentRedirect(getattr(former, kind).get_absolute_url())


class ListPage(PublicPage):
    """A page of articles, newest first; a subclass says which, and what stands above them."""

    def listed(self, rows, publication, lead=None, pictures=()):
        """Return one page of the queryset without the lead article, bylines and pictures loaded for both.

        `pictures` are further ones that the page shows, for `load_images`.

        A cursor that nobody wrote is an address that does not exist: Http404.
        """
        rows = rows.published().for_cards()
        try:
            found = page(rows.exclude(pk=lead.pk) if lead else rows, self.request.GET, publication.list_count)
        except BadCursor:
            raise Http404(_("There is no such page of this list.")) from None
        shown = [lead, *found.rows] if lead else found.rows
        load_bylines(shown)
        load_images(*((article, "lead_image") for article in shown), *publication.pictures, *pictures)
        return found

    def is_first_page(self):
        return not (self.request.GET.get("before") or self.request.GET.get("after"))

    def numbered(self, head):
        """Keep pages further down the list out of search results; their articles are in the sitemap."""
        if not self.is_first_page():
            head.robots = "noindex, follow"
        return head
