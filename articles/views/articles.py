"""The home page and an article's page."""

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import metadata
from articles.models import Article, Publication, Redirect, Tag
from articles.reading import page_context
from articles.views.base import ListPage, PublicPage


class ArticleList(ListPage):
    """The home page: the lead article, then the others."""

    template_name = "articles/article_list.html"
    parameters = ("before", "after")

    def get_context_data(self, **kwargs):
        publication = Publication.load()
        lead = None
        if publication.lead_article_id:
            lead = Article.objects.published().for_cards().filter(pk=publication.lead_article_id).first()
        found = self.listed(Article.objects.published, publication, lead)
        if not self.is_first_page():
            lead = None
        elif lead is None and found.rows:
            lead = found.rows.pop(0)
        shown = [lead, *found.rows] if lead else found.rows
        head = metadata.collection(
            f"{publication.name} – {publication.tagline}" if publication.tagline else publication.name,
            publication.tagline or publication.about or _("Articles of %s") % publication.name,
            reverse("articles:list"),
            publication,
            [self.home()],
            self.request,
            metadata.of_articles(shown),
            name=publication.name,
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
    parameters = ()

    def get(self, request, slug):
        # Without an order the slug's index serves the query, not the date's.
        found = Article.objects.published().for_page().filter(slug=slug).order_by()[:1]
        if not found:
            return self.missing(slug)
        article = found[0]
        return self.render_to_response(self.get_context_data(article=article))

    def missing(self, slug):
        """Answer 301 where an editor leads on; 410 for what was taken away, without its title; 301 for a former slug.

        Raise Http404 else.
        """
        known = Redirect.objects.filter(path=self.request.path).order_by().values_list(Value("led on"))
        gone = Article.objects.gone().filter(slug=slug).order_by().values_list(Value("gone"))
        found = {word for (word,) in known.union(gone).order_by()}
        if "led on" in found and (answer := self.led_on()):
            return answer
        if "gone" in found:
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
        return super().get_context_data(**page_context(article, self.request), **kwargs)
