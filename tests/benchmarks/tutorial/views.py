"""The article's page: a generic view and `similar_objects()`."""

from django.utils import timezone
from django.views.generic import DetailView

from articles.models import Article


class PostDetail(DetailView):
    template_name = "tutorial/detail.html"

    def get_queryset(self):
        return Article.objects.filter(status="published", published_at__lte=timezone.now())

    def get_context_data(self, **kwargs):
        return super().get_context_data(similar=self.object.tags.similar_objects()[:4], **kwargs)
