"""What each question finds missing, and the remedy in words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checklist import Finding, disclosure, pictures, sources
from articles.passport import CHANGED, COUNTS, NEVER
from articles.trusting.dossiers import Dossier

SHOWN = 80  # characters of a name within a sentence

RISKS = gettext_lazy(
    "No section tells side effects and risks. Write one under such a heading, or set the kind of the heading that does."
)
ADVERTISING = gettext_lazy(
    "Readers do not learn what may be paid for here and how they can tell. Fill in the “Advertising policy” in the "
    "publication's form."
)


@dataclass(frozen=True)
class Lack:
    """What is missing and how to mend it, in words.

    `target` and `text` say where in the article's form, as a finding has them; `row` is to be opened elsewhere: an
    author, or the publication.
    """

    code: str
    message: str
    target: str = ""
    text: str = ""
    row: Model | None = None


def _lack(finding: Finding, message: str = "") -> Lack:
    return Lack(finding.code, message or finding.message, finding.target, finding.text)


def authorship(dossier: Dossier) -> Iterator[Lack]:
    if not dossier.authors:
        message = _(
            "No author is named, so nobody's credentials stand behind the text. Add who wrote it; the credentials "
            "stand on the author's page."
        )
        yield Lack("author", message, "bylines-group")
    for author in dossier.authors:
        if not author.credentials.strip():
            message = _(
                "Readers do not learn what qualifies %s. Add the credentials the person really holds to the author's "
                "page; who holds none can be reviewed by somebody who does."
            )
            yield Lack("credentials", message % Truncator(author.name).chars(SHOWN), row=author)


def authority(dossier: Dossier) -> Iterator[Lack]:
    """Somebody qualified wrote it, or stands for it by a review."""
    is_qualified = any(author.credentials.strip() for author in dossier.authors)
    return iter(()) if is_qualified or dossier.review == COUNTS else authorship(dossier)


def attribution(dossier: Dossier) -> Iterator[Lack]:
    if not dossier.text.sources:
        message = _(
            "The article names no sources. Add what its statements rest on under “Sources”, and write [1] where the "
            "text rests on the first one."
        )
        yield Lack("sources", message, sources.TARGET)
        return
    for finding in sources.without(dossier.text):
        yield _lack(finding)


def interests(dossier: Dossier) -> Iterator[Lack]:
    rules = (disclosure.half_told, disclosure.unlabelled, disclosure.recommended)
    for finding in (found for rule in rules for found in rule(dossier.text)):
        yield _lack(finding)


def disclosed(dossier: Dossier) -> Iterator[Lack]:
    publication = dossier.text.publication
    if not (publication.about_page.strip() or publication.about.strip()):
        message = _("Readers do not learn who publishes this. Fill in “About us” in the publication's form.")
        yield Lack("about", message, row=publication)
    yield from interests(dossier)


def currency(dossier: Dossier) -> Iterator[Lack]:
    if dossier.published_at is None:
        message = _("The article has no date yet. It gets one when it is published, or set one under “Publishing”.")
        yield Lack("date", message, "id_published_at_0")
    yield from overdue(dossier)


def overdue(dossier: Dossier) -> Iterator[Lack]:
    if dossier.due_on and dossier.due_on < timezone.localdate():
        message = _("Its review was due on %s. Have it reviewed again; readers are told that it is overdue.")
        yield Lack("overdue", message % formats.date_format(dossier.due_on))


def reviewed(dossier: Dossier) -> Iterator[Lack]:
    if dossier.review == NEVER:
        message = _(
            "No medical review is recorded. Submit the article; a medical reviewer reads its preview and records the "
            "review there, with the day of the next one."
        )
        yield Lack("review", message)
    elif dossier.review == CHANGED:
        message = _("The text was changed in substance since its last medical review. Have the change reviewed.")
        yield Lack("review-changed", message)
    yield from overdue(dossier)


def section(kind: str, message: str) -> Callable[[Dossier], Iterable[Lack] | None]:
    """Return a gauge that asks for a section, of an article that has typed sections or is about a treatment."""

    def gauge(dossier: Dossier) -> Iterable[Lack] | None:
        if not (dossier.kinds or dossier.is_about_treatment):
            return None
        return [] if kind in dossier.kinds else [Lack(f"section-{kind}", str(message), "id_body")]

    return gauge


def described(dossier: Dossier) -> Iterator[Lack]:
    if dossier.text.lead is None:
        message = _(
            "There is no lead picture with an honest alternative text. Choose a picture and say what it shows, for "
            "people who cannot see it, or mark it decorative."
        )
        yield Lack("alt", message, "id_lead_image")
    for finding in (found for rule in (pictures.lead, pictures.body) for found in rule(dossier.text)):
        if finding.is_blocking:
            yield _lack(finding, f"{finding.place}: {finding.message}")


def justified(dossier: Dossier) -> Iterator[Lack]:
    if "benefits" in dossier.kinds and "risks" not in dossier.kinds:
        yield from section("risks", RISKS)(dossier) or ()
    if dossier.kinds & sources.CLAIMS and not dossier.text.sources:
        yield from attribution(dossier)


def of_publication(name: str, message: str, *others: str) -> Callable[[Dossier], Iterable[Lack]]:
    """Return a gauge that asks for a text of the publication; one of several is enough."""

    def gauge(dossier: Dossier) -> Iterable[Lack]:
        publication = dossier.text.publication
        if any(getattr(publication, each).strip() for each in (name, *others)):
            return []
        return [Lack(name, str(message), row=publication)]

    return gauge


def advertising(dossier: Dossier) -> Iterator[Lack]:
    yield from of_publication("advertising_policy", ADVERTISING)(dossier)
    yield from interests(dossier)
