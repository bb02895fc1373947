"""What belongs to the site rather than to the plugin: robots, health, and the pages for errors."""

from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache

from articles.metadata import absolute
from articles.models import Publication


def robots(request):
    """Let every crawler in, but not where there is nothing for readers."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('articles:list')}preview/",
        f"Sitemap: {absolute(reverse('articles:sitemap'), request)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request):
    """Send browsers that ask for /favicon.ico by themselves to the icon."""
    return HttpResponseRedirect(static("healthblog/favicon.ico"))


@never_cache
def healthz(request):
    """Answer "ok" when the process and its database do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def not_found(request, exception):
    """Answer 404 with ways on."""
    return render(request, "404.html", {"publication": Publication.load()}, status=404)
