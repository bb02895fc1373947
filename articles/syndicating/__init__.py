"""Articles for other programs to show: the whole text with whole addresses, and the forms of feeds."""

from articles.syndicating.entries import Entry, entries
from articles.syndicating.forms import AtomFeed, JsonFeed, RssFeed

__all__ = ["AtomFeed", "Entry", "JsonFeed", "RssFeed", "entries"]
