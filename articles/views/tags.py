"""All topics, and the articles of one."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import metadata
from articles.models import Publication, Tag, load_images
from articles.views.base import ListPage, PublicPage


class TagList(PublicPage):
    template_name = "articles/tag_list.html"
    parameters = ()

    def get_context_data(self, **kwargs):
        publication = Publication.load()
        path = reverse("articles:tags")
        trail = [self.home(), (_("Topics"), path)]
        load_images(*publication.pictures)
        tags = list(Tag.objects.public())
        return super().get_context_data(
            publication=publication,
            tags=tags,
            trail=trail[:-1],
            head=metadata.collection(
                _("Topics"),
                _("All topics of %s") % publication.name,
                path,
                publication,
                trail,
                self.request,
                [(tag.name, tag.get_absolute_url()) for tag in tags],
            ),
            **kwargs,
        )


class TagDetail(ListPage):
    template_name = "articles/tag_detail.html"
    parameters = ("before", "after")

    def get(self, request, slug):
        tag = Tag.objects.public().filter(slug=slug).first()
        if tag is None:
            return self.led_on() or self.former("tag", Tag.objects.public(), slug)
        return self.render_to_response(self.get_context_data(tag=tag))

    def get_context_data(self, tag, **kwargs):
        publication = Publication.load()
        found = self.listed_under(tag, publication, "image")
        path = tag.get_absolute_url()
        trail = [self.home(), (_("Topics"), reverse("articles:tags")), (tag.name, path)]
        head = metadata.collection(
            tag.name, tag.description or _("All articles on %s") % tag.name, path, publication, trail, self.request,
            metadata.of_articles(found.rows), image=tag.image,
        )  # fmt: skip
        return super().get_context_data(
            publication=publication,
            tag=tag,
            page=found,
            trail=trail[:-1],
            head=self.numbered(head),
            **kwargs,
        )
