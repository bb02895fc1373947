"""What an article's typed sections say at a glance: the entries of the box, and the marks of the text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Treatment
from articles.text import html
from articles.text.typed import Span

NAMES = {
    "what": _("What it is"),
    "benefits": _("Benefits"),
    "risks": _("Side effects and risks"),
    "contraindications": _("Who should not have it"),
    "cost": _("Cost"),
    "expect": _("What to expect"),
    "aftercare": _("Aftercare"),
    "help": _("When to get help"),
    "alternatives": _("Alternatives"),
}
# What a section is marked with in the text, beside a shape of its own.
MARKS = {"risks": _("Risks"), "contraindications": _("Do not"), "help": _("Get help")}
IN_BOX = ("benefits", "risks", "contraindications", "help", "cost")
ASKED = ("benefits", "risks", "contraindications", "cost")  # of each treatment in a comparison
WEIGHTY = {"benefits", "risks", "contraindications"}  # any of these makes a box; a treatment's facts do as well
MOST_WORDS = 60  # of paragraphs: a longer text is not repeated, but led to


@dataclass(frozen=True)
class Listing:
    """One list of a section with what stands right before it."""

    heading: str
    lead: str
    items: list[SafeString]


@dataclass(frozen=True)
class Entry:
    """What the article says about one of NAMES: `fact` of the treatment, lists, or paragraphs where they are few.

    `anchor` is that of the section, and "" with all others where the article is silent.
    """

    kind: str
    name: str
    mark: str = ""  # one of MARKS
    fact: str = ""
    anchor: str = ""
    heading: str = ""
    lists: tuple[Listing, ...] = ()
    paragraphs: tuple[SafeString, ...] = ()
    is_partial: bool = False  # the section says more than is repeated here

    @property
    def is_stated(self) -> bool:
        return bool(self.fact or self.anchor)

    @property
    def is_elsewhere(self) -> bool:
        """Whether there is a section, but none of it is repeated."""
        return bool(self.anchor) and not (self.fact or self.lists or self.paragraphs)


def entry(kind: str, article: Article, treatment: Treatment | None = None) -> Entry:
    """Return what the article, or its treatment's facts, says about a kind."""
    found = [section for section in article.sections if section["kind"] == kind]
    fact = treatment.cost if treatment and kind == "cost" else ""
    paragraphs = [[] if fact else _few(section["paragraphs"]) for section in found]
    return Entry(
        kind=kind,
        name=str(NAMES[kind]),
        mark=str(MARKS.get(kind, "")),
        fact=fact,
        anchor=found[0]["anchor"] if found else "",
        heading=found[0]["heading"] if found else "",
        lists=tuple(_listing(each) for section in found for each in section["lists"]),
        paragraphs=tuple(part for parts in paragraphs for part in parts),
        is_partial=any(
            not section["is_whole"] or len(parts) < len(section["paragraphs"])
            for section, parts in zip(found, paragraphs, strict=True)
        ),
    )


def box(article: Article, treatment: Treatment | None) -> list[Entry]:
    """Return the entries of the "At a glance" box; none where the article says nothing to weigh.

    Where benefits are told, or it is about a treatment, silence about its risks is told as well.
    """
    told = {section["kind"] for section in article.sections}
    if not (told & WEIGHTY or treatment):
        return []
    silence = {"risks"} if "benefits" in told or treatment else set()
    found = (entry(kind, article, treatment) for kind in IN_BOX)
    return [each for each in found if each.is_stated or each.kind in silence]


def named(kind: str, article: Article) -> list[str]:
    """Return the words of the first list under the first section of the kind: what its heading announces."""
    lists = next((section["lists"] for section in article.sections if section["kind"] == kind), [])
    return [" ".join(html.plain_text(item).split()) for item in (lists[0]["items"] if lists else ())]


def spans(sections: Iterable[dict[str, Any]]) -> list[Span]:
    """Return what marks the sections of MARKS in the body."""
    return [
        Span(
            section["anchor"],
            section["until"],
            format_html('<section class="care is-{}" aria-labelledby="{}">', section["kind"], section["anchor"])
            + render_to_string("articles/_mark.html", {"kind": section["kind"], "label": MARKS[section["kind"]]}),
            "</section>",
        )
        for section in sections
        if section["kind"] in MARKS
    ]


def _listing(found: dict[str, Any]) -> Listing:
    return Listing(found["heading"], found["lead"], _safe(found["items"]))


def _few(paragraphs: list[str]) -> list[SafeString]:
    """Return the paragraphs of a short text; of a longer one none: half a warning misleads."""
    words = sum(html.word_count(html.plain_text(paragraph)) for paragraph in paragraphs)
    return _safe(paragraphs) if words <= MOST_WORDS else []


def _safe(briefs: list[str]) -> list[SafeString]:
    return [mark_safe(brief) for brief in briefs]  # safe: `text.typed` cleaned them
