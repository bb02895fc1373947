"""Serve uploaded pictures by the site's own process: `include` this module at MEDIA_URL."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.urls import path
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.pictures.crops import MIME, NAME


@require_safe
def picture(request, name):
    """Answer with an original or a rendition of the library; raise Http404 for every other name.

    A name stands for one picture for ever: it is its own ETag, and browsers need not ask again. Nothing in a file can
    run: its type comes from the name, and the policy allows nothing.
    """
    if not settings.SERVE_MEDIA or not NAME.fullmatch(name):
        raise Http404(_("There is no such picture."))
    try:
        file = default_storage.open(f"articles/{name}")
        size = file.size
    except FileNotFoundError:
        raise Http404(_("There is no such picture.")) from None
    etag = f'"{name}"'
    if (response := get_conditional_response(request, etag)) is not None:
        file.close()
    elif request.method == "HEAD":
        file.close()
        response = HttpResponse()
    else:
        response = FileResponse(file)
    if response.status_code == 200:
        response["Content-Type"] = MIME[name.rpartition(".")[2]]
        response["Content-Length"] = size
        response["Content-Disposition"] = f'inline; filename="{name}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # so that GZipMiddleware does not pack what is packed already
    return response


urlpatterns = [path("articles/<path:name>", picture)]
