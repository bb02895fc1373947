"""The words of the blog, for what is typed wrong or not yet to its end.

The full-text index itself is no model: SQLite and PostgreSQL keep it each in their own way (articles.search.stores).
"""

from django.db import models


class SearchWord(models.Model):
    """A word that stands, or stood, in an indexed article. What is offered of it is first looked up among public ones.

    No count: the words follow the articles after their transaction, and how common one is the related index knows.
    """

    word = models.CharField(max_length=60, primary_key=True)  # folded: `articles.text.terms.fold`
    backwards = models.CharField(max_length=60, db_index=True)
    sound = models.CharField(max_length=60, db_index=True)  # `articles.text.spelling.sound`
    stem = models.CharField(max_length=60, db_index=True)
    term = models.CharField(max_length=60)  # the text of its `Term`

    class Meta:
        verbose_name = "word"
        verbose_name_plural = "words"

    def __str__(self):
        return self.word
