"""What an editor may do with an article from its form: buttons that say what they do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from articles.history.publish import may_restore, may_trash
from articles.history.review import may_send_back
from articles.history.roles import may_copy, may_publish, may_write
from articles.models import Article
from articles.querysets import Status
from articles.text.moments import moment

# The acts that save the form first, by the name of their button.
SAVE, SUBMIT, TAKE_BACK, RETURN, SCHEDULE, PUBLISH, COPY = (
    "_save", "_submit", "_take_back", "_return", "_schedule", "_publish", "_copy",
)  # fmt: skip


@dataclass(frozen=True)
class Button:
    """A button of the form, or a link to a page that asks first."""

    label: str
    name: str = ""  # of the button; "" for a link
    address: str = ""
    is_main: bool = False
    is_grave: bool = False
    saves: bool = False  # what Ctrl+S presses


def stage_of(article: Article | None) -> str:
    """Return what the form is of: new, draft, review, scheduled, live, withdrawn, trashed or copy."""
    if article is None or article.pk is None:
        return "new"
    if article.original_id:
        return "copy"
    if article.status == Status.PUBLISHED:
        return "scheduled" if article.is_scheduled else "live"
    return {Status.DRAFT: "draft", Status.IN_REVIEW: "review"}.get(article.status, article.status)


def act_address(name: str, article: Article) -> str:
    """Return the address of the page that asks before the act."""
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def buttons_for(user, article: Article | None, copy: Article | None) -> list[Button]:
    """Return the buttons, the main one first; `copy` is the article's working copy, if there is one."""
    stage = stage_of(article)
    is_editor = may_publish(user)
    if stage != "new" and not may_write(user, article):
        return _for_readers(user, article, copy)
    found = {
        "new": [],
        "draft": [],
        "review": [],
        "scheduled": [Button(_("Save changes"), SAVE, is_main=True, saves=True)],
        "live": [Button(_("Publish changes"), PUBLISH, is_main=True)],
        "withdrawn": [Button(_("Publish again"), PUBLISH, is_main=True), Button(_("Save"), SAVE, saves=True)],
        "copy": [],
    }[stage]
    if stage in ("new", "draft", "review", "copy"):
        is_copy, is_in_review = stage == "copy", article is not None and article.status == Status.IN_REVIEW
        if is_editor:
            found.append(Button(_("Publish changes") if is_copy else _("Publish"), PUBLISH, is_main=True))
            found.append(Button(_schedule_label(article), SCHEDULE))
        if not is_in_review:
            found.append(Button(_("Submit for review"), SUBMIT, is_main=not is_editor))
        elif is_editor:
            found.append(Button(_("Send back with the note"), RETURN))
        else:
            found.append(Button(_("Take back from review"), TAKE_BACK))
        found.append(Button(_("Save draft") if not is_in_review else _("Save"), SAVE, saves=True))
    if stage == "live" and not copy:
        found.append(Button(_("Edit as draft"), COPY, saves=True))
    if stage == "scheduled" or (stage == "copy" and article.replaces_at):
        found.append(Button(_("Cancel the schedule"), address=act_address("unschedule", article)))
    if stage in ("live", "scheduled"):
        found.append(Button(_("Withdraw"), address=act_address("withdraw", article), is_grave=True))
    if stage == "copy":
        found.append(Button(_("Discard changes"), address=act_address("discard", article), is_grave=True))
    elif stage != "new" and may_trash(user, article):
        found.append(Button(_("Move to trash"), address=act_address("trash", article), is_grave=True))
    return found


def _for_readers(user, article, copy) -> list[Button]:
    """Return what somebody may do who may not change the text."""
    found = []
    if may_restore(user, article):
        found.append(Button(_("Restore"), address=act_address("restore", article), is_main=True))
    if may_copy(user, article) and not copy:
        found.append(Button(_("Edit as draft"), address=act_address("edit_as_draft", article), is_main=True))
    if may_send_back(user, article):
        found.append(Button(_("Send back with a note"), address=act_address("send_back", article)))
    return found


def _schedule_label(article) -> str:
    """Name the moment, if one is set: "Schedule for 3 December 2026, 9 a.m."."""
    at = article and (article.replaces_at if article.original_id else article.published_at)
    if at and at > now():
        return _("Schedule for %s") % moment(at)
    return _("Schedule for …")
