"""Articles before readers see them: for the desk, and by link for people without a login."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.signing import BadSignature
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles.models import Article, Publication
from articles.previewing import links
from articles.previewing.page import guarded, preview_context
from articles.views.base import PublicPage


class ArticlePreview(PermissionRequiredMixin, PublicPage):
    """An article as it is saved, for people with the permission to see it in the admin."""

    permission_required = "articles.view_article"
    template_name = "articles/article_detail.html"

    def get(self, request, pk):
        article = get_object_or_404(Article.objects.for_page(), pk=pk)
        return self.render_to_response(self.get_context_data(**preview_context(article, request)))

    def dispatch(self, request, *args, **kwargs):
        return guarded(super().dispatch(request, *args, **kwargs))


class SharedPreview(PublicPage):
    """An article as it is saved, for whoever was sent a link; what has become public is shown at its own address."""

    template_name = "articles/article_detail.html"

    def get(self, request, token):
        try:
            link = links.opened(token)
        except BadSignature:
            raise Http404(_("There is no page at this address.")) from None
        except links.LinkEnded as ended:
            context = {"publication": Publication.load(), "reason": str(ended), "view": self}
            return self.response_class(
                request, ["articles/preview_ended.html"], context, status=410, using=self.template_engine
            )
        if link.article.is_public:
            return HttpResponseRedirect(link.article.get_absolute_url())
        context = preview_context(link.article, request, until=link.expires_at)
        return self.render_to_response(self.get_context_data(**context))

    def dispatch(self, request, *args, **kwargs):
        return guarded(super().dispatch(request, *args, **kwargs))
