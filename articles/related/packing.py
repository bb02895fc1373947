"""An article's term counts as bytes."""

import zlib
from itertools import accumulate
from typing import NamedTuple

BARE = -15  # deflate without header and checksum


class Counts(NamedTuple):
    """How often a term stands in each part of an article; a tag counts twice, the words of its name once."""

    title: int = 0
    standfirst: int = 0
    body: int = 0
    tag: int = 0


def pack(counts: dict[int, Counts]) -> bytes:
    """Return counts by term key as bytes: like beside like, then deflated.

    How many terms; the rising keys as differences, first their low bytes, then the rest of them; twice each body count,
    and one more where the three other counts follow at the end. Numbers take seven bits a byte.
    """
    keys = sorted(counts)
    differences = [key - before for before, key in zip([0, *keys], keys, strict=False)]
    bodies, others = [], []
    for key in keys:
        title, standfirst, body, tag = counts[key]
        if title or standfirst or tag:
            bodies.append(body << 1 | 1)
            others += (title, standfirst, tag)
        else:
            bodies.append(body << 1)
    low = bytes(each & 255 for each in differences)
    high = [each >> 8 for each in differences]
    deflating = zlib.compressobj(9, zlib.DEFLATED, BARE)
    return deflating.compress(_bytes([len(keys)]) + low + _bytes(high + bodies + others)) + deflating.flush()


def unpack(packed: bytes) -> dict[int, Counts]:
    """Return what `pack` was given."""
    plain = zlib.decompress(packed, BARE)
    start = next(place for place, byte in enumerate(plain) if byte < 128) + 1
    (length,) = _numbers(plain[:start])
    low, rest = plain[start : start + length], _numbers(plain[start + length :])
    keys = accumulate(one | other << 8 for one, other in zip(low, rest, strict=False))
    others = iter(rest[2 * length :])
    return {
        key: Counts(next(others), next(others), body >> 1, next(others)) if body & 1 else Counts(0, 0, body >> 1, 0)
        for key, body in zip(keys, rest[length : 2 * length], strict=True)
    }


def _bytes(numbers: list[int]) -> bytes:
    packed = bytearray()
    for number in numbers:
        while number > 127:
            packed.append(number & 127 | 128)
            number >>= 7
        packed.append(number)
    return bytes(packed)


def _numbers(packed: bytes) -> list[int]:
    numbers, number, shift = [], 0, 0
    for byte in packed:
        if byte > 127:
            number |= (byte & 127) << shift
            shift += 7
        elif shift:
            numbers.append(number | byte << shift)
            number = shift = 0
        else:
            numbers.append(byte)
    return numbers
