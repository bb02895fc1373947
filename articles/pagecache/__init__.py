"""Keeps rendered public pages and answers with them before Django does any work: a layer around the WSGI application.

    application = PageCache(get_wsgi_application())

A kept page is served while `freshness.stamp()` is the one it was made at, so no reader ever gets an old word. Whoever
is logged in, and every address that no view of ours has offered to keep, goes to Django as if the layer were not there.
"""

from articles.pagecache.layer import PageCache, public

__all__ = ["PageCache", "public"]
