"""The articles next to an article."""
