"""Who is to see to which reviews: a list for each responsible person, and its mail."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import conf
from articles.history.telling import editors, reviewers
from articles.models import Act, Article
from articles.passport import CHANGED
from articles.querysets import HEAVY
from articles.reviewing.overview import of_state, waits


@dataclass
class Agenda:
    """What one person is to see to; an article stands once, in the first list that it belongs to."""

    person: object
    waiting: list[Article] = field(default_factory=list)  # submitted, and not reviewed since
    overdue: list[Article] = field(default_factory=list)
    due: list[Article] = field(default_factory=list)
    changed: list[Article] = field(default_factory=list)  # since the last review of the whole page

    @property
    def count(self) -> int:
        return len({article.pk for article in (*self.waiting, *self.overdue, *self.due, *self.changed)})

    @property
    def address(self) -> str:
        """Where mail reaches the person, "" where none does."""
        return getattr(self.person, get_user_model().get_email_field_name(), "") or ""

    @property
    def subject(self) -> str:
        return ngettext("%d medical review to see to", "%d medical reviews to see to", self.count) % self.count

    @property
    def text(self) -> str:
        """The lists in plain text."""
        parts = [
            (_("Waiting for your review:"), self.waiting, lambda article: ""),
            (_("Overdue for review:"), self.overdue, lambda article: _("since %s") % _day(article)),
            (_("Due for review soon:"), self.due, lambda article: _("on %s") % _day(article)),
            (_("Changed since the last review:"), self.changed, lambda article: ""),
        ]
        return "\n\n".join("\n".join([title, *_lines(found, words)]) for title, found, words in parts if found)


def _day(article: Article) -> str:
    return formats.date_format(article.review_due_on)


def _lines(articles: Iterable[Article], words) -> list[str]:
    found = []
    for article in articles:
        note = words(article)
        found.append(f"- {article}{f' ({note})' if note else ''}")
        if address := _address(article):
            found.append(f"  {address}")
    return found


def _address(article: Article) -> str:
    """Return where the version to be read is, "" where the host has no admin for it."""
    try:
        return conf.get("ARTICLES_BASE_URL").rstrip("/") + reverse(
            "admin:articles_article_to_review", args=[article.pk]
        )
    except NoReverseMatch:
        return ""


def agendas(days: int) -> list[Agenda]:
    """Return the lists of all who have something to see to, by name; a fixed number of queries.

    Owners are responsible for what readers see: overdue, due within so many days, changed since its review; editors
    together for articles whose owner has left or who never had one. What is submitted waits for all who may review.
    """
    today = timezone.localdate()
    until = today + timedelta(days=min(days, (date.max - today).days))
    rows = Article.objects.defer(*HEAVY).select_related("owner")
    due = list(rows.published().filter(review_due_on__lte=until).order_by("review_due_on", "pk"))
    others = [each for each in rows.published().filter(of_state(CHANGED)).order_by("pk") if each not in due]
    waiting = list(rows.filter(waits()).order_by("saved_at", "pk"))
    in_charge, readers = list(editors()), list(reviewers())
    lists = defaultdict(lambda: defaultdict(list))
    people = {}
    for name, found in (("due", due), ("changed", others)):
        for article in found:
            is_there = article.owner is not None and article.owner.is_active
            for person in [article.owner] if is_there else in_charge:
                people[person.pk] = person
                kind = "overdue" if name == "due" and article.is_review_overdue else name
                lists[person.pk][kind].append(article)
    for person in readers if waiting else ():
        people[person.pk] = person
        lists[person.pk]["waiting"] = waiting
    found = [Agenda(person, **lists[pk]) for pk, person in people.items()]
    return sorted(found, key=lambda agenda: (agenda.person.get_username(), agenda.person.pk))


def unsent(found: Iterable[Agenda]) -> list[Agenda]:
    """Return the lists of those who have an address and got none today."""
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    sent = Act.objects.filter(verb=Act.Verb.REMINDED, happened_at__gte=midnight).values_list("user", flat=True)
    already = set(sent)
    return [agenda for agenda in found if agenda.address and agenda.person.pk not in already]


def send(agenda: Agenda) -> None:
    """Mail the list through Django's mail settings and note in the log that it was; raise what the mail server says."""
    send_mail(agenda.subject, agenda.text, None, [agenda.address])
    Act.record(Act.Verb.REMINDED, None, agenda.person, subject=agenda.subject)
