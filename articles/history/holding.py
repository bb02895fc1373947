"""Hold an article for a change that was decided on a page which somebody looked at for a while."""

from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles.models import Article


class Stale(ValidationError):
    """The article is gone, or was saved after the page with the decision had been opened."""


def hold(pk: int, version: int | None) -> Article:
    """Return the article, nobody else's until the transaction ends; raise Stale unless it has that version still."""
    article = Article.objects.select_for_update().filter(pk=pk).first()
    if article is None:
        raise Stale(_("Somebody deleted it meanwhile."))
    if article.version != version:
        words = _("%(user)s saved it at %(time)s, after this page had been opened. Look at it again.")
        time = formats.time_format(timezone.localtime(article.saved_at))
        raise Stale(words % {"user": article.saved_by or _("Somebody"), "time": time})
    return article
