"""Sources: numbers that lead to none, sources that nothing cites, old ones, none at all under claims about health."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.checklist.finding import Finding
from articles.checklist.manuscript import Manuscript
from articles.text.citing import numbers
from articles.text.identifiers import is_doi, is_pmid
from articles.text.sections import sections

TARGET = "citations-group"
CLAIMS = {"benefits", "risks", "contraindications"}  # kinds of sections that say what a treatment does
MOST = 20  # findings about numbers without a source: a typing error such as [1–900] makes no more


def without(text: Manuscript) -> Iterator[Finding]:
    """Yield the numbers in the text that have no source; they block once there is a list that they should lead to."""
    count = len(text.sources)
    lost = [number for number in numbers(text.body) if number > count]
    if lost and not count:
        message = _(
            "The text cites [%s], and the article has no sources yet. Add them under “Sources”, in the order of their "
            "numbers."
        )
        yield Finding("source-missing", "", False, _("Sources"), TARGET, message % lost[0])
        return
    for number in lost[:MOST]:
        message = ngettext(
            "The text cites [%(number)d], but the article has %(count)d source. Add one, or mend the number.",
            "The text cites [%(number)d], but the article has %(count)d sources. Add one, or mend the number.",
            count,
        )
        message %= {"number": number, "count": count}
        yield Finding("source-missing", str(number), True, _("Sources"), f"body:mark:{number}", message)


def unused(text: Manuscript) -> Iterator[Finding]:
    """Yield the sources that the text never cites."""
    cited = set(numbers(text.body))
    rest = [(number, source) for number, source in enumerate(text.sources, 1) if number not in cited]
    if rest and len(rest) == len(text.sources):
        message = _("The text cites none of its sources. Write [1] where it rests on the first one.")
        yield Finding("source-unused", "", False, _("Sources"), TARGET, message)
        return
    for number, source in rest:
        message = _(
            "The text never cites source %(number)d, “%(source)s”. Write [%(number)d] where it does, or remove it."
        )
        message %= {"number": number, "source": source.short}
        yield Finding("source-unused", str(source.pk), False, _("Sources"), TARGET, message)


def none(text: Manuscript) -> Iterator[Finding]:
    """Yield that a text says what a treatment does, and does not say how one knows."""
    if text.sources:
        return
    if any(section.kind in CLAIMS for section in sections(text.body, settings.LANGUAGE_CODE)):
        message = _(
            "The text tells benefits or risks and names no sources. Add what it rests on, and write [1] where it does."
        )
        yield Finding("no-sources", "", False, _("Sources"), TARGET, message)


def doubtful(text: Manuscript) -> Iterator[Finding]:
    """Yield sources that may have been overtaken, and numbers of works that are none."""
    for number, source in enumerate(text.sources, 1):
        named = {"number": number, "source": source.short, "years": source.age, "doi": source.doi, "pmid": source.pmid}
        if source.is_old:
            message = _(
                "Source %(number)d, “%(source)s”, is %(years)d years old. Look for a newer one, or keep it if it holds."
            )
            yield Finding("source-old", str(source.pk), False, _("Sources"), TARGET, message % named)
        if source.doi and not is_doi(source.doi):
            message = _("The DOI of source %(number)d, “%(doi)s”, is none. One begins with “10.” and has a slash.")
            yield Finding("source-doi", str(source.pk), False, _("Sources"), TARGET, message % named)
        if source.pmid and not is_pmid(source.pmid):
            message = _("The PMID of source %(number)d, “%(pmid)s”, is none. One has up to eight digits.")
            yield Finding("source-pmid", str(source.pk), False, _("Sources"), TARGET, message % named)
