"""The site's addresses, a bare view of 30 kB, and the plainest tutorial blog on the same rows."""

from django.http import HttpResponse
from django.urls import include, path

from tests.benchmarks.tutorial.views import PostDetail

PARAGRAPH = b"<p>Nothing was asked of the database, and no template was rendered for this line of text.</p>\n"
PAGE = (b"<!doctype html><title>Bare</title>" + PARAGRAPH * 400)[:30_000]


def bare(request):
    return HttpResponse(PAGE)


urlpatterns = [
    path("bare/", bare),
    path("tutorial/<slug:slug>/", PostDetail.as_view(), name="tutorial"),
    path("", include("healthblog.urls")),
]
