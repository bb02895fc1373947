"""The demo's articles, authors and pictures."""
