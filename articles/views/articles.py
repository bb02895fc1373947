"""The home page, an article's page, and the editors' preview of it."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from articles import metadata
from articles.models import Article, Publication, Tag
from articles.reading import read
from articles.views.base import ListPage, PublicPage


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
