"""The content security policies: readers' pages, and the admin with its editor."""

from functools import wraps
from urllib.parse import urlsplit

import django

if django.VERSION >= (6, 0):
    from django.utils.csp import CSP

    NONCE, MARK = CSP.NONCE, "_csp_config"  # where the middleware looks for a response's own policy
else:
    from csp.constants import NONCE

    MARK = "_csp_replace"

__all__ = ["NONCE", "admin", "public", "with_default"]

SELF, NOBODY = "'self'", "'none'"


def public(media_url: str) -> dict[str, list]:
    """Return the directives for readers: nothing inline, nothing from elsewhere but the media host, if any."""
    media = urlsplit(media_url)
    pictures = [SELF, f"{media.scheme}://{media.netloc}"] if media.netloc else [SELF]
    return {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": pictures,
        "object-src": [NOBODY],
        "base-uri": [NOBODY],
        "form-action": [SELF],
        "frame-ancestors": [NOBODY],
    }


def admin(media_url: str) -> dict[str, list]:
    """Return the directives for the admin: the import map by nonce, the editor's own inline styles."""
    directives = public(media_url)
    return directives | {
        "script-src": [SELF, NONCE],
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [*directives["img-src"], "data:", "blob:"],
    }


def with_default(directives):
    """Return a decorator that sends the directives with each answer of a view that has no policy of its own."""

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            response = view(request, *args, **kwargs)
            if not hasattr(response, MARK):
                setattr(response, MARK, directives)
            return response

        return wrapped

    return decorate
