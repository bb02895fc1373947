"""An article's page before readers see it: never cached, never listed, and framed by this site's own pages alone."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from articles import metadata
from articles.models import Article
from articles.reading import page_context

FRAMED_BY = {"frame-ancestors": ["'self'"]}


def preview_context(article: Article, request: HttpRequest, until: datetime | None = None) -> dict[str, Any]:
    """Return the context of the article's page as a preview; `until` says when the link that led here ends."""
    if article.original_id and article.published_at is None:  # a working copy appears under its original's dates
        article.published_at, article.updated_at = article.original.published_at, article.original.updated_at
    context = page_context(article, request) | {"is_preview": True, "preview_until": until}
    context["head"].robots = metadata.NOINDEX
    return context


def guarded(response: HttpResponseBase) -> HttpResponseBase:
    """Return the response with what every preview says of itself, whatever the host's other pages say.

    Its address is told to nobody: it may be a link that opens the page without a login.
    """
    del response["Cache-Control"]
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = FRAMED_BY  # read by django-csp
    if own := getattr(settings, "SECURE_CSP", None):
        response._csp_config = own | FRAMED_BY  # read by Django from 6.0 on
    return response
