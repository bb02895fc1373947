"""What editors leave at an article and readers never see: comments, unsaved text, preview links, a log of acts."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Comment(models.Model):
    """A remark of one editor to the others, also the note with which an article is handed over or sent back."""

    class Kind(models.TextChoices):
        REMARK = "remark", _("Comment")
        SUBMITTED = "submitted", _("Submitted for review")
        RETURNED = "returned", _("Sent back")

    article = models.ForeignKey("Article", models.CASCADE, related_name="comments", verbose_name=_("article"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REMARK)
    text = models.TextField(_("text"), blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self):
        return self.text[:80]


class Autosave(models.Model):
    """A form as it stood in the browser: one a person and article, or one a form of a never saved article."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    article = models.ForeignKey("Article", models.CASCADE, null=True, related_name="autosaves")
    form_key = models.CharField(max_length=40, blank=True)  # of a form whose article has never been saved
    data = models.JSONField(default=list)  # names and values as the form would post them, inlines and all
    seen_version = models.PositiveIntegerField(default=0)  # of the article, when the form was opened
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [
            models.UniqueConstraint(
                name="autosave_once_an_article", fields=["user", "article"], condition=Q(article__isnull=False)
            ),
            models.UniqueConstraint(
                name="autosave_once_a_form", fields=["user", "form_key"], condition=Q(article__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.saved_at}"


class Presence(models.Model):
    """Who has an article's form open; a row that was not renewed for a while says nothing."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(name="presence_once_a_person", fields=["article", "user"])]

    def __str__(self):
        return f"{self.user}, {self.article_id}"


def new_key():
    """Return a key that nobody guesses."""
    return secrets.token_urlsafe(24)


class PreviewLink(models.Model):
    """A way to an article that is not public, for someone without a login; until it expires or is revoked."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="preview_links", verbose_name=_("article"))
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("user")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self):
        return f"{self.article_id}, {self.expires_at}"


class Act(models.Model):
    """One entry of the log: who did what to which article, tag or address, and when."""

    class Verb(models.TextChoices):
        SUBMITTED = "submitted", _("submitted for review")
        RETURNED = "returned", _("sent back")
        PUBLISHED = "published", _("published")
        CHANGED = "changed", _("published changes of")
        SCHEDULED = "scheduled", _("scheduled")
        UNSCHEDULED = "unplanned", _("cancelled the schedule of")
        FAILED = "failed", _("could not publish the scheduled changes of")
        WITHDREW = "withdrew", _("withdrew")
        TRASHED = "trashed", _("moved to the trash")
        RESTORED = "restored", _("took out of the trash")
        PURGED = "purged", _("deleted for good")
        COPIED = "copied", _("made a working copy of")
        DISCARDED = "discarded", _("discarded the working copy of")
        REVERTED = "reverted", _("restored an earlier version of")
        MERGED = "merged", _("merged others into")
        TAGGED = "tagged", _("changed the tags of")
        SIGNED = "signed", _("changed the authors of")
        RELINKED = "relinked", _("replaced a link in")
        REDIRECTED = "redirected", _("changed the redirect of")
        REVIEWED = "reviewed", _("recorded a medical review of")
        REMINDED = "reminded", _("was sent the list of reviews:")

    article = models.ForeignKey("Article", models.SET_NULL, null=True, related_name="acts", verbose_name=_("article"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("user")
    )
    verb = models.CharField(_("act"), max_length=10, choices=Verb)
    subject = models.CharField(_("what"), max_length=300, blank=True)  # its title then: it may change or go
    detail = models.TextField(_("detail"), blank=True)
    happened_at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        verbose_name = _("act")
        verbose_name_plural = _("log of acts")

    def __str__(self):
        return f"{self.user or _('The system')} {self.get_verb_display()} {self.subject}"

    @classmethod
    def record(cls, verb, article=None, user=None, subject="", detail=""):
        """Write the entry; an article's own title is its subject."""
        return cls.objects.create(
            verb=verb, article=article, user=user, subject=(subject or str(article or ""))[:300], detail=detail
        )
