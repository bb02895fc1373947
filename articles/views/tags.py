"""All topics, and the articles of one."""

from django.urls import reverse
from django.utils.translation import gettext as _

from articles import metadata
from articles.models import Article, Publication, Tag, load_images
from articles.views.base import ListPage, PublicPage


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
