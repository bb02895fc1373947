"""How hard the text is to read, in words an editor can act upon."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.checklist.finding import Finding
from articles.checklist.manuscript import Manuscript

# The last year of school of each band; what lies above the last is the hardest.
BANDS = (5, 8, 10, 12)


@dataclass(frozen=True)
class Level:
    """How hard the text is: a band in words, whether that is more than the publication aims at, the long sentences."""

    band: str
    aim: str
    is_too_hard: bool
    longest: list[str]


def level(text: Manuscript) -> Level:
    """Return how hard the text is to read, by its prose alone."""
    reading = text.reading
    aim = text.publication.reading_grade
    if reading.grade is None:
        return Level(_("Too short to tell: a hundred words are needed."), "", False, reading.longest)
    return Level(
        band=_band(reading.grade),
        aim=_("You aim at readers with %s years of school.") % aim,
        is_too_hard=_is_too_hard(reading, aim),
        longest=reading.longest,
    )


def hard(text: Manuscript) -> Iterator[Finding]:
    """Yield whether the text asks for more years of school than the publication aims at."""
    reading, aim = text.reading, text.publication.reading_grade
    if reading.grade is not None and _is_too_hard(reading, aim):
        message = _("%(band)s You aim at %(aim)s. Shorten the longest sentences, and choose shorter words.")
        yield Finding(
            "hard", "", False, _("Body"), "checklist-reading", message % {"band": _band(reading.grade), "aim": aim}
        )


def _is_too_hard(reading, aim):
    return round(reading.grade) > aim


def _band(grade):
    very_easy, easy, medium, hard = BANDS
    years = round(grade)
    if years <= very_easy:
        return _("Very easy: five years of school are enough.")
    if years <= easy:
        return _("Easy: six to eight years of school.")
    if years <= medium:
        return _("Medium: nine to ten years of school.")
    if years <= hard:
        return _("Hard: eleven to twelve years of school.")
    return _("Very hard: more than twelve years of school.")
