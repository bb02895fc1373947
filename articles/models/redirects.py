"""Addresses that editors lead on by hand."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, resolve, reverse
from django.utils.translation import gettext_lazy as _

from articles import conf
from articles.models.articles import Article
from articles.models.authors import Author
from articles.models.tags import Tag
from articles.querysets import HEAVY

SLUGGED = {"detail": Article, "tag": Tag, "author": Author}  # our pages that are there for some slugs only


class Redirect(models.Model):
    """A former address outside the blog's own slugs, such as one of the site before; it leads on with a 301."""

    path = models.CharField(
        _("from"), max_length=500, unique=True,
        help_text=_("The path of the old address, such as /2019/05/old-post/."),
    )  # fmt: skip
    article = models.ForeignKey(
        "Article", models.CASCADE, null=True, blank=True, related_name="redirects", verbose_name=_("to the article"),
    )  # fmt: skip
    address = models.CharField(
        _("or to the address"), max_length=500, blank=True,
        help_text=_("A path of this site, such as /tags/skin/, or a whole address elsewhere."),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["path"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")

    def __str__(self):
        return self.path

    @classmethod
    def leading_from(cls, path):
        """Return where the path leads readers now, None for nowhere: an article must be public."""
        if "\x00" in path:  # PostgreSQL stores none and refuses the question
            return None
        found = cls.objects.filter(path=path).select_related("article").defer(*(f"article__{name}" for name in HEAVY))
        row = found.first()
        return row and row.target

    @property
    def target(self):
        """The address it leads to, None where that is an article which readers cannot open."""
        if self.article_id is None:
            return self.address
        return self.article.get_absolute_url() if self.article.is_public else None

    def clean(self):
        """Demand one target that is there, and no path that a page has; raise ValidationError in words."""
        super().clean()
        self.path, self.address = own_path(self.path), own_path(self.address)
        self._clean_path()
        self._clean_target()
        self._refuse_chains()

    def _clean_path(self):
        if not self.path.startswith("/"):
            self.path = "/" + self.path
        if urlsplit(self.path).query or self.path.startswith("//"):
            raise ValidationError(
                {"path": _("Write the path alone: one slash in front, nothing from a question mark on.")}
            )
        self.path = unquote(self.path.partition("#")[0])
        start = blog_address()
        if not self.path.startswith(start):
            message = _("Only addresses that begin with %(start)s come to the blog. Redirect this one on the server.")
            raise ValidationError({"path": ValidationError(message, params={"start": start})})
        if page_at(self.path) or page_at(f"{self.path}/"):
            raise ValidationError({"path": _("A page of this site stands at this address: readers would miss it.")})

    def _clean_target(self):
        if bool(self.article_id) == bool(self.address):
            raise ValidationError({"address": _("Choose an article or write an address: one of the two.")})
        if not self.address:
            if self.article.original_id:
                self.article = self.article.original
            if not self.article.slug:
                raise ValidationError({"article": _("This article has no address yet. Give it a slug first.")})
            if self._leads_to(self.article.get_absolute_url()):
                raise ValidationError({"article": _("It would lead to itself.")})
            return
        if not self.address.startswith(("/", "https://", "http://")):
            raise ValidationError({"address": _("Begin with a slash for a page of this site, or with https://.")})
        if self.address.startswith("//"):
            raise ValidationError({"address": _("Begin with a single slash, or with https://.")})
        if self._leads_to(self.address):
            raise ValidationError({"address": _("It would lead to itself.")})
        if self.address.startswith("/"):
            self._demand_page()

    def _leads_to(self, address):
        return unquote(address).rstrip("/") == self.path.rstrip("/")

    def _demand_page(self):
        """Have an article's address follow the article; refuse an address of this site where nothing is."""
        path = unquote(urlsplit(self.address).path)
        match = match_of(path)
        if match is not None and our_name(match) == "detail":
            self.article = Article.objects.originals().filter(slug=match.kwargs["slug"]).first()
            if self.article:
                self.address = ""
                return
        onward = Redirect.objects.filter(path=path).exclude(pk=self.pk).first()
        if onward is None and not page_at(path):
            message = _(
                "There is no page at %(path)s on this site. Where something else serves it, write its whole address."
            )
            raise ValidationError({"address": ValidationError(message, params={"path": path})})

    def _refuse_chains(self):
        """Readers are sent on once: no redirect may lead to another."""
        others = Redirect.objects.exclude(pk=self.pk)
        if self.address.startswith("/"):
            path = unquote(urlsplit(self.address).path)
            if onward := others.filter(path__in=[path, path.rstrip("/"), path.rstrip("/") + "/"]).first():
                if onward.address and self._leads_to(onward.address):
                    message = _("%(path)s leads back here: readers would go round in a circle.")
                else:
                    message = _("%(path)s itself leads on to %(target)s. Let this one lead there straight away.")
                params = {"path": onward.path, "target": onward.address or onward.article}
                raise ValidationError({"address": ValidationError(message, params=params)})
        bare = self.path.rstrip("/")
        if before := others.filter(address__in=[bare, bare + "/"]).exclude(address="").first():
            message = _("%(path)s leads to this address. Let that one lead to the new target first.")
            raise ValidationError({"path": ValidationError(message, params={"path": before.path})})


def own_path(address):
    """Return the address without this site's scheme and host, which editors paste along."""
    address, base = address.strip(), conf.get("ARTICLES_BASE_URL").rstrip("/")
    if base and (address == base or address.startswith(f"{base}/")):
        return address[len(base) :] or "/"
    return address


def blog_address():
    """Return the path that all addresses of the blog begin with."""
    try:
        return reverse("articles:list")
    except NoReverseMatch:
        return "/"


def match_of(path):
    """Return what the host's addresses make of the path, None for nothing."""
    prefix = get_script_prefix().rstrip("/")
    try:
        return resolve(path.removeprefix(prefix))
    except Resolver404:
        return None


def our_name(match):
    """Return the name of our own address that was matched, "" for a page of the host's."""
    return match.url_name if match.app_names[-1:] == ["articles"] else ""


def page_at(path):
    """Return whether a page stands at the path now, ours or the host's; a redirect is none."""
    match = match_of(path)
    if match is None or our_name(match) == "moved":
        return False
    if model := SLUGGED.get(our_name(match)):
        rows = model.objects.published() if model is Article else model.objects.public()
        return rows.filter(slug=match.kwargs["slug"]).exists()
    whatever = match_of(f"{blog_address()}no-such/page-of-ours/")
    return whatever is None or whatever.route != match.route  # else the host's last address, which takes what we leave
