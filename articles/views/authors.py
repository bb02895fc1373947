"""All authors, and the articles of one."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import metadata
from articles.models import Article, Author, Publication, load_images
from articles.views.base import ListPage, PublicPage


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
