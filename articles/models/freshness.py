"""How often what the public sees has changed."""

from django.db import models
from django.db.models import Q


class Freshness(models.Model):
    """One row; every refresh raises it in its transaction, and nothing that readers cannot see does."""

    version = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "freshness"
        verbose_name_plural = "freshness"
        constraints = [models.CheckConstraint(name="freshness_is_one", condition=Q(pk=1))]

    def __str__(self):
        return f"version {self.version}"
