"""Which of the articles found come first: one formula of ours, whatever database found them.

With r the rarity of a part of the query, ln(1 + N / df), and w the weight of what stands for it (1: as typed, less: a
longer word that begins so, a synonym), an article has the score

    Σ r · w · (10 · c if in the title + 4 if in the standfirst + 3 if in tags or authors + 2 · n / (n + 1.5)),

with n the times it stands in the body and c from 0.6 to 1 as the query makes up the title: a title of its words alone
comes before a long one. Words that say little, as "the", count a tenth. Where the whole query stands as typed in the
title the score is a quarter higher, elsewhere a tenth. Articles of equal score stand newest first.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from articles.search.stores import Row
from articles.text.queries import Part

TITLE, STANDFIRST, TAGS, BODY = 10, 4, 3, 2
HALF = 1.5  # times in the body that count half of what many do
SPARSE = 0.6
AS_TYPED_IN_TITLE, AS_TYPED = 1.25, 1.1
SMALL = 0.1


class Wish(NamedTuple):
    """A part of a query and what it is worth; one that is not `is_needed` only helps to rank."""

    part: Part
    rarity: float
    is_needed: bool = True


def rarity(df: int, articles: int) -> float:
    """Return how much a word tells that `df` of so many articles hold."""
    return math.log(1 + max(articles, df, 1) / max(df, 1))


def rank(rows: Iterable[Row], wishes: Sequence[Wish], published: Mapping[int, datetime]) -> list[Row]:
    """Return the public rows that hold what is needed, the best first; `published` says when each of these was."""
    sought = [(wish, [(f" {' '.join(phrase)} ", w) for phrase, w in _weighed(wish.part)]) for wish in wishes]
    typed = [stem for wish in wishes for stem in wish.part.stems]
    scored = []
    for row in rows:
        moment = published.get(row.key)
        if moment is not None and (score := _score(row, sought, f" {' '.join(typed)} ", len(typed))) is not None:
            scored.append((score, moment, row.key, row))
    scored.sort(key=lambda each: each[:3], reverse=True)
    return [row for *_, row in scored]


def _weighed(part: Part) -> Iterable[tuple[tuple[str, ...], float]]:
    return zip(part.phrases, part.weights, strict=True)


def _score(row: Row, sought: Sequence[tuple[Wish, list[tuple[str, float]]]], typed: str, length: int) -> float | None:
    """Return the article's score, None where it lacks what is needed after all."""
    total = titled = 0.0
    in_title = 0
    for wish, phrases in sought:
        title = standfirst = tags = body = 0.0
        counted = ""
        for phrase, weight in phrases:  # the first that stands somewhere weighs most
            if not title and phrase in row.title:
                title = weight
            if not standfirst and phrase in row.standfirst:
                standfirst = weight
            if not tags and phrase in row.tags:
                tags = weight
            if not body and phrase in row.body:
                body, counted = weight, phrase
        if wish.is_needed and not (title or standfirst or tags or body):
            return None
        if title:
            titled += wish.rarity * title
            in_title += len(wish.part.stems)
        times = row.body.count(counted) if body else 0
        total += wish.rarity * (STANDFIRST * standfirst + TAGS * tags + BODY * body * times / (times + HALF))
    if titled:
        words = max(row.title.count(" ") - 1, in_title, 1)
        total += TITLE * titled * (SPARSE + (1 - SPARSE) * in_title / words)
    if length > 1 and (typed in row.title or typed in row.standfirst or typed in row.body):
        total *= AS_TYPED_IN_TITLE if typed in row.title else AS_TYPED
    return round(total, 6)
