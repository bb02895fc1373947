"""What belongs to the site rather than to the plugin: robots, health, and the pages for errors."""

from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.cache import never_cache

from articles.metadata import absolute
from articles.models import Publication
from articles.pagecache import public
from articles.pictures.cards import PAPER


def robots(request):
    """Let every crawler in, but not where there is nothing for readers."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('articles:list')}preview/",
        f"Sitemap: {absolute(reverse('articles:sitemap'), request)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


def manifest(request):
    """Say how the blog is kept on a home screen, as https://www.w3.org/TR/appmanifest/ has it.

    It opens with the browser's own bar: who reads about their health must be able to see and send the address.
    """
    publication = Publication.load()
    home = reverse("articles:list")
    language = get_language()
    said = {
        "id": home,
        "name": publication.name,
        "short_name": publication.name,
        "description": publication.tagline,
        "lang": language,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": home,
        "scope": home,
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static(f"healthblog/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
    answer = JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    return public(request, answer, parameters=())


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
