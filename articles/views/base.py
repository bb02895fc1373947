"""What the public pages share."""

from functools import partial, wraps

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from articles.history.copies import publish_due
from articles.models import Article, FormerSlug, Redirect, load_bylines, load_images
from articles.pagecache import public
from articles.paging import BadCursor, page
from articles.querysets import order_of


def on_time(view):
    """Publish what is due before the page is made: the first request after the minute shows it."""

    @wraps(view)
    def punctual(request, *args, **kwargs):
        publish_due()
        return view(request, *args, **kwargs)

    return punctual


class PublicPage(TemplateView):
    """A page any reader may open: no session, no cookie, and browsers ask whether their copy is still right."""

    http_method_names = ["get", "head", "options"]
    parameters = None  # of the query, that the page depends on; None: the page is made anew for each request

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        return public(request, response, self.parameters)

    def home(self):
        return (_("Home"), reverse("articles:list"))

    def former(self, kind, model, slug):
        """Return the redirect from a former slug to its owner, if readers may see that now; raise Http404."""
        former = FormerSlug.objects.filter(slug=slug, **{f"{kind}__isnull": False}).select_related(kind).first()
        if former is None or not model.filter(pk=getattr(former, f"{kind}_id")).exists():
            raise Http404(_("There is no page at this address."))
        return HttpResponsePermanentRedirect(getattr(former, kind).get_absolute_url())

    def led_on(self):
        """Return the redirect that an editor made for this address, None where there is none."""
        target = Redirect.leading_from(self.request.path)
        return target and HttpResponsePermanentRedirect(target)


class ListPage(PublicPage):
    """A page of articles, newest first; a subclass says which, and what stands above them."""

    def listed(self, rows, publication, lead=None, pictures=(), order=None):
        """Return one page of a list without the lead article, bylines and pictures loaded for both.

        `rows` gives what is public of the list, and `order` its order, as `paging.page` has them. `pictures` are
        further ones that the page shows, for `load_images`.

        A cursor that nobody wrote is an address that does not exist: Http404.
        """

        def cards(**stretch):
            found = rows(**stretch).for_cards()
            return found.exclude(pk=lead.pk) if lead else found

        try:
            found = page(cards, self.request.GET, publication.list_count, order=order)
        except BadCursor:
            raise Http404(_("There is no such page of this list.")) from None
        shown = [lead, *found.rows] if lead else found.rows
        load_bylines(shown)
        load_images(*((article, "lead_image") for article in shown), *publication.pictures, *pictures)
        return found

    def listed_under(self, subject, publication, picture):
        """Return one page of the list of a tag or an author; `picture` names the field of its own."""
        rows = partial(Article.objects.listed, subject)
        return self.listed(rows, publication, pictures=[(subject, picture)], order=order_of(subject))

    def is_first_page(self):
        return not (self.request.GET.get("before") or self.request.GET.get("after"))

    def numbered(self, head):
        """Keep pages further down the list out of search results; their articles are in the sitemap."""
        if not self.is_first_page():
            head.robots = "noindex, follow"
        return head
