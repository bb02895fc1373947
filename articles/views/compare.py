"""Treatments side by side, and the choice of them."""

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import comparing, metadata
from articles.models import Publication, load_images
from articles.views.base import PublicPage


class Compare(PublicPage):
    """Two to four treatments; without any, or with what cannot be compared, the choice of them."""

    template_name = "articles/compare.html"
    parameters = ("t",)

    def get(self, request):
        asked = request.GET.getlist("t")
        slugs = comparing.canonical(asked)
        if not slugs:
            return self.choose()
        if len(slugs) > comparing.MOST:
            return self.choose(_("Four treatments at most stand side by side. Choose fewer."), 400, slugs)
        articles = comparing.treatments(slugs)
        if len(articles) < len(slugs):
            return self.missing(slugs, {article.slug for article in articles})
        if len(slugs) < comparing.FEWEST:
            return self.choose(_("One treatment alone cannot be compared. Choose at least one more."), 400, slugs)
        if asked != slugs:
            return HttpResponsePermanentRedirect(comparing.address(slugs))
        return self.render_to_response(self.get_context_data(articles=articles))

    def missing(self, slugs, found):
        """Answer 301 where the missing have other addresses now, else 404 with what is there already chosen."""
        led_on = comparing.renamed(slug for slug in slugs if slug not in found)
        if found | led_on.keys() == set(slugs):
            return HttpResponsePermanentRedirect(comparing.address(led_on.get(slug, slug) for slug in slugs))
        return self.choose(_("Not all of these treatments can be compared here. Choose from this list."), 404, found)

    def choose(self, problem="", status=200, chosen=()):
        publication = Publication.load()
        trail = [self.home(), (_("Compare treatments"), reverse("articles:compare"))]
        load_images(*publication.pictures)
        head = metadata.listing(
            _("Compare treatments"), _("Treatments side by side, as their articles describe them."),
            reverse("articles:compare"), publication, trail, self.request,
        )  # fmt: skip
        if problem:
            head.robots = metadata.NOINDEX
        context = {
            "view": self,
            "publication": publication,
            "choices": comparing.choices(),
            "chosen": set(chosen),
            "problem": problem,
            "trail": trail[:-1],
            "head": head,
        }
        return self.response_class(
            self.request, ["articles/compare_choose.html"], context, status=status, using=self.template_engine
        )

    def get_context_data(self, articles, **kwargs):
        publication = Publication.load()
        load_images(*publication.pictures)
        columns = [comparing.column(article) for article in articles]
        address = comparing.address(article.slug for article in articles)
        trail = [
            self.home(),
            (_("Compare treatments"), reverse("articles:compare")),
            (_("Treatments side by side"), address),
        ]
        head = metadata.listing(
            comparing.title(columns), _("What each article says, row by row."), address, publication, trail,
            self.request,
        )  # fmt: skip
        head.robots = metadata.NOINDEX
        return super().get_context_data(
            publication=publication,
            columns=columns,
            rows=comparing.rows(columns),
            trail=trail[:-1],
            head=head,
            **kwargs,
        )
