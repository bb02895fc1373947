"""Find what became of each block, and of each word within a block, from one version of a text to the next."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from articles.text.blocks import Block, Token

ALIKE = 0.4  # two blocks that share less of their words are not the same one rewritten
CELLS = 12_000  # pairs of blocks weighed within one changed stretch
STEPS = 200_000  # what difflib may compare, by an estimate: it is quadratic in repeated words
SHORT = 3  # letters: a shorter word left over between two changes does not interrupt them

Pair = tuple[Block | None, Block | None]


@dataclass(frozen=True)
class Run:
    """Words that stayed, or that were taken out and put in at one place."""

    is_same: bool
    old: tuple[Token, ...]
    new: tuple[Token, ...]


def aligned(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Pair]:
    """Yield each block of both with the one it became, or None where it has no counterpart, in reading order."""
    for tag, i, j, k, m in _opcodes([block.key for block in old], [block.key for block in new]):
        if tag == "equal":
            yield from zip(old[i:j], new[k:m], strict=True)
        else:
            yield from _paired(old[i:j], new[k:m])


def runs(old: Sequence[Token], new: Sequence[Token]) -> list[Run]:
    """Return the words of a block and of what it became as runs that stayed and runs that changed."""
    found = []
    for tag, i, j, k, m in _opcodes([token.key for token in old], [token.key for token in new]):
        if tag != "equal" and (j - i) * (m - k) > STEPS // 4:
            found += _by_sentences(old[i:j], new[k:m])
        else:
            found.append(Run(tag == "equal", tuple(old[i:j]), tuple(new[k:m])))
    return _readable(found)


def _opcodes(old: list, new: list):
    """Return difflib's opcodes; where it would take too long, all between the common ends is one change."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle, other = old[start : len(old) - end], new[start : len(new) - end]
    if start:
        yield "equal", 0, start, 0, start
    if _steps(middle, other) > STEPS:
        yield "replace", start, len(old) - end, start, len(new) - end
    else:
        for tag, *places in SequenceMatcher(None, middle, other, autojunk=False).get_opcodes():
            yield tag, *(place + start for place in places)
    if end:
        yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _steps(old: list, new: list) -> int:
    counts = Counter(new)
    return sum(number * counts[key] for key, number in Counter(old).items())


def _by_sentences(old: Sequence[Token], new: Sequence[Token]) -> list[Run]:
    """Compare a long stretch of words sentence by sentence."""
    before, after = _sentences(old), _sentences(new)
    keys = [[tuple(token.key for token in sentence) for sentence in each] for each in (before, after)]
    return [
        Run(tag == "equal", tuple(sum(before[i:j], ())), tuple(sum(after[k:m], ())))
        for tag, i, j, k, m in _opcodes(*keys)
    ]


def _sentences(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    found, start = [], 0
    for place, token in enumerate(tokens, 1):
        if token.text in (".", "!", "?", ";", "…") or token.thing:
            found.append(tuple(tokens[start:place]))
            start = place
    return [*found, tuple(tokens[start:])] if start < len(tokens) else found


def _readable(found: list[Run]) -> list[Run]:
    """Join two changes that only a comma or a short word keeps apart: a reader takes them for one."""
    joined: list[Run] = []
    for place, run in enumerate(found):
        is_between = run.is_same and 0 < place < len(found) - 1
        is_slight = is_between and not any(len(token.text) > SHORT or token.thing for token in run.old)
        if is_slight and len(run.old) <= 2 and _is_full(found[place - 1]) and _is_full(found[place + 1]):
            run = Run(False, run.old, run.new)
        if joined and joined[-1].is_same == run.is_same:
            last = joined.pop()
            run = Run(run.is_same, last.old + run.old, last.new + run.new)
        joined.append(run)
    return joined


def _is_full(run: Run) -> bool:
    return bool(run.old and run.new)


def _paired(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Pair]:
    """Yield the blocks of a changed stretch, those that are most alike as pairs, without changing the order.

    The pairs with the greatest likeness in sum are found as one finds an edit distance, near the diagonal where there
    are many.
    """
    if not old or not new:
        yield from ((block, None) for block in old)
        yield from ((None, block) for block in new)
        return
    width = max(CELLS // len(old) // 2, 2)
    best: list[dict[int, float]] = [{} for _row in range(len(old) + 1)]
    step: list[dict[int, str]] = [{} for _row in range(len(old) + 1)]
    for i in range(len(old) + 1):
        middle = i * len(new) // len(old)
        for j in range(max(middle - width, 0), min(middle + width + len(new) // len(old), len(new)) + 1):
            ways = [(best[i].get(j - 1, -1.0), "new"), (best[i - 1].get(j, -1.0) if i else -1.0, "old")]
            if i and j - 1 in best[i - 1] and (likeness := _likeness(old[i - 1], new[j - 1])) >= ALIKE:
                ways.append((best[i - 1][j - 1] + likeness, "both"))
            best[i][j], step[i][j] = max(ways, key=lambda way: way[0]) if i or j else (0.0, "")
    pairs, i, j = [], len(old), len(new)
    while i or j:
        way = step[i].get(j, "old" if i else "new")
        i, j = i - (way != "new"), j - (way != "old")
        pairs.append((old[i] if way != "new" else None, new[j] if way != "old" else None))
    yield from reversed(pairs)


def _likeness(one: Block, other: Block) -> float:
    """Return how much of their words two blocks share, 0 to 1; a little less for blocks of another kind."""
    shared = 2 * len(one.words & other.words) / (len(one.words) + len(other.words))
    return shared if one.kind == other.kind else shared * 0.9
