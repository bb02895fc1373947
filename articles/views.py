"""The public pages, each from `published()`, and the editors' preview."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from articles import metadata
from articles.models import Article, Author, FormerSlug, Publication, Tag, load_bylines, load_images
from articles.paging import BadCursor, page
from articles.reading import read


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


class ArticleList(ListPage):
    """The home page: the lead article, then the others."""

    template_name = "articles/article_list.html"

    def get_context_data(self, **kwargs):
        publication = Publication.load()
        lead = None
        if publication.lead_article_id:
            lead = Article.objects.published().for_cards().filter(pk=publication.lead_article_id).first()
        found = self.listed(Article.objects.all(), publication, lead)
        if not self.is_first_page():
            lead = None
        elif lead is None and found.rows:
            lead = found.rows.pop(0)
        shown = [lead, *found.rows] if lead else found.rows
        head = metadata.listing(
            f"{publication.name} – {publication.tagline}" if publication.tagline else publication.name,
            publication.tagline or publication.about,
            reverse("articles:list"),
            publication,
            [self.home()],
            self.request,
            image=lead and lead.lead_image,
        )
        return super().get_context_data(
            publication=publication,
            lead=lead,
            page=found,
            tags=Tag.objects.of_articles(shown),
            head=self.numbered(head),
            **kwargs,
        )


class ArticleDetail(PublicPage):
    template_name = "articles/article_detail.html"

    def get(self, request, slug):
        # Without an order the slug's index serves the query, not the date's.
        found = Article.objects.published().for_page().filter(slug=slug).order_by()[:1]
        if not found:
            return self.missing(slug)
        article = found[0]
        return self.render_to_response(self.get_context_data(article=article))

    def missing(self, slug):
        """Answer 410 for what was taken away, without its title; 301 for a former slug; raise Http404 else."""
        if Article.objects.gone().filter(slug=slug).exists():
            publication = Publication.load()
            return self.response_class(
                self.request,
                ["articles/article_gone.html"],
                {"publication": publication, "view": self},
                status=410,
                using=self.template_engine,
            )
        return self.former("article", Article.objects.published(), slug)

    def get_context_data(self, article, **kwargs):
        reading = read(article)
        trail = [self.home(), *((tag.name, tag.get_absolute_url()) for tag in reading.tags[:1])]
        trail.append((article.title, article.get_absolute_url() if article.slug else self.request.path))
        return super().get_context_data(
            article=article,
            publication=reading.publication,
            body=reading.body,
            contents=reading.contents,
            tags=reading.tags,
            related=reading.related,
            treatment=reading.treatment,
            trail=trail[:-1],
            head=metadata.article(article, reading.tags, reading.treatment, reading.publication, trail, self.request),
            **kwargs,
        )


class ArticlePreview(PermissionRequiredMixin, ArticleDetail):
    """An article as readers would see it, for people with the permission to see it in the admin; never cached."""

    permission_required = "articles.view_article"

    def get(self, request, pk):
        article = get_object_or_404(Article.objects.for_page(), pk=pk)
        context = self.get_context_data(article=article, is_preview=True)
        context["head"].robots = metadata.NOINDEX
        return self.render_to_response(context)

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        del response["Cache-Control"]
        add_never_cache_headers(response)
        return response


class TagList(PublicPage):
    template_name = "articles/tag_list.html"

    def get_context_data(self, **kwargs):
        publication = Publication.load()
        path = reverse("articles:tags")
        trail = [self.home(), (_("Topics"), path)]
        load_images(*publication.pictures)
        return super().get_context_data(
            publication=publication,
            tags=Tag.objects.with_public_counts(),
            trail=trail[:-1],
            head=metadata.listing(
                _("Topics"), _("All topics of %s") % publication.name, path, publication, trail, self.request
            ),
            **kwargs,
        )


class TagDetail(ListPage):
    template_name = "articles/tag_detail.html"

    def get(self, request, slug):
        tag = Tag.objects.public().filter(slug=slug).first()
        if tag is None:
            return self.former("tag", Tag.objects.public(), slug)
        return self.render_to_response(self.get_context_data(tag=tag))

    def get_context_data(self, tag, **kwargs):
        publication = Publication.load()
        found = self.listed(Article.objects.filter(tagged__tag=tag), publication, pictures=[(tag, "image")])
        path = tag.get_absolute_url()
        trail = [self.home(), (_("Topics"), reverse("articles:tags")), (tag.name, path)]
        head = metadata.listing(tag.name, tag.description, path, publication, trail, self.request, image=tag.image)
        return super().get_context_data(
            publication=publication,
            tag=tag,
            page=found,
            trail=trail[:-1],
            head=self.numbered(head),
            **kwargs,
        )


class AuthorList(PublicPage):
    template_name = "articles/author_list.html"

    def get_context_data(self, **kwargs):
        publication = Publication.load()
        path = reverse("articles:authors")
        trail = [self.home(), (_("Authors"), path)]
        authors = list(Author.objects.with_public_counts())
        load_images(*((author, "portrait") for author in authors), *publication.pictures)
        return super().get_context_data(
            publication=publication,
            authors=authors,
            trail=trail[:-1],
            head=metadata.listing(
                _("Authors"), _("Who writes for %s") % publication.name, path, publication, trail, self.request
            ),
            **kwargs,
        )


class AuthorDetail(ListPage):
    template_name = "articles/author_detail.html"

    def get(self, request, slug):
        author = Author.objects.public().filter(slug=slug).first()
        if author is None:
            return self.former("author", Author.objects.public(), slug)
        return self.render_to_response(self.get_context_data(author=author))

    def get_context_data(self, author, **kwargs):
        publication = Publication.load()
        rows = Article.objects.filter(bylines__author=author)
        found = self.listed(rows, publication, pictures=[(author, "portrait")])
        trail = [self.home(), (_("Authors"), reverse("articles:authors")), (author.name, author.get_absolute_url())]
        return super().get_context_data(
            publication=publication,
            author=author,
            page=found,
            trail=trail[:-1],
            head=self.numbered(metadata.profile(author, publication, trail, self.request)),
            **kwargs,
        )


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
