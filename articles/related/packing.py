"""An article's term counts as bytes: a string of bits, as the tables of a compressor cost more than they save here."""

from itertools import accumulate
from typing import NamedTuple


class Counts(NamedTuple):
    """How often a term stands in each part of an article; a tag counts twice, the words of its name once."""

    title: int = 0
    standfirst: int = 0
    body: int = 0
    tag: int = 0


ONCE = Counts(body=1)  # what most terms count
ONCE_KIND, OTHER_KIND = 0, 1  # a larger kind is the length of the count of a term that stands in the body alone
WIDTH, LENGTH = 6, 25  # bits of how many low bits a key has, and of how many terms there are


def pack(counts: dict[int, Counts]) -> bytes:
    """Return counts by term key as bytes.

    A one, which keeps the zeros behind it; WIDTH and LENGTH; the low bits of the differences of the rising keys. Then
    numbers that are mostly small, each as so many zeros and a one: the rest of the differences, the kinds of the terms,
    the lengths of the counts of those of OTHER_KIND. At the end the counts whose lengths were told, each without its
    highest bit, which is one.
    """
    keys = sorted(counts)
    differences = [key - before for before, key in zip([0, *keys], keys, strict=False)]
    width = max((keys[-1] // len(keys)).bit_length() - 1, 0) if keys else 0
    kinds, bodies, others = [], [], []
    for key in keys:
        each = counts[key]
        kinds.append(_kind(each))
        if kinds[-1] > OTHER_KIND:
            bodies.append(each.body)
        elif kinds[-1] == OTHER_KIND:
            others += each
    small = [difference >> width for difference in differences] + kinds + [other.bit_length() for other in others]
    bits = [f"1{width:0{WIDTH}b}{len(keys):0{LENGTH}b}"]
    bits += [f"{difference & (1 << width) - 1:0{width}b}" for difference in differences if width]
    bits += ["0" * number + "1" for number in small]
    bits += [f"{number:b}"[1:] for number in bodies + others]
    whole = "".join(bits)
    return int(whole, 2).to_bytes(-(-len(whole) // 8), "big")


def _kind(counts: Counts) -> int:
    if counts == ONCE:
        return ONCE_KIND
    return counts.body.bit_length() if counts == (0, 0, counts.body, 0) and counts.body else OTHER_KIND


def unpack(packed: bytes) -> dict[int, Counts]:
    """Return what `pack` was given."""
    bits = f"{int.from_bytes(packed, 'big'):b}"
    start = 1 + WIDTH + LENGTH
    width, terms = int(bits[1 : 1 + WIDTH], 2), int(bits[1 + WIDTH : start], 2)
    end = start + terms * width
    low = [int(bits[at : at + width], 2) for at in range(start, end, width)] if width else [0] * terms
    *high, rest = bits[end:].split("1", terms)
    *zeros, rest = rest.split("1", terms)
    kinds = [*map(len, zeros)]
    *zeros, rest = rest.split("1", 4 * kinds.count(OTHER_KIND))
    bodies = [kind for kind in kinds if kind > OTHER_KIND]
    numbers = _numbers([*bodies, *map(len, zeros)], rest)
    counted, others = iter(numbers[: len(bodies)]), iter(numbers[len(bodies) :])
    keys = accumulate(len(zeros) << width | least for zeros, least in zip(high, low, strict=True))
    return {
        key: ONCE
        if kind == ONCE_KIND
        else Counts(0, 0, next(counted), 0)
        if kind > OTHER_KIND
        else Counts(next(others), next(others), next(others), next(others))
        for key, kind in zip(keys, kinds, strict=True)
    }


def _numbers(lengths: list[int], bits: str) -> list[int]:
    """Return numbers of these lengths, written one after the other without their highest bit."""
    found, start = [], 0
    for length in lengths:
        end = start + max(length - 1, 0)
        found.append(int(f"1{bits[start:end]}", 2) if length else 0)
        start = end
    return found
