"""Replace a link wherever it stands."""

from dataclasses import dataclass
from urllib.parse import unquote

from django.db.models import Q
from django.utils.translation import gettext as _

from articles.history.retouching import retouch
from articles.models import Act, Article, OutLink
from articles.models.redirects import match_of, our_name
from articles.querysets import Status
from articles.text.links import relink


@dataclass(frozen=True)
class Replacement:
    """Which address gives way to which: the whole address, or what it begins with; "" takes the link away.

    A path such as /old-page/ also means the links to the article that stands there; an address elsewhere never does.
    """

    old: str
    new: str
    is_prefix: bool = False
    old_article: int | None = None  # the article at `old`, where that is a path of ours
    new_article: int | None = None

    @classmethod
    def of(cls, old: str, new: str, is_prefix: bool = False) -> "Replacement":
        return cls(old, new, is_prefix, None if is_prefix else article_at(old), None if is_prefix else article_at(new))

    def is_meant(self, href: str, article: int | None) -> bool:
        if article is not None:  # its stored address may be an earlier one
            return article == self.old_article
        if self.is_prefix:
            return href.startswith(self.old)
        return bool(href) and href.rstrip("/") == self.old.rstrip("/")

    def target(self, href: str, article: int | None) -> tuple[str, int | None] | str | None:
        """Say where a link leads from now on, as `relink` asks."""
        if not self.is_meant(href, article):
            return None
        if not self.new:
            return ""
        return (self.new + href[len(self.old) :] if self.is_prefix else self.new), self.new_article

    def __str__(self):
        if not self.new:
            return _("Link taken away: %s") % self.old
        return f"{self.old} → {self.new}"


def article_at(address: str) -> int | None:
    """Return the key of the article whose own address this path is."""
    if not address.startswith("/"):
        return None
    match = match_of(unquote(address))
    if match is None or our_name(match) != "detail":
        return None
    return Article.objects.originals().filter(slug=match.kwargs["slug"]).values_list("pk", flat=True).first()


def linking(replacement: Replacement):
    """Return the articles, drafts and copies too but nothing from the trash, that may have such a link."""
    old = replacement.old
    is_there = Q(url__startswith=old) if replacement.is_prefix else Q(url__in=[old, old.rstrip("/"), f"{old}/"])
    if replacement.old_article:
        is_there |= Q(target=replacement.old_article)
    found = OutLink.objects.filter(is_there).values("article")
    return Article.objects.filter(pk__in=found).exclude(status=Status.TRASHED).order_by("title", "pk")


def replace(replacement: Replacement, article: Article, user=None) -> bool:
    """Replace the link in one article; return whether it was there. Raises what `retouch` does."""

    def put(article):
        body = relink(article.body, replacement.target)
        if body != article.body:
            article.body = body
            article.save(update_fields=["body"])

    return retouch(article, put, user, Act.Verb.RELINKED, str(replacement))
