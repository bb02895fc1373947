"""Do what the pressed button of the article's form says, once everything in the form is stored."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin import buttons
from articles.admin.states import state_of
from articles.history import copies, publish, review
from articles.history.snapshot import snapshot
from articles.models import Article
from articles.querysets import Status
from articles.text.moments import moment


def standing(request, article):
    """Return what the form says of the article's state, and the buttons it offers; `article` is None for a new one."""
    copy = copies.copy_of(article) if article and not article.original_id else None
    return {
        "stage": buttons.stage_of(article),
        "state": state_of(article) if article else None,
        "buttons": buttons.buttons_for(request.user, article, copy),
        "copy": copy,
        "is_behind": bool(article and article.original_id and article.original.version != article.original_version),
        "asks_for_confirmation": getattr(request, "asks_for_confirmation", "confirm" in request.GET),
        "purge_at": publish.purge_at(article) if article and article.status == Status.TRASHED else None,
    }


def act(request, article, fields):
    """Act on the article that was just saved; leave on the request what to show next (`shown`) and a message (`said`).

    `fields` are the form's cleaned values. A change of what is public that cannot be made raises ValidationError, and
    nothing is saved. Of anything else the text stays saved, and the message says what stands in the way.
    """
    request.shown = article
    if request.since:
        request.shown, request.said = _change_public(request, article, fields)
        return
    try:
        with transaction.atomic():
            request.shown, request.said = _press(request, article, fields)
    except ValidationError as error:  # only publication demands completeness
        request.asks_for_confirmation = isinstance(error, publish.TooMuchForATypo)
        words = _("Your text is saved, but it goes no further yet. %s") % " ".join(error.messages)
        request.shown, request.said = article, (messages.ERROR, words)


def _change_public(request, article, fields):
    """Publish the change at once, or, for the button that says so, move it into a working copy."""
    if request.savepoint:
        holding = snapshot(article)
        connection.savepoint_rollback(request.savepoint)
        copy = copies.edit_as_draft(Article.objects.get(pk=article.pk), request.user, holding)
        copy.tags.set(fields["tags"])  # a new one went with what was rolled back
        words = _("You are editing a working copy. Readers see the public text until you publish its changes.")
        return copy, (messages.SUCCESS, words)
    kind, note = _kind_and_note(fields)
    is_confirmed = "is_confirmed" in request.POST
    if not publish.change(article, request.since, request.user, kind, note, is_confirmed=is_confirmed):
        words = _("Nothing was changed.")
    elif article.is_scheduled:
        words = _("Saved. It appears on %s.") % moment(article.published_at)
    elif article.is_public:
        words = _("Readers see the changes now.")
    else:
        words = _("Saved. Readers do not see it: it was taken down on %s.") % moment(article.expires_at)
    return article, (messages.SUCCESS, words)


def _kind_and_note(fields):
    return fields.get("change_kind") or publish.Kind.UPDATE, fields.get("change_note", "")


def _is_newest(request, copy):
    """Whether the editor puts the copy in the place of the public text as it is now, having seen that it changed."""
    return request.POST.get("is_newest") == str(copy.original.version)


def _press(request, article, fields):
    """Do what the button says; return what to show next, and a message."""
    user, pressed, note = request.user, request.POST, fields.get("handover_note", "")
    if buttons.PUBLISH in pressed and article.original_id:
        kind, change_note = _kind_and_note(fields)
        is_confirmed = "is_confirmed" in pressed
        original = copies.publish_copy(article, user, kind, change_note, is_confirmed, _is_newest(request, article))
        return original, (messages.SUCCESS, _("Readers see the changes now."))
    if buttons.PUBLISH in pressed:
        is_later = article.published_at and article.published_at > timezone.now()
        publish.publish(article, user, timezone.now() if is_later else None)
        words = _("“%s” is public now.")
    elif buttons.SCHEDULE in pressed:
        return article, (messages.SUCCESS, _schedule(request, article, fields))
    elif buttons.SUBMIT in pressed:
        review.submit(article, user, note)
        words = _("“%s” is submitted for review.")
    elif buttons.TAKE_BACK in pressed:
        review.take_back(article, user)
        words = _("“%s” is a draft again.")
    elif buttons.RETURN in pressed:
        review.send_back(article, user, note)
        words = _("“%s” is sent back.")
    else:
        words = _("“%s” is saved.")
    return article, (messages.SUCCESS, words % article)


def _schedule(request, article, fields):
    """Schedule the article, or the changes of a working copy; return the message."""
    publish.demand_permission(request.user)
    at = fields.get("changes_at") if article.original_id else article.published_at
    if at is None or at <= timezone.now():
        raise ValidationError(_("Set a date and a time in the future, then schedule."))
    if article.original_id:
        kind, note = _kind_and_note(fields)
        copies.schedule(article, at, request.user, kind, note, _is_newest(request, article))
        return _("The changes replace the public text on %s.") % moment(at)
    publish.publish(article, request.user, at)
    return _("It appears on %s.") % moment(at)
