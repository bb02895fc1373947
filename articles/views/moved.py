"""Where readers of a former address are sent by hand."""

from django.http import HttpResponsePermanentRedirect

from articles.views.base import PublicPage


class Moved(PublicPage):
    def get(self, request, target):
        return HttpResponsePermanentRedirect(target)
