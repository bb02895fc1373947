"""What stands between a draft and the public."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.models import Article
from articles.text import html

PLACEHOLDER = re.compile(
    r"(image|picture|photo|img)?\s*(default|placeholder|untitled)?|(image|picture|photo)\s*\d*", re.I
)
FILE_NAME = re.compile(r"\S+\.(jpe?g|png|gif|webp|avif|heic|svg)", re.I)
LONGEST_ALT = 150


@dataclass(frozen=True)
class Finding:
    """One thing to mend: whether it blocks publication, where it is, and what to do."""

    is_blocking: bool
    place: str
    message: str


def is_placeholder(alt: str) -> bool:
    """Return whether an alternative text says nothing: empty, "Image default", "photo 3", a file's name."""
    return bool(PLACEHOLDER.fullmatch(alt.strip()) or FILE_NAME.fullmatch(alt.strip()))


def findings(article: Article) -> list[Finding]:
    """Return what a reader would miss or stumble over, blocking findings first."""
    found = [*_missing(article), *_lead_picture(article), *_headings(article), *_body_pictures(article)]
    return sorted(found, key=lambda finding: not finding.is_blocking)


def _missing(article):
    if not article.title.strip():
        yield Finding(True, _("Title"), _("The article has no title. Write one."))
    if not article.standfirst.strip():
        yield Finding(
            True, _("Standfirst"), _("There is no standfirst. Say in a sentence or two what readers will learn.")
        )
    if not article.bylines.exists():
        yield Finding(True, _("Bylines"), _("No author is named. Add at least one."))
    if not article.word_count:
        yield Finding(True, _("Body"), _("The article has no text yet."))
    if not article.tags.exists():
        yield Finding(
            False, _("Tags"), _("There are no tags. Add one or two, so that readers find the article by topic.")
        )


def _alt(place, alt, article, caption):
    if is_placeholder(alt):
        yield Finding(
            True, place, _("The picture has no honest alternative text. Say what it shows, or mark it decorative.")
        )
    elif alt.strip().casefold() in {article.title.strip().casefold(), caption.strip().casefold()}:
        yield Finding(
            True, place, _("The alternative text repeats the title or the caption. Say what the picture shows.")
        )
    elif len(alt) > LONGEST_ALT:
        yield Finding(True, place, _("The alternative text is longer than 150 characters. Shorten it."))


def _lead_picture(article):
    if article.lead_image is None:
        yield Finding(
            False, _("Lead picture"), _("There is no lead picture. Lists and shared links look bare without one.")
        )
    elif not article.lead_is_decorative:
        yield from _alt(_("Lead picture"), article.lead_alt, article, article.lead_image.caption)


def _headings(article):
    level = 1
    for found, _anchor, text in article.contents:
        if found > level + 1:
            message = _("The heading “%(text)s” skips a level. Make it a heading %(level)s.")
            yield Finding(True, _("Body"), message % {"text": text, "level": level + 1})
        level = found


def _body_pictures(article):
    for number, attributes in enumerate(html.images(article.body), 1):
        place = _("Picture %s in the body") % number
        if "data-file" not in attributes:
            yield Finding(True, place, _("Readers do not see this picture: it is not in the library. Upload it there."))
        elif attributes.get("data-decorative") != "true":
            yield from _alt(place, attributes.get("alt", ""), article, caption="")
