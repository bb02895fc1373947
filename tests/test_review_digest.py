"""Each responsible person's list of reviews: who is told what, on paper and by mail, once a day."""

import io
from datetime import timedelta

import django
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.history import review
from articles.history.publish import before, change, publish
from articles.history.roles import EDITORS, REVIEWERS, WRITERS, ensure_groups
from articles.models import Act, Article
from articles.reviewing.recording import record
from articles.reviewing.reminding import agendas
from tests.make import make_article, make_author, soon

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def person(name, group, **fields):
    ensure_groups()
    user = get_user_model().objects.create_user(name, f"{name}@example.org", is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=group))
    return user


def due(title, days, owner=None, **fields):
    return make_article(title, owner=owner, review_due_on=TODAY + timedelta(days=days), **fields)


def told(days=30):
    """Return by name the titles of each list."""
    return {
        agenda.person.get_username(): {
            name: [article.title for article in found]
            for name in ("waiting", "overdue", "due", "changed")
            if (found := getattr(agenda, name))
        }
        for agenda in agendas(days)
    }


def digest(*options, **more):
    out, errors = io.StringIO(), io.StringIO()
    call_command("review_digest", *options, stdout=out, stderr=errors, **more)
    return out.getvalue() + errors.getvalue()


def test_who_is_told_what():
    ida, otto = person("ida", WRITERS), person("otto", WRITERS)
    person("rita", REVIEWERS), person("edda", EDITORS)
    gone = person("gone", WRITERS, is_active=False)
    due("Late", -1, ida)
    due("Today", 0, ida)
    due("Soon", 30, otto)
    due("Later", 31, otto)
    due("Nobody's", -9)
    due("Left behind", 5, gone)
    due("Draft", -9, ida, status="draft")
    due("Withdrawn", -9, ida, status="withdrawn")
    due("To come", -9, ida, published_at=soon(days=3))
    changed = publish(make_article("Changed", status="draft", owner=otto))
    record(changed.revisions.get(), make_author("Dora", credentials="MD"), None, TODAY)
    since = before(changed.pk)
    changed.body = "<p>Other.</p>"
    changed.save()
    change(changed, since)
    review.submit(make_article("Waits", status="draft", owner=ida))
    assert told() == {
        "edda": {"waiting": ["Waits"], "overdue": ["Nobody's"], "due": ["Left behind"]},
        "ida": {"overdue": ["Late"], "due": ["Today"]},
        "otto": {"due": ["Soon"], "changed": ["Changed"]},
        "rita": {"waiting": ["Waits"]},
    }
    assert told(0)["otto"] == {"changed": ["Changed"]}
    assert told(10**9)["otto"]["due"] == ["Soon", "Later"]


def test_what_is_overdue_and_changed_stands_once():
    ida = person("ida", WRITERS)
    changed = publish(make_article("Changed", status="draft", owner=ida))
    record(changed.revisions.get(), make_author("Dora", credentials="MD"), None, TODAY)
    since = before(changed.pk)
    changed.body = "<p>Other.</p>"
    changed.save()
    change(changed, since)
    Article.objects.update(review_due_on=TODAY - timedelta(days=1))
    assert told() == {"ida": {"overdue": ["Changed"]}}


def test_the_queries_do_not_grow():
    ida = person("ida", WRITERS)
    due("Late", -1, ida)
    review.submit(make_article("Waits", status="draft"))
    with CaptureQueriesContext(connection) as few:
        told()
    for number in range(9):
        due(f"Late {number}", -1, person(f"ida {number}", EDITORS))
        review.submit(make_article(f"Waits {number}", status="draft"))
    with CaptureQueriesContext(connection) as many:
        told()
    assert len(few) == len(many)


def test_it_prints(settings):
    settings.ARTICLES_BASE_URL = "https://blog.example.org"
    late = due("Late", -1, person("ida", WRITERS))
    said = digest()
    assert "ida <ida@example.org>: 1 medical review to see to" in said
    assert f"- Late (since {timezone.localdate() - timedelta(days=1):%b}" in said
    assert f"  https://blog.example.org/admin/articles/article/{late.pk}/review/" in said
    assert not mail.outbox
    assert digest("--days", "0") == said


def test_nothing_to_say():
    assert "No review is overdue" in digest()
    assert digest("--mail", verbosity=0) == ""


def test_it_mails_each_their_own_once_a_day():
    due("Late", -1, person("ida", WRITERS))
    due("Mine", 3, person("otto", WRITERS))
    due("Unreachable", -1, person("mute", WRITERS))
    get_user_model().objects.filter(username="mute").update(email="")
    assert "2 mailed, 1 left out" in digest("--mail")
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["ida@example.org"], "1 medical review to see to"),
        (["otto@example.org"], "1 medical review to see to"),
    ]
    assert "Late" in mail.outbox[0].body
    assert "Mine" not in mail.outbox[0].body
    assert "0 mailed, 3 left out" in digest("--mail")
    assert len(mail.outbox) == 2
    Act.objects.update(happened_at=soon(days=-1))
    digest("--mail")
    assert len(mail.outbox) == 4
    assert Act.objects.filter(verb=Act.Verb.REMINDED).count() == 4


def test_a_mail_that_fails_is_tried_again(settings):
    mail_by(settings, "smtp", host="127.0.0.1", port=1)  # nothing listens there
    due("Late", -1, person("ida", WRITERS))
    with pytest.raises(CommandError, match="1 could not be mailed"):
        digest("--mail")
    assert not Act.objects.filter(verb=Act.Verb.REMINDED).exists()
    mail_by(settings, "locmem")
    assert "1 mailed" in digest("--mail")


def mail_by(settings, backend, **options):
    backend = f"django.core.mail.backends.{backend}.EmailBackend"
    if django.VERSION >= (6, 1):
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
        return
    settings.EMAIL_BACKEND = backend
    for name, value in options.items():
        setattr(settings, f"EMAIL_{name.upper()}", value)


def test_days_are_not_negative():
    with pytest.raises(CommandError, match="--days -1"):
        digest("--days", "-1")


def test_help(capsys):
    with pytest.raises(SystemExit):
        call_command("review_digest", "--help")
    said = " ".join(capsys.readouterr().out.split())
    assert "at most once a day" in said
    assert "--days" in said
    assert "--mail" in said
