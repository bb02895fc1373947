"""All authors, and the articles of one."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import metadata
from articles.models import Author, Publication, load_images
from articles.passport import reviewed_by
from articles.views.base import ListPage, PublicPage


class AuthorList(PublicPage):
    template_name = "articles/author_list.html"
    parameters = ()

    def get_context_data(self, **kwargs):
        publication = Publication.load()
        path = reverse("articles:authors")
        trail = [self.home(), (_("Authors"), path)]
        authors = list(Author.objects.public())
        load_images(*((author, "portrait") for author in authors), *publication.pictures)
        return super().get_context_data(
            publication=publication,
            authors=authors,
            trail=trail[:-1],
            head=metadata.collection(
                _("Authors"),
                _("Who writes for %s") % publication.name,
                path,
                publication,
                trail,
                self.request,
                [(author.name, author.get_absolute_url()) for author in authors],
            ),
            **kwargs,
        )


class AuthorDetail(ListPage):
    template_name = "articles/author_detail.html"
    parameters = ("before", "after")

    def get(self, request, slug):
        author = Author.objects.public().filter(slug=slug).first()
        if author is None:
            return self.led_on() or self.former("author", Author.objects.public(), slug)
        return self.render_to_response(self.get_context_data(author=author))

    def get_context_data(self, author, **kwargs):
        publication = Publication.load()
        found = self.listed_under(author, publication, "portrait")
        trail = [self.home(), (_("Authors"), reverse("articles:authors")), (author.name, author.get_absolute_url())]
        return super().get_context_data(
            publication=publication,
            author=author,
            reviewed=reviewed_by(author) if self.is_first_page() else 0,
            page=found,
            trail=trail[:-1],
            head=self.numbered(metadata.profile(author, publication, trail, self.request, found.rows)),
            **kwargs,
        )
