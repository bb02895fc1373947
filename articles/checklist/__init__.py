"""What stands between a draft and the public."""

from articles.checklist import disclosure, links, listing, missing, pictures, sources, weighing, words
from articles.checklist.finding import Finding, added
from articles.checklist.manuscript import Manuscript, of_article
from articles.checklist.pictures import is_placeholder
from articles.models import Article

__all__ = ["Finding", "Manuscript", "added", "findings", "is_placeholder", "of_article"]

RULES = (
    missing.missing,
    pictures.lead,
    missing.headings,
    links.links,
    pictures.body,
    sources.without,
    disclosure.half_told,
    disclosure.unlabelled,
    disclosure.recommended,
    disclosure.pins,
    weighing.one_sided,
    weighing.promises,
    weighing.bare_prices,
    words.hard,
    listing.lengths,
    listing.twin,
    listing.orphan,
    sources.none,
    sources.unused,
    sources.doubtful,
    links.guest_post,
    pictures.shared,
)


def findings(text: Article | Manuscript) -> list[Finding]:
    """Return what a reader would miss or stumble over, blocking findings first; a fixed number of queries."""
    if isinstance(text, Article):
        text = of_article(text)
    found = [finding for rule in RULES for finding in rule(text)]
    return sorted(found, key=lambda finding: not finding.is_blocking)
