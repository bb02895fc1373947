"""Articles, authors, tags, pictures and related posts for a health blog."""
