"""The app's settings: read when used, so that a test or a host may change them at any time."""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    "ARTICLES_BASE_URL": "",  # "https://blog.example.org"; empty: the address of the request
    "ARTICLES_MAX_PIXELS": 40_000_000,  # an upload with more is refused before it is decoded
    "ARTICLES_PAGE_CACHE_MB": 32,  # how much each process keeps of rendered pages; 0: none
    "ARTICLES_CDN_SECONDS": 0,  # for so long a CDN may answer without asking, and a withdrawal may lag
    "ARTICLES_WEBSUB_HUB": "",  # the address of a hub, which feeds then name; empty: none
    "ARTICLES_AVIF": True,  # cut AVIF renditions too, after the upload's answer
    "ARTICLES_SHARE_PICTURES": True,  # draw a picture for links to articles that have none; needs the extra "share"
}


def get(name: str) -> Any:
    """Return the host's value of the setting, or the default; raise KeyError for a name not in DEFAULTS."""
    return getattr(settings, name, DEFAULTS[name])
