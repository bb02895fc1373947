"""What puts an article on a list of its own: the rows between it and its tags and authors."""

from django.db import models

from articles.querysets import ListedQuerySet


class Listed(models.Model):
    """A row that knows its article's place on the list: an index of the list's own then serves any page of it.

    Kept by `Article.save`, `Article.objects.update`, the rows' own `save`, `update` and `bulk_create`, and, for who
    writes to the database otherwise, by each refresh for what changed and by `manage.py refresh` for all. What stands
    in the list is public by the article's own row, whatever this one says.
    """

    listed_at = models.DateTimeField(null=True, editable=False)  # when the article is published; null: it is not

    objects = ListedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        article = self._meta.get_field(self.article_field)
        fields = kwargs.get("update_fields")
        if fields is None or {article.name, article.attname} & set(fields):
            place = article.related_model.objects.place(getattr(self, article.attname))
            self.listed_at = next(iter(place), None)
            if fields is not None:
                kwargs["update_fields"] = {*fields, "listed_at"}
        super().save(*args, **kwargs)
