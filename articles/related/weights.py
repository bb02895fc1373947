"""How much each term tells of an article, and how near two articles are.

With x the counts 4·title + 2·standfirst + body + tag of a term, N the indexed articles and df those that hold it:

    u = x^0.6 · ln((N + 300) / df), for a concept 0.6 · u; the 64 largest, divided by their length, are the weights w.

The title alone and the body alone give weights tw and bw the same way. Two articles A and B have the score

    Σ w_A·w_B + 0.2 · Σ (tw_A·bw_B + bw_A·tw_B), over shared terms,

plus 0.1 times the closeness of their subjects (`articles.related.subjects`), over the most that it can be: 1.5, or 1.4
where subjects are not known. Weights are kept as thousandths, and so is the score; editors see it as 0 to 100.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

from articles.related.packing import Counts

KEPT = 64
POWER = 0.6
CONCEPT = 0.6
CROSS = 5  # one part in five of the products across title and body
TITLE, STANDFIRST = 4, 2
ELSEWHERE = 300  # articles without the term: what stands in most of a small blog still tells what it is about
FULL = 1000  # a weight of 1
SUBJECTS = 0.1
BITS = 10
MASK = (1 << BITS) - 1


class Weights(NamedTuple):
    """A term's weights in an article as thousandths: in the whole, in the title alone, in the body alone."""

    whole: int
    title: int
    body: int

    def packed(self) -> int:
        """Return them in one integer, the title first: most terms are not in it, so most integers are short."""
        return self.title << 2 * BITS | self.body << BITS | self.whole

    @classmethod
    def unpacked(cls, packed: int) -> "Weights":
        """Return what `packed` was given."""
        return cls(packed & MASK, packed >> 2 * BITS, packed >> BITS & MASK)


class Known(NamedTuple):
    """What the index knows of a term; `subject` is its place among the subjects, b"" where it has none."""

    text: str
    df: int
    subject: bytes = b""


Vector = dict[int, Weights]  # by term key, the heaviest first


def weigh(counts: Mapping[int, Counts], known: Mapping[int, Known], articles: int) -> Vector:
    """Return the weights of the article's heaviest terms; `articles` is N, at least every df."""
    whole, title, body = [], [], []
    for key, (titles, standfirsts, bodies, tags) in counts.items():
        text, df, _ = known[key]
        rarity = math.log((articles + ELSEWHERE) / max(df, 1)) * (CONCEPT if text[0] == "=" else 1)
        whole.append((_power(TITLE * titles + STANDFIRST * standfirsts + bodies + tags) * rarity, key))
        if titles:
            title.append((_power(titles) * rarity, key))
        if bodies:
            body.append((_power(bodies) * rarity, key))
    titled, said = _heaviest(title), _heaviest(body)
    return {
        key: Weights(weight, titled.get(key, 0), said.get(key, 0)) for key, weight in _heaviest(whole).items() if weight
    }


def _heaviest(found: list[tuple[float, int]]) -> dict[int, int]:
    """Return the KEPT heaviest as thousandths by term key, the heaviest first."""
    best = sorted(found, key=lambda pair: (-pair[0], pair[1]))[:KEPT]
    length = math.sqrt(sum(weight * weight for weight, _ in best))
    return {key: round(FULL * weight / length) for weight, key in best} if length else {}


_POWERS = [x**POWER for x in range(64)]


def _power(x: int) -> float:
    return _POWERS[x] if x < 64 else x**POWER


def product(one: Weights, other: Weights) -> int:
    """Return what a shared term adds to the score, in CROSS millionths."""
    return CROSS * one.whole * other.whole + one.title * other.body + one.body * other.title


# Sums over a query's rows `q` and postings `p`, in SQL: of the wholes, and across title and body.
WHOLES = f"SUM(q.whole * (p.weights & {MASK}))"
ACROSS = f"SUM(q.title * ((p.weights >> {BITS}) & {MASK}) + q.body * (p.weights >> {2 * BITS}))"


class Shared(NamedTuple):
    """The sums of two articles' shared terms, in millionths: of the wholes, and across title and body."""

    wholes: int = 0
    across: int = 0

    def plus(self, one: Weights, other: Weights) -> "Shared":
        """Return the sums with one more term, of these weights in the two articles."""
        return Shared(
            self.wholes + one.whole * other.whole, self.across + one.title * other.body + one.body * other.title
        )


def score(shared: Shared, closeness: float | None = None) -> float:
    """Return the score, 0 to 1000, of two articles: what they share, and how close their subjects are, if known."""
    words, most = (shared.wholes + shared.across / CROSS) / FULL**2, 1 + 2 / CROSS
    if closeness is None:
        return 1000 * words / most
    return 1000 * (words + SUBJECTS * closeness) / (most + SUBJECTS)
