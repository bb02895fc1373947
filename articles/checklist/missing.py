"""What is not there yet, and headings that readers of the outline stumble over."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.checklist.finding import Finding
from articles.checklist.manuscript import Manuscript


def missing(text: Manuscript) -> Iterator[Finding]:
    """Yield what an article needs and this one has not."""
    if not text.title.strip():
        yield Finding("no-title", "", True, _("Title"), "id_title", _("The article has no title. Write one."))
    if not text.standfirst.strip():
        message = _("There is no standfirst. Say in a sentence or two what readers will learn.")
        yield Finding("no-standfirst", "", True, _("Standfirst"), "id_standfirst", message)
    if not text.is_signed:
        message = _("No author is named. Add at least one.")
        yield Finding("no-author", "", True, _("Bylines"), "bylines-group", message)
    if not text.text:
        yield Finding("no-text", "", True, _("Body"), "id_body", _("The article has no text yet."))
    if not text.is_tagged:
        message = _("There are no tags. Add one or two, so that readers find the article by topic.")
        yield Finding("no-tags", "", False, _("Tags"), "id_tags", message)


def headings(text: Manuscript) -> Iterator[Finding]:
    """Yield empty headings, and those that skip a level; the title is the first level."""
    level = 1
    for number, (found, words) in enumerate(text.anatomy.headings, 1):
        place, target = _("Heading %s") % number, f"body:heading:{number}"
        if not words:
            message = _("The heading is empty. Write it, or delete the line.")
            yield Finding("heading-empty", "", True, place, target, message)
            continue
        if found > level + 1:
            message = _("The heading “%(text)s” skips a level. Make it a heading %(level)s.")
            message %= {"text": words, "level": level + 1}
            yield Finding("heading-skips", f"{level} to {found}", True, place, target, message)
        level = found
