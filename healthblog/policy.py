"""The content security policies: readers' pages, and the admin with its editor."""

from urllib.parse import urlsplit

import django

if django.VERSION >= (6, 0):
    from django.utils.csp import CSP
    from django.views.decorators.csp import csp_override as replace_policy

    NONCE = CSP.NONCE
else:
    from csp.constants import NONCE
    from csp.decorators import csp_replace as replace_policy

__all__ = ["NONCE", "admin", "public", "replace_policy"]

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
