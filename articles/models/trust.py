"""What an article rests on, who checked it and who paid for it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.querysets import ReviewQuerySet, SourceQuerySet
from articles.text import identifiers
from articles.text.hosts import as_host, host_of
from articles.text.html import excerpt, scheme

OLD = 5  # years after which a source may have been overtaken


class Review(models.Model):
    """A medical reviewer read one revision and vouches for it. Written once, never changed or deleted by hand."""

    class Scope(models.TextChoices):
        WHOLE = "whole", _("Whole page")
        SECTIONS = "sections", _("Named sections")

    article = models.ForeignKey("Article", models.CASCADE, related_name="reviews", verbose_name=_("article"))
    revision = models.ForeignKey("Revision", models.RESTRICT, related_name="reviews", verbose_name=_("revision"))
    reviewer = models.ForeignKey("Author", models.PROTECT, related_name="reviews", verbose_name=_("reviewer"))
    name = models.CharField(_("name"), max_length=200)  # as of then, like the credentials
    credentials = models.CharField(_("credentials"), max_length=200, blank=True)
    reviewed_on = models.DateField(_("reviewed"))
    scope = models.CharField(_("scope"), max_length=8, choices=Scope, default=Scope.WHOLE)
    sections = models.JSONField(_("sections"), default=list, blank=True)  # the headings of those that were read
    evidence = models.TextField(
        _("evidence checked"), blank=True, help_text=_("What the text was held against, such as guidelines by name.")
    )
    next_due_on = models.DateField(_("next review due"), null=True, blank=True)  # none after a partial review
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )
    created_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_on", "-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [models.Index(fields=["article", "-reviewed_on", "-id"], name="review_newest")]

    def __str__(self):
        return f"{self.article}: {self.signature}, {self.reviewed_on:%Y-%m-%d}"

    def save(self, *args, **kwargs):
        """Store a new review; raise TypeError for one that is stored already."""
        if not self._state.adding:
            raise TypeError("A review is never changed. Record another one.")
        super().save(*args, **kwargs)

    @property
    def is_whole(self):
        return self.scope == self.Scope.WHOLE

    @property
    def signature(self):
        """Name and credentials as of then."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


