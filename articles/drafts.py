"""Unsaved text, kept as it stands in a form until that is saved; and who has which article's form open."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Autosave, Presence

Pairs = list[list[str]]

KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")  # what a form is called from its opening to its save
LONGEST = 2_000_000  # bytes of a request
MOST_FIELDS = 2000
MOST_FORMS = 100  # never saved ones of a person
NOT_KEPT = {"csrfmiddlewaretoken", "_unsaved"}
HERE = timedelta(seconds=75)
RENEWED = timedelta(seconds=15)
KEPT_FOR = timedelta(days=60)
HIGHEST = 2**31 - 1  # what a database takes for a version


@dataclass
class TextElsewhere(Exception):
    """Another form of the same person holds unsaved text of the article: `autosave`, which must not be lost."""

    autosave: Autosave


def checked(data) -> Pairs:
    """Return names and values as a form posts them; raise ValidationError for anything else."""
    is_form = isinstance(data, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair) for pair in data
    )
    if not is_form or any(len(name) > 200 for name, _value in data):
        raise ValidationError(_("What arrived is no form. Reload the page; your text stays in this browser."))
    if len(data) > MOST_FIELDS:
        words = ngettext(
            "The form has more than %d field: it is kept in this browser only.",
            "The form has more than %d fields: it is kept in this browser only.",
            MOST_FIELDS,
        )
        raise ValidationError(words % MOST_FIELDS)
    return [[_storable(name), _storable(value)] for name, value in data if name not in NOT_KEPT]


def _storable(text: str) -> str:
    """Leave out what no database takes: NUL, and halves of characters."""
    return text.replace("\0", "").encode(errors="replace").decode()


def demand_key(form_key) -> None:
    if not isinstance(form_key, str) or not KEY.fullmatch(form_key):
        raise ValidationError(_("The form has no key. Reload the page; your text stays in this browser."))


def keep(user, article: Article | None, form_key: str, data: Pairs, seen_version: int = 0) -> Autosave:
    """Keep the form as it stands: one a person and article, or one a form where the article was never saved.

    Raises ValidationError for what is no form or too much, TextElsewhere where another form's text would be lost.
    """
    demand_key(form_key)
    values = {"data": checked(data), "seen_version": min(max(0, seen_version), HIGHEST), "saved_at": timezone.now()}
    mine = Autosave.objects.filter(user=user, article=article, form_key=form_key)
    with transaction.atomic():
        if not mine.update(**values):
            if article is None:
                _demand_room(user)
            row, is_new = Autosave.objects.get_or_create(
                user=user, article=article, **({"form_key": form_key} if article is None else {}),
                defaults=values | {"form_key": form_key},
            )  # fmt: skip
            if not is_new and row.form_key != form_key:
                raise TextElsewhere(row)
    return Autosave(user=user, article=article, form_key=form_key, **values)


def _demand_room(user) -> None:
    if Autosave.objects.filter(user=user, article=None).count() >= MOST_FORMS:
        raise ValidationError(
            _("%d new articles of yours wait unsaved. Take them up or throw them away; this one stays in this browser.")
            % MOST_FORMS
        )


def kept(user, article: Article | None) -> list[Autosave]:
    """Return the person's unsaved texts of the article, or of articles never saved; the newest first."""
    return list(Autosave.objects.filter(user=user, article=article).order_by("-saved_at")[:MOST_FORMS])


def forget(user, form_key: str) -> bool:
    """Forget what was kept of the form, since it is saved or thrown away; return whether there was anything."""
    return bool(Autosave.objects.filter(user=user, form_key=form_key).delete()[0])


def outlive(article: Article) -> None:
    """Let unsaved texts stay when the article is about to be deleted, as those of new articles."""
    Autosave.objects.filter(article=article).update(article=None)


def here(article: Article, user) -> list[str]:
    """Note that the person has the article's form open; return the names of the others who have."""
    now = timezone.now()
    rows = Presence.objects.filter(article=article, seen_at__gt=now - HERE).select_related("user").order_by("pk")
    own, others = [], []
    for row in rows:
        (own if row.user_id == user.pk else others).append(row)
    if not own or own[0].seen_at < now - RENEWED:
        Presence.objects.update_or_create(article=article, user=user, defaults={"seen_at": now})
    return [name_of(row.user) for row in others]


def gone(article: Article, user) -> None:
    """Note that the person has closed the article's form."""
    Presence.objects.filter(article=article, user=user).delete()


def name_of(user) -> str:
    """Return the name by which colleagues know the user."""
    return (user.get_full_name() if hasattr(user, "get_full_name") else "") or str(user)


def prune() -> int:
    """Delete what nobody took up for long, and who was here yesterday; return how many texts that were."""
    now = timezone.now()
    Presence.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    return Autosave.objects.filter(saved_at__lt=now - KEPT_FOR).delete()[0]
