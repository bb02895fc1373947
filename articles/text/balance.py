"""Whether a body weighs: absolute words, benefits without risks, prices that say neither where nor when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.text.prices import Price, prices
from articles.text.readability import sentences
from articles.text.sections import Section, sections
from articles.text.wordings import Wording, folded, wordings

MARKS = "&%,;:("
LONGEST = 400  # words of a sentence that are read

_ASKED = re.compile(r"\?[\"'”’»)\]\s]*$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Claim:
    """Absolute words, in small letters, with the sentence they stand in and the anchor of its section."""

    words: str
    sentence: str
    anchor: str


@dataclass(frozen=True)
class BarePrice:
    """A price whose surroundings lack "place", "date" or both, and the anchor of its section."""

    price: Price
    lacks: tuple[str, ...]
    anchor: str


@dataclass(frozen=True)
class Balance:
    """What an editor should look at before a reader takes the text for the whole truth."""

    claims: list[Claim]
    has_benefits_without_risks: bool
    bare_prices: list[BarePrice]


def balance(html: str, language: str = "en") -> Balance:
    """Return what tips the body."""
    return balance_of(sections(html, language), language)


def balance_of(parts: list[Section], language: str = "en") -> Balance:
    """Return what tips a body of these sections."""
    kinds = {section.kind for section in parts}
    return Balance(
        claims=[claim for section in parts for claim in _claims(section, language)],
        has_benefits_without_risks="benefits" in kinds and "risks" not in kinds,
        bare_prices=[bare for section in parts for bare in _bare_prices(section, language)],
    )


def claims(html: str, language: str = "en") -> list[Claim]:
    """Return the body's absolute words in reading order; not where the sentence asks, denies or doubts them."""
    return [claim for section in sections(html, language) for claim in _claims(section, language)]


def _claims(section: Section, language: str) -> Iterator[Claim]:
    for text in (section.heading, *(passage.text for passage in section.passages)):
        for sentence in (found for line in text.split("\n") for found in sentences(line)):
            if not _ASKED.search(sentence):
                yield from (Claim(words, sentence, section.anchor) for words in absolute_words(sentence, language))


def absolute_words(sentence: str, language: str = "en") -> list[str]:
    """Return the sentence's claims in reading order, none twice: of two that overlap the longer one."""
    lists = wordings("claims", language)
    line = folded(sentence, MARKS, LONGEST)
    taken = [match.span() for match in _matches(lists.get("harmless", ()), line)]
    found = []
    for match in sorted(_matches(lists.get("claims", ()), line), key=lambda match: match.start() - match.end()):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        taken.append(match.span())
        if not _is_taken_back(line[: match.start()], lists):
            found.append(match)
    return list(dict.fromkeys(match[0].strip() for match in sorted(found, key=lambda match: match.start())))


def _matches(list_: tuple[Wording, ...], line: str) -> Iterator[re.Match]:
    words = frozenset(line.split())
    for wording in list_:
        if wording.may_match(words):
            yield from wording.regex.finditer(line)


def _is_taken_back(before: str, lists: dict[str, tuple[Wording, ...]]) -> bool:
    for match in sorted(_matches(lists.get("still", ()), before), key=lambda match: -match.start()):
        before = before[: match.start()] + before[match.end() :]
    if any(True for _ in _matches(lists.get("doubted", ()), before)):
        return True
    # A clause's first word may be the one that denies: only what stands before it is cut off.
    clause = max((match.start() for match in _matches(lists.get("clauses", ()), before)), default=0)
    return any(True for _ in _matches(lists.get("denied", ()), before[clause:]))


def _bare_prices(section: Section, language: str) -> Iterator[BarePrice]:
    """Yield the section's bare prices; within one about cost, place and date may be said anywhere."""
    for passage in section.passages:
        if found := prices(passage.text, language):
            around = f"{section.heading}\n{section.text}" if section.kind == "cost" else passage.text
            lacks = ("place",) * (not _says_where(around, language)) + ("date",) * (not _YEAR.search(around))
            if lacks:
                yield from (BarePrice(price, lacks, section.anchor) for price in found)


def _says_where(text: str, language: str) -> bool:
    """Return whether the text names a place; True in a language whose words for it are not known."""
    lists = wordings("claims", language)
    if "places" not in lists:
        return True
    if any(wording.regex.search(folded(line)) for line in sentences(text) for wording in lists["places"]):
        return True
    before = "|".join(re.escape(wording.text) for wording in lists.get("in", ()))
    others = {wording.text for wording in lists.get("no places", ())}
    named = re.findall(rf"\b(?:{before})\s+(?:the\s+)?([^\W\d_]\w+)", text) if before else []
    return any(name[0].isupper() and name.lower() not in others for name in named)