class Source(models.Model):
    """A work that articles rest on; one source serves many articles."""

    class Kind(models.TextChoices):
        GUIDELINE = "guideline", _("Guideline")
        SYNTHESIS = "review", _("Systematic review")
        TRIAL = "trial", _("Clinical trial")
        STUDY = "study", _("Other study")
        OFFICIAL = "official", _("Health authority")
        BOOK = "book", _("Book")
        OTHER = "other", _("Other")

    text = models.TextField(
        _("text"), help_text=_("As readers see it: authors, title, where and when it appeared. Plain text.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OTHER)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    doi = models.CharField(
        "DOI", max_length=250, blank=True, help_text=_("Such as 10.1000/182. An address at doi.org will do.")
    )
    pmid = models.CharField(
        "PMID", max_length=8, blank=True, help_text=_("The number in PubMed. An address of PubMed will do.")
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["text", "pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                name=f"source_{name}_once",
                fields=[name],
                condition=~Q(**{name: ""}),
                violation_error_message=_("Another source has this number. Use that one."),
            )
            for name in ("doi", "pmid")
        ]

    def __str__(self):
        return self.text

    def tidy(self):
        """Bring text and numbers into their one form; a number that is none stays as it was typed."""
        self.text = " ".join(self.text.replace("\x00", "").split())
        self.url = self.url.replace("\x00", "").strip()
        self.doi = identifiers.tidy_doi(self.doi)
        self.pmid = identifiers.tidy_pmid(self.pmid)

    def clean(self):
        """Raise ValidationError for a DOI or PMID of the wrong form, one of another source, or a year to come."""
        self.tidy()
        wrong = {}
        if self.doi and not identifiers.is_doi(self.doi):
            wrong["doi"] = _("This is no DOI. One begins with “10.” and has a slash, such as 10.1000/182.")
        if self.pmid and not identifiers.is_pmid(self.pmid):
            wrong["pmid"] = _("This is no PMID. One has up to eight digits and no letters; “PMC…” is another number.")
        if self.year is not None and not 1000 <= self.year <= timezone.localdate().year + 1:
            wrong["year"] = _("Write the year in which it appeared, in four digits, or leave it empty.")
        for name in {"doi", "pmid"} - wrong.keys():
            if value := getattr(self, name):
                twin = Source.objects.filter(**{name: value}).exclude(pk=self.pk).order_by().first()
                if twin:
                    wrong[name] = _("The source “%s” has this number already. Use that one.") % twin.short
        if wrong:
            raise ValidationError(wrong)

    def save(self, *args, **kwargs):
        self.tidy()
        with transaction.atomic():  # what follows the save is noted in the same transaction
            super().save(*args, **kwargs)

    @property
    def short(self):
        """Its text, cut for a line."""
        return excerpt(self.text, 80)

    @property
    def doi_address(self):
        return identifiers.doi_address(self.doi)

    @property
    def pmid_address(self):
        return identifiers.pmid_address(self.pmid)

    @property
    def web_address(self):
        """Its own address, "" for anything a reader's browser should not open."""
        return self.url if scheme(self.url) in ("http", "https") else ""

    @property
    def site(self):
        """The host of its own address, as a link's words."""
        return (urlsplit(self.web_address).hostname or self.web_address).removeprefix("www.")

    @property
    def age(self):
        """Whole years since the year in which it appeared; None where that is not known."""
        return None if self.year is None else timezone.localdate().year - self.year

    @property
    def is_old(self):
        return self.age is not None and self.age > OLD


class Citation(models.Model):
    """A source of an article; its number in the text is its rank among the article's, from 1."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="citations", verbose_name=_("article"))
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name=_("source"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("source of the article")
        verbose_name_plural = _("sources of the article")
        constraints = [
            models.UniqueConstraint(
                name="citation_once_a_source",
                fields=["article", "source"],
                violation_error_message=_("This source stands in the list twice. Remove one of the two rows."),
            )
        ]

    def __str__(self):
        return str(self.source)


class Sponsorship(models.Model):
    """Who paid for an article, or has an interest in it: readers are told wherever they meet the article."""

    class Kind(models.TextChoices):
        PAID = "paid", _("Paid post")
        AFFILIATE = "affiliate", _("Affiliate links")
        PRODUCT = "product", _("Product provided")
        GUEST = "guest", _("Guest post by an interested party")

    article = models.OneToOneField("Article", models.CASCADE, related_name="sponsorship", verbose_name=_("article"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, blank=True)
    sponsor = models.CharField(_("sponsor"), max_length=200, blank=True)
    url = models.URLField(_("sponsor's address"), max_length=1000, blank=True)
    statement = models.TextField(
        _("statement"), blank=True,
        help_text=_("What readers are told in full: who paid or gave what, and who decided about the text."),
    )  # fmt: skip
    domains = models.TextField(
        _("sponsor's domains"), blank=True,
        help_text=_("One a line, such as example.com. Links to them are marked as sponsored by themselves."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("sponsorship")
        verbose_name_plural = _("sponsorships")

    def __str__(self):
        return self.sponsor or self.get_kind_display()

    def clean(self):
        """Refuse a line of `domains` that is no domain, naming it; raise ValidationError on the field."""
        super().clean()
        if wrong := [line for line in self._lines() if not as_host(line)]:
            message = _("“%s” is no domain. Write one a line, such as example.com, without a path.")
            raise ValidationError({"domains": [message % line[:100] for line in wrong]})

    @property
    def label(self):
        """What readers are told wherever they meet the article, such as "Paid post by Acme"; never empty."""
        named, unnamed = LABELS[self.kind if self.kind in LABELS else ""]
        sponsor = " ".join(self.sponsor.split())
        return named % {"sponsor": sponsor} if sponsor else str(unnamed)

    @property
    def link(self):
        """The sponsor's address where it is a web page's, else ""."""
        return self.url if host_of(self.url) else ""

    @property
    def hosts(self):
        """The sponsor's hosts as links have them: those of `domains`, and that of `url`; subdomains belong to them."""
        found = [as_host(line) for line in self._lines()] + [host_of(self.url)]
        return frozenset(host for host in found if host)

    def _lines(self):
        return [line.strip() for line in self.domains.splitlines() if line.strip()]


# By kind: with the sponsor's name, and where nobody has filled it in yet.
LABELS = {
    Sponsorship.Kind.PAID: (_("Paid post by %(sponsor)s"), _("Paid post")),
    Sponsorship.Kind.AFFILIATE: (_("Affiliate links to %(sponsor)s"), _("Affiliate links")),
    Sponsorship.Kind.PRODUCT: (_("Product provided by %(sponsor)s"), _("Product provided")),
    Sponsorship.Kind.GUEST: (
        _("Guest post by %(sponsor)s, an interested party"),
        _("Guest post by an interested party"),
    ),
    "": (_("Sponsored by %(sponsor)s"), _("Sponsored")),
}  # fmt: skip


def labelled(words, label):
    """Return a title as a place of plain words shows it: the label first, since such places cut the end off."""
    return _("%(label)s: %(title)s") % {"label": label, "title": words} if label else words
