"""What a heading says its section is about."""

from functools import lru_cache

from articles.text.wordings import Wording, folded, wordings

OPPOSED = {"benefits", "risks"}  # a heading that names both begins a section that is neither


@lru_cache(maxsize=4096)
def kind_of(heading: str, language: str = "en") -> str | None:
    """Return the kind of section the heading begins, None where it is none of `SECTION_KINDS` or cannot be told.

    The heaviest wording of the language's list decides, of equal ones the first in the heading, then in the list.
    """
    line = folded(heading)
    found = [
        (not wording.is_weak, wording.weight, -match.start(), -place, kind)
        for place, (kind, wording, match) in enumerate(_found(line, language))
        if match[0]
    ]
    kind = max(found, default=("none",))[-1]
    if kind in OPPOSED and {each[-1] for each in found if each[0]} >= OPPOSED:
        return None
    return None if kind == "none" else kind


def _found(line: str, language: str):
    words = frozenset(line.split())
    for kind, each in wordings("sections", language).items():
        for wording in each:
            if wording.may_match(words) and (match := wording.regex.search(line)):
                yield kind, wording, match


def deciding(heading: str, language: str = "en") -> list[tuple[str, Wording]]:
    """Return the wordings found in the heading with their kinds, the heaviest first: for who mends a list."""
    found = [(kind, wording) for kind, wording, _ in _found(folded(heading), language)]
    return sorted(found, key=lambda each: (each[1].is_weak, -each[1].weight))
