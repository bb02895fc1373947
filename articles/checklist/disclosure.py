"""Who paid: what readers are not told yet, and where paid content stands beside other articles."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.checklist.finding import Finding
from articles.checklist.manuscript import Manuscript
from articles.models import Article, RelatedPick
from articles.querysets import CARD, LABEL, Status
from articles.text.endorsements import endorsements
from articles.text.keys import possible

SHOWN = 60  # characters of a title within a sentence


def half_told(text: Manuscript) -> Iterator[Finding]:
    """Yield what a sponsorship leaves open: who, what was agreed, and what kind of thing it is."""
    if text.sponsorship is None:
        return
    place = _("Sponsorship")
    if not text.sponsorship.sponsor.strip():
        message = _("Readers are told that somebody paid, but not who. Name the sponsor, or empty the sponsorship.")
        yield Finding("sponsor-unnamed", "", True, place, "id_sponsorship-0-sponsor", message)
    if not text.sponsorship.statement.strip():
        message = _("The sponsorship has no statement. Say who paid or gave what, and who decided about the text.")
        yield Finding("sponsorship-unstated", "", False, place, "id_sponsorship-0-statement", message)
    if not text.sponsorship.kind:
        message = _("Readers see “%s”. Choose the kind, so that they learn what was paid for.") % text.sponsorship.label
        yield Finding("sponsorship-kindless", "", False, place, "id_sponsorship-0-kind", message)


def unlabelled(text: Manuscript) -> Iterator[Finding]:
    """Yield the links that search engines are told somebody pays for, while readers are not."""
    if text.sponsorship is not None:
        return
    for number, link in enumerate(text.anatomy.links, 1):
        if "sponsored" in link.rel and link.href and not link.is_lost:
            message = _(
                "“%s” is marked as sponsored, but readers are not told who pays. Fill in the sponsorship, or make it "
                "an ordinary link."
            )
            place = _("Link %s in the body") % number
            yield Finding("link-unlabelled", link.href, False, place, f"body:link:{number}", message % link.text)


def recommended(text: Manuscript) -> Iterator[Finding]:
    """Yield the businesses that the text sends its readers to, where nothing is said of who paid."""
    if text.sponsorship is not None:
        return
    seen = set()
    for number, found in enumerate(endorsements(text.text, settings.LANGUAGE_CODE), 1):
        if found.name.casefold() in seen:
            continue
        seen.add(found.name.casefold())
        message = _(
            "The text recommends “%s” and does not say why or who paid. If somebody did, fill in the sponsorship; if "
            "nobody did, say how it was chosen, or leave the name out."
        ) % Truncator(found.name).chars(SHOWN)
        target = f"body:sentence:recommended-{number}"
        yield Finding("recommendation", found.name, False, _("Body"), target, message, found.sentence)


def pins(text: Manuscript) -> Iterator[Finding]:
    """Yield where an editor's pin has put a sponsored article next to another; with its label, but by choice."""
    title = Truncator(_titled(text)).chars(SHOWN)
    for other in _sponsored_pins(text):
        message = _("“%(other)s” is pinned here with its label “%(label)s”. Keep it only if readers are served by it.")
        message %= {"other": Truncator(str(other)).chars(SHOWN), "label": other.disclosure}
        yield Finding("pins-sponsored", str(other.pk), False, _("Related articles"), "picks-group", message)
    if text.sponsorship is None or text.key is None:
        return
    rows = RelatedPick.objects.filter(other=text.key, kind=RelatedPick.Kind.PINNED, article__original=None)
    rows = rows.exclude(article__status=Status.TRASHED).exclude(article__in=text.own)
    for pick in rows.order_by("pk").select_related("article").only("article__title"):
        message = _("“%(title)s” is sponsored and pinned next to “%(other)s”, where readers did not ask for it.")
        message %= {"title": title, "other": Truncator(str(pick.article)).chars(SHOWN)}
        yield Finding("sponsored-pinned", str(pick.article_id), False, _("Sponsorship"), "sponsorship-group", message)


def _titled(text):
    return text.title.strip() or _("Untitled")


def _sponsored_pins(text):
    """Return the sponsored articles that the text pins: what the form holds, or else what is stored."""
    if text.pins is not None:
        wanted = possible(text.pins)
    elif text.own:
        pinned = RelatedPick.objects.filter(article=text.own[0], kind=RelatedPick.Kind.PINNED)
        wanted = pinned.order_by().values("other")
    else:
        return []
    rows = Article.objects.originals().filter(pk__in=wanted, sponsorship__isnull=False).order_by("pk")
    return rows.select_related("sponsorship").only(*CARD, *(f"sponsorship__{name}" for name in LABEL))
