"""The library of pictures: take an upload in, cut its renditions, show it, take it out."""

from articles.gallery.background import wait
from articles.gallery.cutting import make_renditions, missing
from articles.gallery.library import add, refocus, remove
from articles.gallery.markup import picture_html

__all__ = ["add", "make_renditions", "missing", "picture_html", "refocus", "remove", "wait"]
