"""What changed and is not yet in what is derived from it."""

from django.db import models


class Change(models.Model):
    """A change of an article that lists and indexes have yet to follow, or of what concerns them all (no article).

    Written in the transaction of the change itself; the refresh that has followed it deletes the row.
    """

    article_id = models.BigIntegerField(null=True)  # no foreign key: the article may be gone by then

    class Meta:
        verbose_name = "change"
        verbose_name_plural = "changes"

    def __str__(self):
        return f"article {self.article_id}" if self.article_id else "everything"

    @classmethod
    def record(cls, article_ids):
        """Note that these articles changed: for bulk writers, whose `update` and `bulk_create` send no signal."""
        cls.objects.bulk_create(cls(article_id=pk) for pk in article_ids)
