"""What readers are told of an article's changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from articles.models import Article, Revision

Kind = Revision.Kind


@dataclass(frozen=True)
class Told:
    """One entry of the list at the article's end; `key` is its revision's, None for the first publication."""

    key: int | None
    kind: str
    label: str
    at: datetime
    note: str = ""

    @property
    def is_correction(self) -> bool:
        return self.kind in Revision.CORRECTIONS


def told(revision: Revision) -> Told:
    return Told(
        revision.pk, revision.kind, revision.get_kind_display(), revision.created_at, revision.note.strip()
    )  # fmt: skip


def what_changed(article: Article, revisions: Iterable[Revision]) -> list[Told]:
    """Return what the revisions that readers had, the newest first, tell; nothing where the article never changed.

    Typing errors are left out. The first publication ends the list: it was when readers first had the article, however
    often its text changed while it was scheduled.
    """
    found = [told(each) for each in revisions if each.kind not in (Kind.FIRST, Kind.TYPO, *Revision.INTERNAL)]
    if found and article.published_at:
        found.append(Told(None, Kind.FIRST, Kind.FIRST.label, article.published_at))
    return found
