"""An article's term counts as bytes."""

import zlib
from collections.abc import Iterator
from typing import NamedTuple


class Counts(NamedTuple):
    """How often a term stands in each part of an article; a tag counts twice, the words of its name once."""

    title: int = 0
    standfirst: int = 0
    body: int = 0
    tag: int = 0


def pack(counts: dict[int, Counts]) -> bytes:
    """Return counts by term key as bytes: keys rising as differences, most terms two bytes, then deflated."""
    numbers, before = [], 0
    for key in sorted(counts):
        title, standfirst, body, tag = counts[key]
        numbers.append(key - before)
        before = key
        if title or standfirst or tag:
            numbers += [body << 1 | 1, title, standfirst, tag]
        else:
            numbers.append(body << 1)
    packed = bytearray()
    for number in numbers:
        while number > 127:
            packed.append(number & 127 | 128)
            number >>= 7
        packed.append(number)
    return zlib.compress(bytes(packed), 6)


def unpack(packed: bytes) -> dict[int, Counts]:
    """Return what `pack` was given."""
    numbers, counts, key = _numbers(zlib.decompress(packed)), {}, 0
    for difference in numbers:
        key += difference
        body = next(numbers)
        if body & 1:
            counts[key] = Counts(next(numbers), next(numbers), body >> 1, next(numbers))
        else:
            counts[key] = Counts(body=body >> 1)
    return counts


def _numbers(packed: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in packed:
        number |= (byte & 127) << shift
        if byte > 127:
            shift += 7
        else:
            yield number
            number = shift = 0
