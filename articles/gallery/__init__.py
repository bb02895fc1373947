"""The library of pictures: take an upload in, cut its renditions, show it, tell who shows it, take it out."""

from articles.gallery.alike import alike, look_at
from articles.gallery.background import later, wait
from articles.gallery.cutting import discard, make_renditions, missing, write
from articles.gallery.former import sweep
from articles.gallery.library import add, refocus, remove
from articles.gallery.markup import picture_html, with_present_sources
from articles.gallery.replacing import InLibrary, replace
from articles.gallery.usage import unused, use_counts, used, uses_of

__all__ = [
    "InLibrary", "add", "alike", "discard", "later", "look_at", "make_renditions", "missing", "picture_html",
    "refocus", "remove", "replace", "sweep", "unused", "use_counts", "used", "uses_of", "wait",
    "with_present_sources", "write",
]  # fmt: skip
